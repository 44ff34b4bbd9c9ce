import { readFileSync } from 'node:fs'
import { firstDifference } from './compare'
import type { Transcript } from './scenario'

/** How a scenario on the embedded channel compares with its recording. */
export interface Verdict {
  readonly id: string
  readonly kind: 'equal' | 'listed as different' | 'different' | 'equal but listed' | 'not recorded'
  /** Where the two first differ. */
  readonly difference?: string
}

/** Compares what was seen with what was recorded and with what is known to differ. */
export function judge(
  id: string,
  seen: Transcript,
  recorded: Transcript | undefined,
  listed: ReadonlySet<string>,
): Verdict {
  if (recorded === undefined) return { id, kind: 'not recorded' }
  // As JSON, like the recording: what JSON does not hold is no difference.
  const difference = firstDifference(recorded, JSON.parse(JSON.stringify(seen)) as Transcript)
  if (difference === undefined) return { id, kind: listed.has(id) ? 'equal but listed' : 'equal' }
  return { id, kind: listed.has(id) ? 'listed as different' : 'different', difference }
}

/** True for a verdict that needs nobody's attention. */
export function isExpected({ kind }: Verdict): boolean {
  return kind === 'equal' || kind === 'listed as different'
}

/** `N scenarios, E equal, D listed as different`. */
export function summary(verdicts: readonly Verdict[]): string {
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length
  return `${verdicts.length} scenarios, ${count('equal')} equal, ${count('listed as different')} listed as different`
}

/** The ids of the scenarios that the file of differences lists, each in a heading `### \`id\``. */
export function readDifferences(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^### `([^`]+)`$/gm)].map(([, id = '']) => id)
}
