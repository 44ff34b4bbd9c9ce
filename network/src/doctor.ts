import { meantDataFolder } from './data-folder'
import { gatherFacts } from './doctor/facts'
import { judge } from './doctor/judgement'
import type { Judgement } from './doctor/judgement'
import { layoutOf } from './layout'
import { drawTable } from './table'
import { DEFAULT_BASE_PORT } from './topology'

/** `npm run doctor`: looks at everything that the network needs of this machine; exit code 1 when something is a problem. */
async function main(args: readonly string[]): Promise<number> {
  const basePort = Number(process.env.ECO_BASE_PORT ?? DEFAULT_BASE_PORT)
  const judgements = judge(await gatherFacts(layoutOf(meantDataFolder(args)), basePort))
  console.log(args.includes('--json') ? JSON.stringify(judgements, undefined, 2) : lines(judgements).join('\n'))
  return judgements.some(({ verdict }) => verdict === 'problem') ? 1 : 0
}

function lines(judgements: readonly Judgement[]): readonly string[] {
  const table = drawTable(judgements.map(({ verdict, what, found }) => [verdict, what, found]))
  return judgements.flatMap(({ advice }, index) => {
    const line = table[index] ?? ''
    return advice === undefined ? [line] : [line, `         → ${advice}`]
  })
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
