import type { Caller } from '../caller'
import type { Stamp } from '../change'
import type { MemberCode } from '../member'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'

/** The member in whose name the caller edits the register; each edits only its own part. */
export function ownMember(caller: Caller): MemberCode {
  return parseMemberCode(caller.organisation, 'caller')
}

/** Refuses an administrator of an authority who edits another one; a member's administrator edits all of the member. */
export function requireOwnAuthority(caller: Caller, authority: string): void {
  if (caller.role !== 'authority-admin' || caller.authority === undefined || caller.authority === authority) return
  throw new Refusal('CALLER_NOT_ISSUING_AUTHORITY', 'caller: administers another authority of the member')
}

/** True if a change is that of an earlier transaction under the same request id. */
export function isRepeat(recorded: Stamp, { requestId, transactionId }: Stamp): boolean {
  return recorded.requestId === requestId && recorded.transactionId !== transactionId
}

/** The refusal of a request id under which something else was written. */
export function reused(what: string): Refusal {
  return new Refusal('REQUEST_ID_REUSED', `requestId: ${what} was written by it with other content`)
}
