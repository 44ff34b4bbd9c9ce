import { utf8 } from '../hash'
import { unread } from './answer'
import type { FormatReading } from './answer'

/** How much of a text is read: enough for what the largest dataset makes; `elements` are those of XML, or values of JSON. */
export const FORMAT_LIMITS = {
  bytes: 2 * 1024 * 1024,
  depth: 40,
  elements: 100_000,
  attributes: 16,
} as const

/** The refusal of a text that is larger than is read; undefined for one that is not. */
export function sizeProblem(text: string): (FormatReading & { readonly ok: false }) | undefined {
  const { bytes } = FORMAT_LIMITS
  if (!text.isWellFormed()) return unread('not-readable', 'The text is not well-formed Unicode.')
  // There are at least as many bytes as UTF-16 units: a huge text is not encoded to be counted.
  if (text.length <= bytes && utf8(text).length <= bytes) return undefined
  return unread('too-large', `The text must have at most ${bytes / 1024} KiB.`)
}
