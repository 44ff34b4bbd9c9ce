import { parseCertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { parseObject, parseWord } from '../shape'
import { isUntouchedStatus } from './account'
import { giveBack } from './draw'
import { advance, requireIssuingSide } from './guards'
import { load, markOf, saveStatus } from './loaded'
import type { ChangeMark } from './status'
import { ANNULMENT_REASONS, CANCELLATION_REASONS } from './words'

/** Withdraws a certificate of which nothing is used: `{certificate, reason}`. */
export async function cancel(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { certificate, reason } = parseObject(input, 'entry', ['certificate', 'reason'])
  const id = parseCertificateId(certificate, 'entry.certificate')
  const mark = markOf('cancel', stamp, parseWord(reason, 'entry.reason', CANCELLATION_REASONS))
  const { registered, status } = await load(tx, id)
  requireIssuingSide(registered, tx.caller)
  if (isRepeat(status.ended, registered.requestId, mark)) return
  const document = advance(status.document, 'cancelled')
  if (!isUntouchedStatus(status)) throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is used')
  await giveBack(tx, registered, stamp)
  saveStatus(tx, id, { ...status, document, ended: mark }, mark)
}

/** Declares a certificate void, whatever was used of it: `{certificate, reason}`. */
export async function annul(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { certificate, reason } = parseObject(input, 'entry', ['certificate', 'reason'])
  const id = parseCertificateId(certificate, 'entry.certificate')
  const mark = markOf('annul', stamp, parseWord(reason, 'entry.reason', ANNULMENT_REASONS))
  const { registered, status } = await load(tx, id)
  requireIssuingSide(registered, tx.caller)
  if (isRepeat(status.ended, registered.requestId, mark)) return
  saveStatus(tx, id, { ...status, document: advance(status.document, 'annulled'), ended: mark }, mark)
}

function isRepeat(ended: ChangeMark | null, issuedBy: string, { requestId, transition, reason }: ChangeMark): boolean {
  if (ended?.requestId !== requestId && issuedBy !== requestId) return false
  if (ended?.requestId === requestId && ended.transition === transition && ended.reason === reason) return true
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: was used for another step with this certificate')
}
