import { parseCertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, parseObject } from '../shape'
import { isUntouchedStatus } from './account'
import { profileInForce } from '../register/in-force'
import { requireImportingSide, requireInForce, requireIssuingSide, requireNotAcquitted } from './guards'
import { destinationKey, loadDestination } from './load'
import { load, loadForImport, markOf, saveStatus } from './loaded'
import { printDestination } from './status'
import type { Destination } from './status'

/** Closes a certificate at the importing customs: `{certificate}`. Nothing more of it is used or drawn afterwards. */
export async function acquit(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { certificate } = parseObject(input, 'entry', ['certificate'])
  const id = parseCertificateId(certificate, 'entry.certificate')
  const { status, importingMember } = await loadForImport(tx, id)
  requireImportingSide(importingMember, tx.caller)
  if (status.acquittedBy === stamp.requestId) return
  requireNotAcquitted(status)
  if (status.taken.some(({ reserved }) => reserved !== '0')) {
    throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is reserved')
  }
  saveStatus(tx, id, { ...status, acquitted: true, acquittedBy: stamp.requestId }, markOf('acquit', stamp))
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
  if (isRepeat(before, wanted, stamp)) return
  requireInForce(status)
  requireNotAcquitted(status)
  if (!isUntouchedStatus(status)) throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is used')
  if (wanted === current || wanted === registered.issuingMember) {
    throw malformed('entry.importingMember', 'must be neither the present one nor the issuing one')
  }
  const { agreement, agreementVersion: version, issuingMember, issueDate: date } = registered
  await profileInForce(tx.workspace, { agreement, version, issuingMember, importingMember: wanted, date })
  tx.workspace.write(destinationKey(id), printDestination({ importingMember: wanted, last, earlier: wordsOf(before) }))
}

/** True for a repeat of a request that named this destination. @throws Refusal if it named another one. */
function isRepeat(before: Destination | undefined, wanted: MemberCode, { requestId }: Stamp): boolean {
  const known = wordsOf(before).find((word) => word.requestId === requestId)
  if (known === undefined) return false
  if (known.importingMember === wanted) return true
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: was used for another destination')
}

function wordsOf(before: Destination | undefined): Destination['earlier'] {
  if (before === undefined) return []
  const { importingMember, last, earlier } = before
  return [{ importingMember, requestId: last.requestId }, ...earlier].slice(0, LIMITS.rememberedSteps)
}
