import { endorse } from '../scenario'
import type { Operation, Step } from '../scenario'

/** Two transactions endorsed on the same state, and then ordered. */
export function pair(one: readonly Operation[], two: readonly Operation[], ordered: Step): readonly Step[] {
  return [endorse('one', one), endorse('two', two), ordered]
}
