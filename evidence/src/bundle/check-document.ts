import {
  ancestryOf,
  checkDocument,
  examineDocument,
  exporterChecks,
  modeOf,
  profileOf,
  readTrust,
  registeredIssueOf,
  registerTrustChecks,
  trustSnapshotOf,
  withTrust,
} from '@eco/domain'
import type { CertificateRecord, CheckAnswer, IsoDate, RecordReader } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'

/** The registers as the blocks show them. */
export interface RegisterInBlocks {
  readonly records: ReadonlyMap<string, string>
  readonly reader: RecordReader
  readonly record: CertificateRecord
  /** ISO 8601: the time of the newest block. */
  readonly time: string
}

/**
 * Checks a document as a gateway would have at the time of the newest block, by nothing but the registers in the blocks:
 * an expired key or certificate of today changes nothing.
 */
export async function checkByBlocks(document: string, registers: RegisterInBlocks): Promise<CheckAnswer> {
  const { records, reader, record, time } = registers
  const cryptography = nodeCryptography()
  const texts = [...records].map(([key, text]) => ({ key, text }))
  const trust = readTrust(trustSnapshotOf(texts, { asOf: time, member: undefined }), cryptography)
  const examination = await examineDocument(document, { trust, cryptography })
  const { issuingMember: member, importingMember, agreement, registration } = record
  const profile = await profileOf(reader, record)
  const day = time.slice(0, 10) as IsoDate
  const { dataset } = examination.content ?? {}
  const trusted = [
    ...(await registerTrustChecks(reader, registeredIssueOf(record), undefined)),
    ...(await exporterChecks(reader, { dataset, member, profile, time: registration.registeredAt })),
  ]
  return checkDocument({
    ...examination,
    authenticity: withTrust(examination.authenticity, trusted),
    record,
    // As of the newest block: what came after it is not asked.
    registerIsCurrent: true,
    today: day,
    importMode: await modeOf(reader, importingMember, { agreement, direction: 'import', day }),
    ancestors: await ancestryOf(reader, record.id),
    profiles: trust.snapshot.profiles,
    profile,
  })
}
