import { canonicalText } from './canonical'
import type { Caller, Role } from './caller'
import { registeredPartOf } from './certificate'
import type { CertificateRecord, DocumentState } from './certificate'
import { parseAuthorityId } from './certificate-id'
import type { CancellationReason, Stamp, Transition } from './change'
import type { CertificateKind } from './dataset/common-formats'
import { isUntouched, openAccount } from './item-account'
import { parseMemberCode } from './member'
import { Refusal } from './refusal'
import type { Registration } from './registration'

/** The whole lifecycle of a document: what may follow what. */
export const NEXT: Readonly<Record<DocumentState, readonly DocumentState[]>> = {
  issued: ['replaced', 'cancelled', 'annulled'],
  replaced: [],
  cancelled: [],
  annulled: [],
}

/** Who may take which step, and to which state it leads. Each is for the issuing authority of the issuing member only. */
export const STEPS: Readonly<Record<Transition, { readonly role: Role; readonly to: DocumentState }>> = {
  issue: { role: 'issuer', to: 'issued' },
  cancel: { role: 'issuer', to: 'cancelled' },
}

/** The kinds that may be issued; the others wait for the rules of drawing and replacing. */
export const ISSUABLE_KINDS: readonly CertificateKind[] = ['original']

/** What a rule decided: the record as it stands afterwards, and whether it has to be written. */
export interface Decision {
  readonly record: CertificateRecord
  readonly changed: boolean
}

/** Registers a certificate in the name of the caller's own authority, once; a repeat of the same request changes nothing. */
export function decideIssue(
  existing: CertificateRecord | undefined,
  registration: Registration,
  caller: Caller,
  stamp: Stamp,
): Decision {
  const issuer = requireIssuer(caller)
  if (existing !== undefined) return decideRepeatedIssue(existing, registration, caller, stamp)
  requireIssuable(registration, issuer.issuingMember)
  const { requestId, transactionId, time } = stamp
  return {
    changed: true,
    record: {
      formatVersion: 1,
      ...registration,
      ...issuer,
      items: registration.items.map(({ seq, issued }) => openAccount(seq, issued)),
      links: { replaces: null, replacedBy: null, originals: [] },
      states: { document: STEPS.issue.to, delivery: 'registered', verification: 'none' },
      registration: { requestId, transactionId, registeredAt: time },
      lastChange: { requestId, transactionId, changedAt: time, transition: 'issue' },
    },
  }
}

/** Withdraws a certificate of which nothing is used. Only the authority that issued it may; a repeat changes nothing. */
export function decideCancel(
  record: CertificateRecord,
  caller: Caller,
  reason: CancellationReason,
  stamp: Stamp,
): Decision {
  requireIssuedBy(record, caller)
  requireRole(caller, 'cancel')
  requireAuthority(record, caller)
  if (isRepeatedCancel(record, reason, stamp)) return { record, changed: false }
  const document = advance(record.states.document, STEPS.cancel.to)
  if (!record.items.every(isUntouched)) throw new Refusal('CERTIFICATE_USED', 'cancel: something of it is used')
  const { requestId, transactionId, time } = stamp
  return {
    changed: true,
    record: {
      ...record,
      states: { ...record.states, document },
      lastChange: { requestId, transactionId, changedAt: time, transition: 'cancel', reason },
    },
  }
}

/** The state that follows, if it may follow. */
export function advance(from: DocumentState, to: DocumentState): DocumentState {
  if (!NEXT[from].includes(to)) throw new Refusal('TRANSITION_NOT_ALLOWED', `${from} → ${to}`)
  return to
}

/** Who the caller issues for; refuses whoever does not issue, so that a whole request can be refused at once. */
export function requireIssuer(caller: Caller): Pick<CertificateRecord, 'issuingMember' | 'authority'> {
  requireRole(caller, 'issue')
  const issuingMember = parseMemberCode(caller.organisation, 'caller')
  if (caller.authority === undefined) {
    throw new Refusal('CALLER_NOT_ISSUING_AUTHORITY', 'caller: acts for no issuing authority')
  }
  return { issuingMember, authority: parseAuthorityId(caller.authority, 'caller') }
}

// The rule that refuses a foreign cancellation.
function requireIssuedBy(record: CertificateRecord, caller: Caller): void {
  if (caller.organisation === record.issuingMember) return
  throw new Refusal('CALLER_NOT_ISSUING_MEMBER', `${caller.organisation} did not issue it, ${record.issuingMember} did`)
}

function requireAuthority(record: CertificateRecord, caller: Caller): void {
  if (caller.authority === record.authority) return
  throw new Refusal('CALLER_NOT_ISSUING_AUTHORITY', `another authority of ${record.issuingMember} issued it`)
}

function requireRole(caller: Caller, transition: Transition): void {
  const { role } = STEPS[transition]
  if (caller.role === role) return
  throw new Refusal('ROLE_NOT_ALLOWED', `${transition} is for the role ${role}, not for ${caller.role ?? 'no role'}`)
}

function requireIssuable(registration: Registration, issuingMember: string): void {
  if (!ISSUABLE_KINDS.includes(registration.kind)) {
    throw new Refusal('KIND_NOT_SUPPORTED', `kind: ${registration.kind} cannot be issued`)
  }
  if (registration.importingMember === issuingMember) {
    throw new Refusal('MALFORMED_INPUT', 'importingMember: must be another member than the issuing one')
  }
}

function decideRepeatedIssue(
  existing: CertificateRecord,
  registration: Registration,
  caller: Caller,
  stamp: Stamp,
): Decision {
  const own = caller.organisation === existing.issuingMember && caller.authority === existing.authority
  if (!own || existing.registration.requestId !== stamp.requestId) {
    throw new Refusal('CERTIFICATE_ALREADY_ISSUED', 'id: is registered already')
  }
  if (canonicalText(registration) !== canonicalText(registeredPartOf(existing))) {
    throw new Refusal('REQUEST_ID_REUSED', 'requestId: the certificate was registered by it with other content')
  }
  return { record: existing, changed: false }
}

function isRepeatedCancel(record: CertificateRecord, reason: CancellationReason, { requestId }: Stamp): boolean {
  const { lastChange } = record
  const known = lastChange.requestId === requestId || record.registration.requestId === requestId
  if (!known) return false
  if (lastChange.requestId === requestId && lastChange.transition === 'cancel' && lastChange.reason === reason) {
    return true
  }
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: was used for another step with this certificate')
}
