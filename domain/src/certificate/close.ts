import { parseCertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, parseObject } from '../shape'
import { isUntouchedStatus } from './account'
import { profileInForce } from '../register/in-force'
import { requireImportingSide, requireInForce, requireIssuingSide, requireNotAcquitted } from './guards'
import { destinationKey, loadDestination, loadStatus } from './load'
import { load, loadForImport, markOf, saveStatus } from './loaded'
import { printDestination } from './status'
import type { CertificateStatus, ChangeMark } from './status'

/** Closes a certificate at the importing customs: `{certificate}`. Nothing more of it is used or drawn afterwards. */
export async function acquit(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { certificate } = parseObject(input, 'entry', ['certificate'])
  const id = parseCertificateId(certificate, 'entry.certificate')
  const { status, importingMember } = await loadForImport(tx, id)
  requireImportingSide(importingMember, tx.caller)
  const mark = markOf('acquit', stamp)
  if (status.acquitted && isLast(await loadStatus(tx.workspace, id), mark)) return
  requireNotAcquitted(status)
  if (status.taken.some(({ reserved }) => reserved !== '0')) {
    throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is reserved')
  }
  saveStatus(tx, id, { ...status, acquitted: true }, mark)
}

/** Lets a certificate of which nothing is used import into another member: `{certificate, importingMember}`. */
export async function changeDestination(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { certificate, importingMember } = parseObject(input, 'entry', ['certificate', 'importingMember'])
  const id = parseCertificateId(certificate, 'entry.certificate')
  const wanted = parseMemberCode(importingMember, 'entry.importingMember')
  const { registered, status } = await load(tx, id)
  requireIssuingSide(registered, tx.caller)
  const before = await loadDestination(tx.workspace, id)
  const current = before?.importingMember ?? registered.importingMember
  const last = markOf('change-destination', stamp)
  if (before?.last.requestId === stamp.requestId) {
    if (current === wanted) return
    throw new Refusal('REQUEST_ID_REUSED', 'requestId: was used for another destination')
  }
  requireInForce(status)
  requireNotAcquitted(status)
  if (!isUntouchedStatus(status)) throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is used')
  if (wanted === current || wanted === registered.issuingMember) {
    throw malformed('entry.importingMember', 'must be neither the present one nor the issuing one')
  }
  const { agreement, agreementVersion: version, issuingMember, issueDate: date } = registered
  await profileInForce(tx.workspace, { agreement, version, issuingMember, importingMember: wanted, date })
  tx.workspace.write(destinationKey(id), printDestination({ importingMember: wanted, last }))
}

// The request that acquitted it is known as long as nothing else has happened since.
function isLast(status: CertificateStatus | undefined, { requestId, transition }: ChangeMark): boolean {
  return status?.last.requestId === requestId && status.last.transition === transition
}
