import type { CertificateId } from '../certificate-id'
import { deliveryStateOf } from '../delivery/record'
import { ledgerKey, shortId } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { verificationStateOf } from '../verification/record'
import type { CertificateRecord } from '../certificate'
import { composeRecord } from './compose'
import { parseRegisteredCertificate } from './registered'
import type { RegisteredCertificate } from './registered'
import { parseDestination, parseStatus } from './status'
import type { CertificateStatus, ChangeMark, Destination } from './status'
import { parseCopies } from './true-copies'
import { parseUse } from './use-record'
import type { UseRecord } from './use-record'

/** The key of what was registered. */
export function registeredKey(id: CertificateId): string {
  return ledgerKey('certificate', shortId(id))
}

/** The key of what has become of a certificate. */
export function statusKey(id: CertificateId): string {
  return ledgerKey('status', shortId(id))
}

/** The key of a changed destination. A key of its own, so that deliveries and uses never conflict. */
export function destinationKey(id: CertificateId): string {
  return ledgerKey('status', shortId(id), 'to')
}

/** The key of the true copies that were certified: of its own as well, so that no use conflicts with a copy. */
export function copiesKey(id: CertificateId): string {
  return ledgerKey('status', shortId(id), 'copies')
}

/** The key of one use. */
export function useKey(id: CertificateId, use: string): string {
  return ledgerKey('use', shortId(id), use)
}

/** What was registered; undefined where nothing was. */
export async function loadRegistered(
  reader: RecordReader,
  id: CertificateId,
): Promise<RegisteredCertificate | undefined> {
  return ofLedger(await reader.read(registeredKey(id)), (text) => parseRegisteredCertificate(id, text))
}

/** What was registered. @throws Refusal where nothing was. */
export async function requireRegistered(reader: RecordReader, id: CertificateId): Promise<RegisteredCertificate> {
  const registered = await loadRegistered(reader, id)
  if (registered === undefined)
    throw new Refusal('CERTIFICATE_NOT_FOUND', 'certificate: nothing is registered under it')
  return registered
}

/** What has become of a certificate; undefined as long as nothing has. */
export async function loadStatus(reader: RecordReader, id: CertificateId): Promise<CertificateStatus | undefined> {
  return ofLedger(await reader.read(statusKey(id)), parseStatus)
}

/** A changed destination; undefined as long as it is the registered one. */
export async function loadDestination(reader: RecordReader, id: CertificateId): Promise<Destination | undefined> {
  return ofLedger(await reader.read(destinationKey(id)), parseDestination)
}

/** The true copies that were certified of a certificate, the oldest first. */
export async function loadCopies(reader: RecordReader, id: CertificateId): Promise<readonly ChangeMark[]> {
  return ofLedger(await reader.read(copiesKey(id)), parseCopies) ?? []
}

/** Into which member a certificate imports today. */
export async function importingMemberOf(reader: RecordReader, registered: RegisteredCertificate): Promise<MemberCode> {
  return (await loadDestination(reader, registered.id))?.importingMember ?? registered.importingMember
}

/** One use; undefined where there is none under this name. */
export async function loadUse(reader: RecordReader, id: CertificateId, use: string): Promise<UseRecord | undefined> {
  return ofLedger(await reader.read(useKey(id, use)), parseUse)
}

/** All that the register knows of a certificate, its records taken together; undefined where nothing is registered. */
export async function loadCertificate(reader: RecordReader, id: CertificateId): Promise<CertificateRecord | undefined> {
  const registered = await loadRegistered(reader, id)
  if (registered === undefined) return undefined
  const status = await loadStatus(reader, id)
  const destination = await loadDestination(reader, id)
  const copies = await loadCopies(reader, id)
  const importingMember = destination?.importingMember ?? registered.importingMember
  const delivery = ofLedger(await reader.read(ledgerKey('delivery', shortId(id))), (text) =>
    deliveryStateOf(text, importingMember),
  )
  const verification = ofLedger(await reader.read(ledgerKey('verification', shortId(id))), verificationStateOf)
  return composeRecord({ registered, status, destination, copies }, { delivery, verification })
}
