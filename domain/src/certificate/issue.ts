import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { malformed } from '../shape'
import { LIMITS } from '../limits'
import { requireMayIssue } from '../register/may-issue'
import { requireWithinAgreement } from './agreement-rules'
import type { Rules } from './agreement-rules'
import { ancestorsOf } from './ancestry'
import { requireIssuer, requireNotInFuture } from './guards'
import { draw } from './draw'
import { loadRegistered, registeredKey } from './load'
import { printRegisteredCertificate } from './registered'
import type { RegisteredCertificate } from './registered'
import { parseIssueEntry } from './registration-entry'
import { replace } from './replace'

/** Registers one certificate in the name of the caller's own authority, once; a repeat of the request changes nothing. */
export async function issue(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { requestId, time } = stamp
  const issuer = requireIssuer(tx.caller)
  const wanted = { ...parseIssueEntry(input), ...issuer, requestId, registeredAt: Date.parse(time) }
  const existing = await loadRegistered(tx.workspace, wanted.id)
  if (existing !== undefined) {
    requireRepeat(existing, wanted)
    return
  }
  requireIssuable(wanted, time)
  const rules = await rulesOfIssue(tx, wanted)
  requireWithinAgreement(wanted, rules)
  await replace(tx, wanted, { stamp, rules })
  await draw(tx, wanted, { stamp, rules })
  await requireFollowable(tx, wanted)
  tx.workspace.write(registeredKey(wanted.id), printRegisteredCertificate(wanted))
}

function requireRepeat(existing: RegisteredCertificate, wanted: RegisteredCertificate): void {
  const { issuingMember, authority, requestId, registeredAt } = existing
  const isOwn = wanted.issuingMember === issuingMember && wanted.authority === authority
  if (!isOwn || wanted.requestId !== requestId) {
    throw new Refusal('CERTIFICATE_ALREADY_ISSUED', 'id: is registered already')
  }
  if (printRegisteredCertificate({ ...wanted, registeredAt }) !== printRegisteredCertificate(existing)) {
    throw new Refusal('REQUEST_ID_REUSED', 'requestId: the certificate was registered by it with other content')
  }
}

function requireIssuable(wanted: RegisteredCertificate, time: string): void {
  const { importingMember, issuingMember, issueDate } = wanted
  if (importingMember === issuingMember) {
    throw malformed('importingMember', 'must be another member than the issuing one')
  }
  requireLinksOfKind(wanted)
  requireNotInFuture(issueDate, time, issuingMember, 'issueDate')
}

// The registers are the gate: they say by which rules the authority may issue it now, if it may.
function rulesOfIssue({ workspace, time }: Transaction, wanted: RegisteredCertificate): Promise<Rules> {
  const { issuingMember: member, authority, keyId, agreement, agreementVersion } = wanted
  const { importingMember, issueDate, late } = wanted
  const named = { member, authority, keyId, agreement, agreementVersion }
  return requireMayIssue(workspace, { ...named, importingMember, issueDate, time, late })
}

// A use follows the chain to its end, so it is kept short enough when it is made.
async function requireFollowable(tx: Transaction, wanted: RegisteredCertificate): Promise<void> {
  const ancestors = await ancestorsOf(tx.workspace, wanted)
  if (ancestors.every(({ depth }) => depth < LIMITS.chainDepth)) return
  throw new Refusal('LIMIT_EXCEEDED', `chain: at most ${LIMITS.chainDepth} certificates`)
}

// Which kinds take another certificate's place, and which draw on others.
function requireLinksOfKind({ kind, items, replaces }: RegisteredCertificate): void {
  const drawn = items.filter(({ drawnFrom }) => drawnFrom !== null).length
  if (drawn > 0 && drawn < items.length) throw malformed('items', 'are all drawn from certificates, or none is')
  const links = drawn > 0 ? (replaces === null ? 'draws' : 'both') : replaces === null ? 'none' : 'replaces'
  if (LINKS_OF_KIND[kind].some((allowed) => allowed === links)) return
  throw malformed('kind', `${kind} must be one that ${LINKS_OF_KIND[kind].join(' or ')}; this one: ${links}`)
}

const LINKS_OF_KIND = {
  original: ['none'],
  'back-to-back': ['draws'],
  // At a customs office a consignment is split by certificates that draw on the one that they stand for.
  replacement: ['replaces', 'draws'],
  'in-lieu': ['replaces'],
} as const satisfies Record<RegisteredCertificate['kind'], readonly string[]>
