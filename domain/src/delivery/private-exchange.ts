import { requireIssuingSide } from '../certificate/guards'
import type { Stamp } from '../change'
import { identityOf } from '../document/identity'
import { unlessRefused } from '../document/not-a-document'
import { runEntries } from '../ledger/entries'
import type { Transaction } from '../ledger/transaction'
import { pairCollection, parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { requireNotPurged } from '../retention/guard'
import { malformed } from '../shape'
import { utf8Bytes, utf8Text } from '../utf8'
import { parsePrivateEntry, TRANSIENT_ENTRIES } from './entries'
import type { PrivateEntry } from './entries'
import { printEnvelope } from './envelope'
import { collectionOf, loadFacts, requireParty } from './facts'
import type { CertificateFacts } from './facts'
import { DOCUMENT_PURPOSE, parseTextPurpose, privateKey } from './purpose'

/** Decides whether the caller may put this into the collection, or throws a `Refusal`. */
type RequireSender = (entry: PrivateEntry, facts: CertificateFacts, tx: Transaction) => void

/**
 * Puts a list of documents into one collection and writes nothing public. The list is transient: what must reach no third
 * member's peer must not be an argument, and a public write would need the endorsement of third members.
 */
export function deliver(tx: Transaction, requestId = '', other = ''): Promise<string> {
  return exchange(tx, requestId, other, requireDeliverer)
}

/** Puts a list of texts into one collection, from either side. */
export function sendText(tx: Transaction, requestId = '', other = ''): Promise<string> {
  return exchange(tx, requestId, other, requireTextSender)
}

function exchange(tx: Transaction, requestId: string, other: string, require: RequireSender): Promise<string> {
  const collection = ownCollection(tx, other)
  return runEntries(tx, requestId, transientEntries(tx), (_, input, stamp) =>
    putOne(tx, collection, parsePrivateEntry(input), stamp, require),
  )
}

async function putOne(
  tx: Transaction,
  collection: string,
  entry: PrivateEntry,
  _: Stamp,
  require: RequireSender,
): Promise<void> {
  const facts = await loadFacts(tx.workspace, entry.id)
  requireParty(facts, tx.caller)
  if (collectionOf(facts) !== collection) throw malformed('other', 'is not the other member of this certificate')
  require(entry, facts, tx)
  await requireNotPurged(tx.workspace, entry.id, facts.importingMember)
  await tx.state.putPrivate(collection, privateKey(entry.id, entry.purpose), utf8Bytes(printEnvelope(entry)))
}

function requireDeliverer(entry: PrivateEntry, facts: CertificateFacts, tx: Transaction): void {
  requireIssuingSide(facts, tx.caller)
  if (entry.purpose !== DOCUMENT_PURPOSE) throw malformed('purpose', `must be ${DOCUMENT_PURPOSE}`)
  const identity = unlessRefused(() => identityOf(entry.content))
  if (identity?.documentHash === facts.documentHash) return
  throw new Refusal('DOCUMENT_NOT_REGISTERED', 'document: its hash is not the registered one')
}

function requireTextSender(entry: PrivateEntry): void {
  parseTextPurpose(entry.purpose)
}

/** The collection of the caller's member and the other one. */
export function ownCollection({ caller }: Transaction, other: string): string {
  const own: MemberCode = parseMemberCode(caller.organisation, 'caller')
  const member = parseMemberCode(other, 'other')
  if (own === member) throw malformed('other', 'must be another member than the own one')
  return pairCollection(own, member)
}

/** The list that was sent beside the arguments. */
export function transientEntries({ state }: Transaction): string {
  const bytes = state.transient(TRANSIENT_ENTRIES)
  const text = bytes === undefined ? undefined : utf8Text(bytes)
  if (text === undefined) throw malformed(TRANSIENT_ENTRIES, 'must be sent as transient data, as UTF-8')
  return text
}
