import type { CertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import type { MemberCode } from '../member'
import { UNTOUCHED } from './account'
import type { OpenStatus } from './account'
import { importingMemberOf, loadStatus, requireRegistered, statusKey } from './load'
import type { RegisteredCertificate } from './registered'
import { printStatus } from './status'
import type { ChangeMark } from './status'
import type { ChangeReason, Transition } from './words'

/** A certificate as a step finds it. */
export interface Loaded {
  readonly registered: RegisteredCertificate
  readonly status: OpenStatus
}

/** A certificate and the member into which it imports today. */
export interface LoadedForImport extends Loaded {
  readonly importingMember: MemberCode
}

/** What a step of the issuing side needs. @throws Refusal where nothing is registered. */
export async function load(tx: Transaction, id: CertificateId): Promise<Loaded> {
  const registered = await requireRegistered(tx.workspace, id)
  return { registered, status: (await loadStatus(tx.workspace, id)) ?? UNTOUCHED }
}

/** What a step of the importing side needs. @throws Refusal where nothing is registered. */
export async function loadForImport(tx: Transaction, id: CertificateId): Promise<LoadedForImport> {
  const loaded = await load(tx, id)
  return { ...loaded, importingMember: await importingMemberOf(tx.workspace, loaded.registered) }
}

/** Writes what has become of a certificate, with the mark of the step. */
export function saveStatus(tx: Transaction, id: CertificateId, status: OpenStatus, last: ChangeMark): void {
  tx.workspace.write(statusKey(id), printStatus({ ...status, last }))
}

/** The mark of a step. */
export function markOf(
  transition: Transition,
  { requestId, time }: Stamp,
  reason: ChangeReason | null = null,
): ChangeMark {
  return { transition, reason, requestId, at: Date.parse(time) }
}
