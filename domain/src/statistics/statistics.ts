import { DELIVERY_STATES, DOCUMENT_STATES, VERIFICATION_STATES } from '../certificate'
import type { DeliveryState, DocumentState, VerificationState } from '../certificate'
import type { UseState } from '../item-account'
import type { CertificateLife } from './life'

/** The states of use, in their order. */
export const USE_STATES = [
  'unused',
  'reserved',
  'partly-used',
  'used',
  'refused',
] as const satisfies readonly UseState[]

/** The spans of time that are measured, each from one event to the next. */
export const SPANS = [
  'issueToDelivery',
  'deliveryToAcknowledgement',
  'acknowledgementToUse',
  'issueToUse',
  'caseToAnswer',
  'caseToDetermination',
] as const

/** One of the spans. */
export type Span = (typeof SPANS)[number]

/** The middle of a number of spans, in whole milliseconds; null where there are none. */
export interface MedianTime {
  readonly count: number
  readonly medianMs: number | null
}

/** What there is to say of a number of certificates, without the content of any. */
export interface Figures {
  readonly certificates: number
  readonly document: Readonly<Record<DocumentState, number>>
  readonly delivery: Readonly<Record<DeliveryState, number>>
  readonly use: Readonly<Record<UseState, number>>
  readonly verification: Readonly<Record<VerificationState, number>>
  /** Refusals of items, by coded reason, in the order of the codes. */
  readonly refusals: readonly { readonly reason: string; readonly count: number }[]
  readonly cases: number
  readonly times: Readonly<Record<Span, MedianTime>>
}

/** The figures of the certificates that have something in common. */
export interface FiguresRow {
  readonly key: string
  readonly figures: Figures
}

/** What certificates are counted by. */
export const DIMENSIONS = ['pair', 'agreement', 'month', 'status'] as const

/** One of the dimensions. */
export type Dimension = (typeof DIMENSIONS)[number]

/** Everything at once: the total, and each dimension in the order of its keys. */
export interface Statistics {
  readonly total: Figures
  readonly by: Readonly<Record<Dimension, readonly FiguresRow[]>>
}

// How a certificate is named in a dimension; a pair has a direction, a month is that of registration in UTC.
const KEY: Readonly<Record<Dimension, (life: CertificateLife) => string>> = {
  pair: ({ issuingMember, importingMember }) => `${issuingMember}-${importingMember}`,
  agreement: ({ agreement }) => agreement,
  month: ({ registeredAt }) => new Date(registeredAt).toISOString().slice(0, 7),
  status: ({ document }) => document,
}

/** Counts and median times of these certificates. */
export function statisticsOf(lives: readonly CertificateLife[]): Statistics {
  return {
    total: figuresOf(lives),
    by: {
      pair: rows(lives, 'pair'),
      agreement: rows(lives, 'agreement'),
      month: rows(lives, 'month'),
      status: rows(lives, 'status'),
    },
  }
}

function rows(lives: readonly CertificateLife[], dimension: Dimension): readonly FiguresRow[] {
  const groups = new Map<string, CertificateLife[]>()
  for (const life of lives) {
    const key = KEY[dimension](life)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [life])
    else group.push(life)
  }
  return [...groups.keys()].sort().map((key) => ({ key, figures: figuresOf(groups.get(key) ?? []) }))
}

function figuresOf(lives: readonly CertificateLife[]): Figures {
  return {
    certificates: lives.length,
    document: countBy(DOCUMENT_STATES, lives, ({ document }) => document),
    delivery: countBy(DELIVERY_STATES, lives, ({ delivery }) => delivery),
    use: countBy(USE_STATES, lives, ({ use }) => use),
    verification: countBy(VERIFICATION_STATES, lives, ({ verification }) => verification),
    refusals: refusalsOf(lives),
    cases: lives.reduce((sum, { cases }) => sum + cases.length, 0),
    times: timesOf(lives),
  }
}

function countBy<W extends string>(
  words: readonly W[],
  lives: readonly CertificateLife[],
  wordOf: (life: CertificateLife) => W,
): Readonly<Record<W, number>> {
  const counts = Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>
  for (const life of lives) counts[wordOf(life)] += 1
  return counts
}

function refusalsOf(lives: readonly CertificateLife[]): Figures['refusals'] {
  const counts = new Map<string, number>()
  for (const reason of lives.flatMap(({ refusals }) => refusals)) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts.keys()].sort().map((reason) => ({ reason, count: counts.get(reason) ?? 0 }))
}

type Event = number | undefined

const SPANS_OF: Readonly<Record<Span, (life: CertificateLife) => readonly (readonly [Event, Event])[]>> = {
  issueToDelivery: ({ registeredAt, deliveredAt }) => [[registeredAt, deliveredAt]],
  deliveryToAcknowledgement: ({ deliveredAt, acknowledgedAt }) => [[deliveredAt, acknowledgedAt]],
  acknowledgementToUse: ({ acknowledgedAt, firstUsedAt }) => [[acknowledgedAt, firstUsedAt]],
  issueToUse: ({ registeredAt, firstUsedAt }) => [[registeredAt, firstUsedAt]],
  caseToAnswer: ({ cases }) => cases.map(({ openedAt, answeredAt }) => [openedAt, answeredAt]),
  caseToDetermination: ({ cases }) => cases.map(({ openedAt, determinedAt }) => [openedAt, determinedAt]),
}

function timesOf(lives: readonly CertificateLife[]): Figures['times'] {
  const medians = SPANS.map((span) => [span, medianOf(lives.flatMap(SPANS_OF[span]))] as const)
  return Object.fromEntries(medians) as Record<Span, MedianTime>
}

function medianOf(spans: readonly (readonly [Event, Event])[]): MedianTime {
  const lengths = spans
    .flatMap(([from, to]) => (from === undefined || to === undefined ? [] : [to - from]))
    // The clocks of two members may differ, and a document may be delivered again after it was acknowledged.
    .filter((length) => length >= 0)
    .sort((one, other) => one - other)
  const [low, high] = [lengths[(lengths.length - 1) >> 1], lengths[lengths.length >> 1]]
  if (low === undefined || high === undefined) return { count: 0, medianMs: null }
  return { count: lengths.length, medianMs: Math.floor((low + high) / 2) }
}
