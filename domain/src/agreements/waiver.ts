import { isKnown } from './evidence'
import type { Evidence } from './evidence'
import type { AgreementProfile, ValueWaiver } from './profile'

/** Whether a value frees from a proof (V15): `unknown` when the agreement was not read, or the currency is another. */
export interface WaiverAnswer {
  readonly applies: 'yes' | 'no' | 'unknown'
  readonly evidence: Evidence
  readonly source: string
}

/** An amount of money as a value limit is compared with: decimal text with at most 2 decimals. */
export const WAIVER_AMOUNT = /^(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/

/** Judges a value (`amount` as decimal text, `currency` by ISO 4217) by one effect of the agreement's value limits. */
export function waiverFor(
  profile: AgreementProfile,
  effect: ValueWaiver['effect'],
  value: { readonly amount: string; readonly currency: string },
): WaiverAnswer {
  const { evidence, source } = profile.valueWaivers
  const answer = (applies: WaiverAnswer['applies']): WaiverAnswer => ({ applies, evidence, source })
  if (!isKnown(profile.valueWaivers) || !WAIVER_AMOUNT.test(value.amount)) return answer('unknown')
  const waiver = profile.valueWaivers.value.find((entry) => entry.effect === effect)
  if (waiver === undefined) return answer('no')
  if (waiver.currency !== value.currency) return answer('unknown')
  return answer(cents(value.amount) <= cents(waiver.amount) ? 'yes' : 'no')
}

function cents(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.')
  return BigInt(whole + decimals.padEnd(2, '0'))
}
