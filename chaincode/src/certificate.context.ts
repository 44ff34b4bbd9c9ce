import {
  AUTHORITY_ATTRIBUTE,
  CERTIFICATES_EVENT,
  OBSERVER,
  ROLE_ATTRIBUTE,
  Refusal,
  canonicalText,
  certificateKey,
  changeOf,
  memberByMspId,
  parseRecordText,
  roleNamed,
} from '@eco/domain'
import type { Caller, CertificateId, CertificateRecord, HistoryEntry, OrganisationCode, Stamp } from '@eco/domain'
import { Context } from 'fabric-contract-api'

/** One transaction: who acts, when, and everything that the contract does with the ledger. */
export class CertificateContext extends Context {
  /** Who acts: the identity that signed the proposal. */
  get caller(): Caller {
    return {
      organisation: organisationOf(this.clientIdentity.getMSPID()),
      role: roleNamed(this.clientIdentity.getAttributeValue(ROLE_ATTRIBUTE)),
      authority: this.clientIdentity.getAttributeValue(AUTHORITY_ATTRIBUTE) ?? undefined,
    }
  }

  /** What a change is marked with; the time is the submitter's, the same for every endorser. */
  stamp(requestId: string): Stamp {
    return { requestId, transactionId: this.stub.getTxID(), time: this.stub.getDateTimestamp().toISOString() }
  }

  /** The record as of the last block, never what this transaction has saved. */
  async find(id: CertificateId): Promise<CertificateRecord | undefined> {
    const bytes = await this.stub.getState(certificateKey(id))
    return bytes.length === 0 ? undefined : recordOf(bytes)
  }

  /** The record, or the refusal that there is none. */
  async load(id: CertificateId): Promise<CertificateRecord> {
    const record = await this.find(id)
    if (record === undefined) throw notFound()
    return record
  }

  /** Every version of the record, the oldest first. */
  async versions(id: CertificateId): Promise<HistoryEntry[]> {
    const iterator = await this.stub.getHistoryForKey(certificateKey(id))
    const entries: HistoryEntry[] = []
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        const { txId, value } = next.value
        const record = recordOf(value)
        entries.push({ transactionId: txId, time: record.lastChange.changedAt, record })
      }
    } finally {
      await iterator.close()
    }
    if (entries.length === 0) throw notFound()
    // The ledger answers the newest first.
    return entries.reverse()
  }

  /** Writes the record. */
  async save(record: CertificateRecord): Promise<void> {
    await this.stub.putState(certificateKey(record.id), Buffer.from(canonicalText(record)))
  }

  /** Tells everybody what was saved; a transaction has one event, so this is called once. */
  announce(records: readonly CertificateRecord[]): void {
    this.stub.setEvent(CERTIFICATES_EVENT, Buffer.from(canonicalText({ changes: records.map(changeOf) })))
  }
}

function organisationOf(mspId: string): OrganisationCode {
  const organisation = mspId === OBSERVER.mspId ? OBSERVER : memberByMspId(mspId)
  if (organisation === undefined) throw new Refusal('MEMBER_UNKNOWN', 'caller: is not of the network')
  return organisation.code
}

function recordOf(bytes: Uint8Array): CertificateRecord {
  try {
    return parseRecordText(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    // Not the caller's doing, so it must not look like a refusal; a record that cannot be read is never written over.
    const where = error instanceof Refusal ? error.detail : 'unreadable'
    throw new Error(`The ledger holds something that is no record of a certificate (${where})`, { cause: error })
  }
}

function notFound(): Refusal {
  return new Refusal('CERTIFICATE_NOT_FOUND', 'id: nothing is registered under it')
}
