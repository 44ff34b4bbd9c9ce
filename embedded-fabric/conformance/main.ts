import { dirname, join } from 'node:path'
import { recordingsIn } from './recordings'
import { replay } from './replay'
import { ScenarioError } from './runner'
import { SCENARIOS } from './scenarios/all'
import { isExpected, summary } from './verdict'

/** The suite's folder in the repository: its data is not where its compiled code is. */
function suiteFolder(): string {
  return join(dirname(require.resolve('embedded-fabric/package.json')), 'conformance')
}

async function main(args: readonly string[]): Promise<number> {
  const [recordings = recordingsIn(suiteFolder())] = args
    .filter((arg) => arg.startsWith('--recordings='))
    .map((arg) => arg.slice(13))
  const starts = args.filter((arg) => !arg.startsWith('--'))
  const chosen = SCENARIOS.filter(({ id }) => starts.length === 0 || starts.some((start) => id.startsWith(start)))
  const complaints: string[] = []
  const verdicts = await replay(chosen, {
    recordings,
    differences: join(suiteFolder(), '..', 'DIFFERENCES.md'),
    onEnd: (verdict) => {
      if (verdict instanceof ScenarioError) complaints.push(verdict.message)
      else if (!isExpected(verdict)) complaints.push(`${verdict.id}: ${verdict.kind}\n  ${verdict.difference ?? ''}`)
    },
  })
  for (const complaint of complaints) console.log(complaint)
  console.log(summary(verdicts))
  return complaints.length === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
