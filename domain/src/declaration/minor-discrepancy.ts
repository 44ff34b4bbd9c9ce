import { isKnown } from '../agreements/evidence'
import type { Evidence } from '../agreements/evidence'
import type { ProfileFinding } from '../agreements/finding'
import type { AgreementProfile } from '../agreements/profile'

/**
 * The eight kinds of small mistakes that do not invalidate a certificate by themselves (V16: matrix of minor
 * discrepancy issues of the Sub-Committee on Rules of Origin, June 2021; ATIGA Rule 16, RCEP Art. 3.26).
 */
export const MINOR_KINDS = {
  spelling: 'A word is spelled differently.',
  'tick-marks': 'A box is ticked, or left without a tick, and should not be.',
  signature: 'The signature differs in its form.',
  units: 'The quantity is counted in another unit.',
  'paper-size': 'The paper has another size than that of the form.',
  ink: 'The ink has another colour.',
  description: 'The goods are described in other words.',
  'exporter-database': 'The certified exporter stands differently in the database.',
} as const

/** One of the kinds. */
export type MinorKind = keyof typeof MINOR_KINDS

/** The kinds in the order of the list. */
export const MINOR_KIND_NAMES = Object.keys(MINOR_KINDS) as readonly MinorKind[]

/** One small mistake, and whether the agreement says that it forgives it. */
export interface MinorDiscrepancy {
  readonly kind: MinorKind
  /** `observed` by an officer on paper or in the goods; else found in the data. */
  readonly seen: 'observed' | 'found'
  /** `unknown` when the agreement was not read on it; a minor discrepancy never makes a line NOT_VALID by itself. */
  readonly forgiven: 'yes' | 'no' | 'unknown'
  readonly sentence: string
  readonly source: string
  readonly evidence: Evidence
}

// How the list of an agreement may name a kind.
const NAMED: Readonly<Record<MinorKind, readonly string[]>> = {
  spelling: ['spelling'],
  'tick-marks': ['tick marks'],
  signature: ['signature'],
  units: ['units of measurement'],
  'paper-size': ['paper size'],
  ink: ['colour of ink'],
  description: ['description'],
  'exporter-database': ['entry of the certified exporter in the database'],
}
const ALL_KINDS = 'minor discrepancies and errors'

/** A discrepancy of that kind as the agreement of the profile sees it. */
export function minorDiscrepancy(
  profile: AgreementProfile | undefined,
  kind: MinorKind,
  seen: MinorDiscrepancy['seen'],
): MinorDiscrepancy {
  const rule = profile?.minorDiscrepancies
  const sentence = MINOR_KINDS[kind]
  if (rule === undefined || !isKnown(rule)) {
    const source = rule?.source ?? 'the rules of the agreement are not known here'
    return { kind, seen, forgiven: 'unknown', sentence, source, evidence: 'not-read' }
  }
  const { kinds } = rule.value
  const named = kinds.includes(ALL_KINDS) || NAMED[kind].some((name) => kinds.includes(name))
  return { kind, seen, forgiven: named ? 'yes' : 'no', sentence, source: rule.source, evidence: rule.evidence }
}

// Marks and flags are the boxes of a form that are ticked.
const TICKED = /^\/flags\//

/** The kinds that stand behind what the profile called minor. */
export function minorKindsOf(findings: readonly ProfileFinding[]): readonly MinorKind[] {
  const minor = findings.filter(({ severity }) => severity === 'minor-discrepancy')
  return minor.some(({ pointer }) => TICKED.test(pointer)) ? ['tick-marks'] : []
}

/** How the description of a line differs from that of its item: not, in its spelling, or in its words. */
export function descriptionKind(line: string | undefined, item: string | undefined): MinorKind | undefined {
  if (line === undefined || item === undefined) return undefined
  const [one, other] = [wordsOf(line), wordsOf(item)]
  // A declaration often says less, or more, than the certificate.
  if (one.every((word) => other.includes(word)) || other.every((word) => one.includes(word))) return undefined
  const unlike = one.filter((word) => !other.includes(word))
  return unlike.every((word) => other.some((candidate) => isMisspelled(word, candidate))) ? 'spelling' : 'description'
}

const WORDS_MOST = 60

function wordsOf(text: string): readonly string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.slice(0, WORDS_MOST)
}

const WORD_LENGTH_MOST = 40

function isMisspelled(one: string, other: string): boolean {
  if (Math.max(one.length, other.length) > WORD_LENGTH_MOST || /\d/.test(one + other)) return false
  const allowed = Math.min(one.length, other.length) < 6 ? 1 : 2
  return Math.abs(one.length - other.length) <= allowed && editDistance(one, other) <= allowed
}

// Levenshtein's distance, row by row.
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      const replaced = (above[column - 1] ?? 0) + same
      const inserted = (current[column - 1] ?? 0) + 1
      const removed = (above[column] ?? 0) + 1
      current.push(Math.min(replaced, inserted, removed))
    }
    above = current
  }
  return above[other.length] ?? 0
}
