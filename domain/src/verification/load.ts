import type { CertificateId } from '../certificate-id'
import { ledgerKey, shortId } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import { isUndecided, parseCase, parseHead } from './record'
import type { CaseHead, VerificationCase } from './record'

/** The key of what is kept beside the cases of a certificate. */
export function caseHeadKey(id: CertificateId): string {
  return ledgerKey('verification', shortId(id))
}

/** The key of one case. */
export function caseKey(id: CertificateId, number: number): string {
  return ledgerKey('verification', shortId(id), String(number))
}

/** How many cases a certificate has; undefined before the first one. */
export async function loadHead(reader: RecordReader, id: CertificateId): Promise<CaseHead | undefined> {
  return ofLedger(await reader.read(caseHeadKey(id)), parseHead)
}

/** One case; undefined where there is none of this number. */
export async function loadCase(
  reader: RecordReader,
  id: CertificateId,
  number: number,
): Promise<VerificationCase | undefined> {
  return ofLedger(await reader.read(caseKey(id, number)), parseCase)
}

/** Every case of a certificate, the oldest first. */
export async function loadCases(reader: RecordReader, id: CertificateId): Promise<readonly VerificationCase[]> {
  const { count } = (await loadHead(reader, id)) ?? { count: 0 }
  const cases: VerificationCase[] = []
  for (let number = 1; number <= count; number += 1) {
    const found = await loadCase(reader, id, number)
    if (found !== undefined) cases.push(found)
  }
  return cases
}

/** The case about a certificate in which nothing is decided yet; there is at most one. */
export async function openCaseOf(reader: RecordReader, id: CertificateId): Promise<VerificationCase | undefined> {
  const head = await loadHead(reader, id)
  return head !== undefined && isUndecided(head.state) ? loadCase(reader, id, head.count) : undefined
}
