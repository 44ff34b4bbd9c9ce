import { civilDate } from '../calendar/civil-date'
import { parseCertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { profileOf } from '../register/in-force'
import { parseObject, parseWord } from '../shape'
import { requireCopyAllowed } from './agreement-rules'
import { requireInForce, requireIssuingSide } from './guards'
import { copiesKey, loadCopies } from './load'
import { load, markOf } from './loaded'
import { printCopies } from './true-copies'
import type { ChangeMark } from './status'
import { TRUE_COPY_REASONS } from './words'

/**
 * Records that the issuing authority has certified a true copy of a certificate: `{certificate, reason}`. A copy has the
 * number, the date and the document of its certificate (RCEP Art. 3.17.9), and so counts against the same quantities.
 */
export async function certifyCopy(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate', 'reason'])
  const id = parseCertificateId(entry.certificate, 'entry.certificate')
  const reason = parseWord(entry.reason, 'entry.reason', TRUE_COPY_REASONS)
  const { registered, status } = await load(tx, id)
  requireIssuingSide(registered, tx.caller)
  const mark = markOf('certify-copy', stamp, reason)
  const before = await loadCopies(tx.workspace, id)
  if (isRepeat(before, mark)) return
  requireInForce(status)
  const rules = await profileOf(tx.workspace, registered)
  requireCopyAllowed(rules, { registered, status }, civilDate(stamp.time, registered.issuingMember))
  if (before.length >= LIMITS.trueCopies) throw new Refusal('LIMIT_EXCEEDED', `copies: at most ${LIMITS.trueCopies}`)
  tx.workspace.write(copiesKey(id), printCopies([...before, mark]))
}

function isRepeat(before: readonly ChangeMark[], { requestId, reason }: ChangeMark): boolean {
  const same = before.find((copy) => copy.requestId === requestId)
  if (same === undefined || same.reason === reason) return same !== undefined
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: a copy was certified by it for another reason')
}
