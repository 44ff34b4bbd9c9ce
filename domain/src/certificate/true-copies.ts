import { canonicalText, parseJson } from '../canonical'
import { LIMITS } from '../limits'
import { malformed, parseList, parseParts } from '../shape'
import { parseMark, printMark } from './status'
import type { ChangeMark } from './status'

/** The text on the ledger of the true copies that were certified, the oldest first. */
export function printCopies(copies: readonly ChangeMark[]): string {
  return canonicalText([FORMAT_VERSION, ...copies.map(printMark)])
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseCopies(text: string, field = 'copies'): readonly ChangeMark[] {
  const [version, ...copies] = parseParts(parseJson(text, field), field, 2, 1 + LIMITS.trueCopies)
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  return parseList(copies, field, [1, LIMITS.trueCopies], parseCopy)
}

function parseCopy(input: unknown, field: string): ChangeMark {
  const mark = parseMark(input, field)
  if (mark.transition !== 'certify-copy') throw malformed(field, 'must be a certified copy')
  return mark
}

const FORMAT_VERSION = 1
