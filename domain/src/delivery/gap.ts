import type { DeliveryState } from './steps'

/** What is missing between two members, by how far it has come. */
export type Gap = Exclude<DeliveryState, 'acknowledged'>

/**
 * How a certificate's document is missing between its two members; undefined where it is not. Both sides ask this of
 * every certificate in the ledger's own order, so that they list the same without counting anything. What both agreed
 * to purge is not missing.
 */
export function gapOf(delivery: DeliveryState, isPurged: boolean): Gap | undefined {
  return isPurged || delivery === 'acknowledged' ? undefined : delivery
}
