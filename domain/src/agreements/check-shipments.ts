import { calendarOf } from '../calendar/calendars'
import { endOfPeriod, printPeriod } from '../calendar/period'
import type { CheckInput } from './check'
import { isKnown } from './evidence'
import { dateAt, valueAt } from './facts'

/** A blanket period stands only where a proof may cover several shipments, and is no longer than allowed. */
export function checkShipments({ facts, profile, findings }: CheckInput): void {
  if (valueAt(facts.dataset, '/blanketPeriod') === undefined) return
  const rule = profile.shipments
  if (!isKnown(rule)) {
    findings.unread('shipments', '/blanketPeriod', rule, 'several shipments')
    return
  }
  const { covers, blanket } = rule.value
  if (covers === 'single') {
    findings.broken('shipments', '/blanketPeriod', rule, 'A proof covers a single shipment.')
    return
  }
  const [from, to] = [dateAt(facts.dataset, '/blanketPeriod/from'), dateAt(facts.dataset, '/blanketPeriod/to')]
  if (from === undefined || to === undefined || blanket === null) return
  if (to > endOfPeriod(from, blanket, calendarOf(facts.issuingCountry ?? '')).date) {
    const sentence = `A proof covers shipments of at most ${printPeriod(blanket)}.`
    findings.broken('shipments', '/blanketPeriod/to', rule, sentence)
  }
}
