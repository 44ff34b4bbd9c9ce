import type { CertificateId } from '../certificate-id'
import type { RecordReader } from '../ledger/ledger-state'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { loadRetention } from './record'

/** Refuses to exchange anything about a certificate whose documents and texts were purged between these members. */
export async function requireNotPurged(reader: RecordReader, id: CertificateId, other: MemberCode): Promise<void> {
  const record = await loadRetention(reader, id, other)
  if (record?.purge == null) return
  throw new Refusal('PURGED', 'certificate: its document and texts were purged')
}
