import type { Dataset, DatasetReading } from '@eco/domain'
import { checkAgainstProfile, JsonProblem, parseDataset, parseStrictJson, profileNamed } from '@eco/domain'
import { EXIT, readText, UsageProblem } from './io'
import type { Io } from './io'

const DEPTH = 40

/** Reads a file as strict JSON. */
export async function readJsonFile(file: string, io: Io): Promise<unknown> {
  const text = await readText(file, io)
  try {
    return parseStrictJson(text, DEPTH)
  } catch (error) {
    if (error instanceof JsonProblem) throw new UsageProblem(`${file}: ${error.message}`)
    throw error
  }
}

/** Accepts a dataset that a file holds, or notes every problem of it. */
export function acceptedDataset(file: string, input: unknown, io: Io): Dataset {
  const reading = parseDataset(input)
  if (reading.ok) return reading.dataset
  for (const { pointer, sentence } of reading.problems) io.note(`  ${pointer}  ${sentence}`)
  throw new UsageProblem(`${file}: the dataset breaks rules.`)
}

/** Everything that is wrong with a dataset, by itself and under its agreement. */
interface Problem {
  readonly pointer: string
  readonly rule: string
  readonly sentence: string
  readonly severity: 'error' | 'minor-discrepancy' | 'notice'
}

/** Checks datasets and tells every problem of each. */
export async function checkDatasets(
  files: readonly string[],
  options: { readonly json?: boolean },
  io: Io,
): Promise<number> {
  let wrong = false
  for (const file of files) {
    const problems = problemsOf(parseDataset(await readJsonFile(file, io)))
    wrong ||= problems.some(({ severity }) => severity === 'error')
    io.out(options.json === true ? `${JSON.stringify({ file, problems })}\n` : draw(file, problems))
  }
  return wrong ? EXIT.notValid : EXIT.good
}

function problemsOf(reading: DatasetReading): readonly Problem[] {
  if (!reading.ok) return reading.problems.map((problem) => ({ ...problem, severity: 'error' }))
  const { code, version } = reading.dataset.agreement
  const profile = profileNamed(code, version)
  if (profile === undefined) {
    const sentence = 'The rules of this agreement, in this version, are not known here.'
    return [{ pointer: '/agreement', rule: 'agreement', sentence, severity: 'notice' }]
  }
  return checkAgainstProfile(reading.dataset, profile).map(({ pointer, rule, sentence, source, severity }) => ({
    pointer,
    rule,
    sentence: `${sentence} (${source})`,
    severity,
  }))
}

function draw(file: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const head = errors === 0 ? `in order  ${file}` : `${errors} ${errors === 1 ? 'problem' : 'problems'}  ${file}`
  const lines = problems.map(
    ({ pointer, rule, sentence, severity }) =>
      `  ${severity.padEnd(18)}${rule.padEnd(17)}${pointer === '' ? '(the whole)' : pointer}  ${sentence}`,
  )
  return `${[head, ...lines].join('\n')}\n`
}
