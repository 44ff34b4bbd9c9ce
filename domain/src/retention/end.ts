import { isKnown } from '../agreements/evidence'
import type { AgreementProfile } from '../agreements/profile'
import { addDays, addMonths } from '../calendar/day'
import type { CertificateFacts } from '../delivery/facts'
import type { IsoDate } from '../date'

/**
 * The last day on which the agreement asks to keep the document, counted from the last day on which goods may be
 * imported under it: the agreements count from issue or from import, and neither can be later. Undefined where the
 * agreement was not read on this point.
 */
export function endOfRetention(
  { validUntil }: Pick<CertificateFacts, 'validUntil'>,
  { retention }: Pick<AgreementProfile, 'retention'>,
): IsoDate | undefined {
  if (!isKnown(retention)) return undefined
  const { amount, unit } = retention.value
  // Working days would need a holiday calendar; no agreement counts the years of retention in them.
  if (unit === 'working-days') return undefined
  return unit === 'months' ? addMonths(validUntil, amount) : addDays(validUntil, amount)
}
