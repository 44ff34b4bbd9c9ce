import { canonicalText } from '../canonical'
import { requireImportingSide, requireIssuingSide } from '../certificate/guards'
import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import { ledgerKey, shortId } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { utf8Text } from '../utf8'
import { decideAnswer, decideDelivered } from './decide'
import { parseAcknowledgement, parseShortId } from './entries'
import { collectionOf, loadFacts, requireParty } from './facts'
import { deliver, sendText } from './private-exchange'
import { DOCUMENT_PURPOSE, parsePurpose, privateKey, privatePrefix } from './purpose'
import { parseDelivery, printDelivery } from './record'
import type { DeliveryRecord } from './record'

const READERS = ['issuer', 'customs', 'authority-admin', 'member-admin'] as const

/** The transactions by which documents and texts reach the other member, and by which both sides say how far they came. */
export const DELIVERY_TRANSACTIONS = {
  deliver: {
    summary: "Puts documents into the collection of the certificates' two members; nothing of it is public.",
    arguments: ['requestId', 'other'],
    writes: true,
    roles: ['issuer'],
    refusals: [
      'CERTIFICATE_NOT_FOUND',
      'CALLER_NOT_PARTY',
      'CALLER_NOT_ISSUING_MEMBER',
      'CALLER_NOT_ISSUING_AUTHORITY',
      'DOCUMENT_NOT_REGISTERED',
      'PURGED',
    ],
    run: deliver,
  },
  sendText: {
    summary: "Puts texts into the collection of the certificates' two members; nothing of it is public.",
    arguments: ['requestId', 'other'],
    writes: true,
    roles: ['issuer', 'customs', 'authority-admin'],
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY', 'PURGED'],
    run: sendText,
  },
  markDelivered: {
    summary: 'Says of a list of certificates that their documents are in the collection of the two members.',
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ['issuer'],
    refusals: [
      'CERTIFICATE_NOT_FOUND',
      'CALLER_NOT_ISSUING_MEMBER',
      'CALLER_NOT_ISSUING_AUTHORITY',
      'NOT_DELIVERED',
      'TRANSITION_NOT_ALLOWED',
      'REQUEST_ID_REUSED',
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, markDelivered),
  },
  acknowledge: {
    summary:
      'Says of a list of certificates what became of their documents at the importing member, or asks for them again.',
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ['customs'],
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_IMPORTING_MEMBER', 'TRANSITION_NOT_ALLOWED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, acknowledge),
  },
  readDocument: {
    summary: "Reads a certificate's document from the collection; only at a peer of the two members.",
    arguments: ['id'],
    writes: false,
    roles: READERS,
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY', 'NOT_DELIVERED'],
    run: (tx, id) => readPrivate(tx, id, DOCUMENT_PURPOSE),
  },
  readText: {
    summary: 'Reads a text about a certificate from the collection; only at a peer of the two members.',
    arguments: ['id', 'purpose'],
    writes: false,
    roles: READERS,
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY', 'NOT_DELIVERED'],
    run: readPrivate,
  },
  privatePurposes: {
    summary: 'Lists what the collection holds about a certificate; only at a peer of the two members.',
    arguments: ['id'],
    writes: false,
    roles: READERS,
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY'],
    run: listPurposes,
  },
} as const satisfies Record<string, TransactionSpec>

/** The delivery record of a certificate; undefined before anything was said of it. */
export async function loadDelivery(reader: RecordReader, id: CertificateId): Promise<DeliveryRecord | undefined> {
  return ofLedger(await reader.read(deliveryKey(id)), parseDelivery)
}

/** The key of a certificate's delivery record. */
export function deliveryKey(id: CertificateId): string {
  return ledgerKey('delivery', shortId(id))
}

async function markDelivered(tx: Transaction, entry: unknown, stamp: Stamp): Promise<void> {
  const id = parseShortId(entry)
  const facts = await loadFacts(tx.workspace, id)
  requireIssuingSide(facts, tx.caller)
  const hash = await tx.state.privateHash(collectionOf(facts), privateKey(id, DOCUMENT_PURPOSE))
  if (hash === undefined) throw new Refusal('NOT_DELIVERED', 'document: the collection does not hold it')
  const before = await loadDelivery(tx.workspace, id)
  save(tx, id, before, decideDelivered(before, facts.importingMember, stamp))
}

async function acknowledge(tx: Transaction, entry: unknown, stamp: Stamp): Promise<void> {
  const { id, ...said } = parseAcknowledgement(entry)
  const { importingMember } = await loadFacts(tx.workspace, id)
  requireImportingSide(importingMember, tx.caller)
  const before = await loadDelivery(tx.workspace, id)
  save(tx, id, before, decideAnswer(before, importingMember, said, stamp))
}

function save(tx: Transaction, id: CertificateId, before: DeliveryRecord | undefined, after: DeliveryRecord): void {
  if (after !== before) tx.workspace.write(deliveryKey(id), printDelivery(after))
}

async function readPrivate(tx: Transaction, id = '', purpose = ''): Promise<string> {
  const certificate = parseCertificateId(id)
  const collection = await collectionFor(tx, certificate)
  const key = privateKey(certificate, parsePurpose(purpose))
  const bytes = await tx.state.getPrivate(collection, key)
  if (bytes === undefined) throw new Refusal('NOT_DELIVERED', 'purpose: the collection does not hold it')
  const text = utf8Text(bytes)
  // What cannot be text is given as an envelope that cannot be read: the reader says so to the other side.
  return text ?? canonicalText(null)
}

async function listPurposes(tx: Transaction, id = ''): Promise<string> {
  const certificate = parseCertificateId(id)
  const prefix = privatePrefix(certificate)
  const keys = await tx.state.privateKeys(await collectionFor(tx, certificate), prefix)
  return canonicalText(keys.map((key) => key.slice(prefix.length)))
}

async function collectionFor(tx: Transaction, id: CertificateId): Promise<string> {
  const facts = await loadFacts(tx.workspace, id)
  requireParty(facts, tx.caller)
  return collectionOf(facts)
}
