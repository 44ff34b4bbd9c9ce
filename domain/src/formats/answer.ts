import { pointerOf } from './steps'
import type { Steps } from './steps'

/** Why a text is not read. */
export type FormatRule =
  'too-large' | 'not-json' | 'not-xml' | 'not-this-format' | 'not-readable' | 'value' | 'contradiction'

/** What is wrong with a text. Values of the text are never repeated. */
export interface FormatProblem {
  /** The place in the text; empty for the text as a whole. */
  readonly place: string
  readonly rule: FormatRule
  readonly sentence: string
}

/** What a text says, to be handed to `parseDataset`; or why it is not read. */
export type FormatReading =
  | {
      readonly ok: true
      /** Not judged yet: only `parseDataset` says whether it is a dataset. */
      readonly dataset: unknown
      /** Places of the text that no row of the table reads, at most 100; names in them are the sender's. */
      readonly ignored: readonly string[]
    }
  | { readonly ok: false; readonly problems: readonly FormatProblem[] }

/** Why a format does not carry an element: it has no place for it, a place for one only, or none that holds this value. */
export type LossReason = 'no-place' | 'first-only' | 'not-exact'

/** An element that is in the dataset and not in the text. */
export interface LostElement {
  /** JSON Pointer into the dataset. */
  readonly pointer: string
  readonly reason: LossReason
  readonly why: string
}

/** The sentences of the reasons. */
export const LOSS_SENTENCES: Readonly<Record<LossReason, string>> = {
  'no-place': 'The format has no place for this element.',
  'first-only': 'The format has a place for one such element only.',
  'not-exact': 'The place in the format cannot hold this value exactly.',
}

/** A dataset in another format. */
export interface Written {
  readonly text: string
  readonly mediaType: string
  /** Every element of the dataset that the text does not carry, in the order of the table of elements. */
  readonly lost: readonly LostElement[]
  /** Elements that the format has no place for, carried beside its own: only who knows this extension reads them. */
  readonly beside: readonly string[]
}

/** What may be asked of a text that is written. */
export interface WriteOptions {
  /** False: nothing is carried beside the format's own places, but listed as lost. */
  readonly beside?: boolean
}

/** An element that is not carried, and why. */
export function lostElement(steps: Steps, reason: LossReason): LostElement {
  return { pointer: pointerOf(steps), reason, why: LOSS_SENTENCES[reason] }
}

/** The answer that refuses a text for one reason. */
export function unread(rule: FormatRule, sentence: string, place = ''): FormatReading & { readonly ok: false } {
  return { ok: false, problems: [{ place, rule, sentence }] }
}
