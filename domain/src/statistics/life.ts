import type { CertificateRecord, DeliveryState, DocumentState, VerificationState } from '../certificate'
import { useOf } from '../item-account'
import type { UseState } from '../item-account'
import type { MemberCode } from '../member'

/** What statistics look at of one certificate: who, when and how far, never what. Times are milliseconds since 1970. */
export interface CertificateLife {
  readonly issuingMember: MemberCode
  readonly importingMember: MemberCode
  readonly agreement: string
  readonly registeredAt: number
  readonly document: DocumentState
  readonly delivery: DeliveryState
  readonly use: UseState
  readonly verification: VerificationState
  readonly deliveredAt?: number
  /** When the importing member confirmed that it can read the document. */
  readonly acknowledgedAt?: number
  readonly firstUsedAt?: number
  /** The coded reason of each refusal of an item. */
  readonly refusals: readonly string[]
  readonly cases: readonly CaseLife[]
}

/** One verification case, in times. */
export interface CaseLife {
  readonly openedAt: number
  readonly answeredAt?: number
  readonly determinedAt?: number
}

// What says most about a certificate comes first.
const TELLING: readonly UseState[] = ['partly-used', 'refused', 'reserved', 'unused']

/** The use of a certificate from those of its items: used when all of them are, else what says most about it. */
export function useOfAll(items: readonly UseState[]): UseState {
  if (items.length > 0 && items.every((use) => use === 'used')) return 'used'
  if (items.includes('used')) return 'partly-used'
  return TELLING.find((use) => items.includes(use)) ?? 'unused'
}

/** A certificate as one transaction left it, and when. */
export interface LifeChange {
  /** ISO 8601. */
  readonly time: string
  readonly record: CertificateRecord
}

/** The life of a certificate from its changes, the oldest first, and the coded reasons of its refusals. */
export function lifeOf(
  changes: readonly [LifeChange, ...LifeChange[]],
  refusals: readonly string[] = [],
): CertificateLife {
  const [first] = changes
  const { record } = changes.at(-1) ?? first
  const { issuingMember, importingMember, agreement, states, items, registration } = record
  const when = (happened: (record: CertificateRecord) => boolean): number | undefined => {
    const change = changes.find((candidate) => happened(candidate.record))
    return change === undefined ? undefined : Date.parse(change.time)
  }
  return {
    ...{ issuingMember, importingMember, agreement, ...states },
    registeredAt: Date.parse(registration.registeredAt),
    use: useOfAll(items.map(useOf)),
    ...present('deliveredAt', when(isDelivered)),
    ...present(
      'acknowledgedAt',
      when(({ states: { delivery } }) => delivery === 'acknowledged'),
    ),
    ...present('firstUsedAt', when(isUsed)),
    refusals,
    cases: casesOf(changes),
  }
}

function isDelivered({ states: { delivery } }: CertificateRecord): boolean {
  return delivery === 'delivered' || delivery === 'acknowledged'
}

function isUsed({ items }: CertificateRecord): boolean {
  return items.some(({ used }) => used !== '0')
}

// A case begins when the state becomes open; what follows belongs to it until the next one begins.
function casesOf(changes: readonly LifeChange[]): readonly CaseLife[] {
  const cases: CaseLife[] = []
  let before: VerificationState = 'none'
  for (const { time, record } of changes) {
    const state = record.states.verification
    if (state !== before) follow(cases, state, Date.parse(time))
    before = state
  }
  return cases
}

function follow(cases: CaseLife[], state: VerificationState, at: number): void {
  const last = cases.at(-1)
  if (state === 'open') cases.push({ openedAt: at })
  if (last === undefined || state === 'open' || state === 'none') return
  cases[cases.length - 1] = state === 'answered' ? { ...last, answeredAt: at } : { ...last, determinedAt: at }
}

function present<K extends string>(name: K, value: number | undefined): { readonly [N in K]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]: number })
}
