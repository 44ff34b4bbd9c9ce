import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, Issued, Problem } from '../support/client'
import { aDataset } from '../support/dataset'
import { useOf } from './forged-quantity'
import { CUSTOMS, expectThat, ISSUER } from './telling'
import type { Telling } from './telling'

/** How much earlier one of the two is. */
const MOMENT_MS = 400
const ROUNDS = [
  ['At the same moment Australia cancels it and Korea uses it.', 0, 0],
  ['Korea uses it, and a moment later Australia cancels it.', MOMENT_MS, 0],
  ['Australia cancels it, and a moment later Korea uses it.', 0, MOMENT_MS],
] as const

/** The issuer cancels while customs uses: the ledger's order decides, once for everybody. */
export async function cancelOrUse(telling: Telling): Promise<void> {
  const winners: string[] = []
  for (const round of ROUNDS) {
    const dataset = aDataset().from('AU').to('KR').build()
    telling.step('Australia issues a certificate; Korea has its document.')
    const issued = await telling.issue(ISSUER, dataset)
    await telling.until(CUSTOMS, issued.block)
    winners.push(await race(telling, issued, round))
  }
  telling.end(
    `It was ${winners.join(', then ')}. Whoever is ordered first wins, the other one is told why, and every member sees the\nsame. With messages both believe that they were first: goods are released on a certificate that was withdrawn. (F5)`,
  )
}

async function race(
  telling: Telling,
  { certificate, document }: Issued,
  [what, cancelLater, useLater]: (typeof ROUNDS)[number],
): Promise<string> {
  telling.step(what)
  const place = `/api/v1/certificates/${certificate.id}`
  const cancel = (): Promise<Answer<Problem>> =>
    telling.post<Problem>(ISSUER, `${place}/cancellation`, { reason: 'goods-not-exported' }, 200, 409)
  const use = (): Promise<Answer<Problem>> =>
    telling.post<Problem>(CUSTOMS, `${place}/uses`, useOf(document, '100', 'BUSAN-7'), 201, 409)
  const [cancelled, used] = await Promise.all([delay(cancelLater).then(cancel), delay(useLater).then(use)])
  const isUsed = used.status === 201
  expectThat(isUsed !== (cancelled.status === 200), `exactly one should win: ${used.status} and ${cancelled.status}`)
  const loser = isUsed ? cancelled : used
  telling.result(`${isUsed ? 'USED' : 'CANCELLED'}. The other one: ${loser.body.code}: ${loser.body.detail}`)
  const { changes } = await telling.get<{ changes: readonly { certificate: { states: { document: string } } }[] }>(
    CUSTOMS,
    `${place}/history`,
  )
  const states = new Set(changes.map((change) => change.certificate.states.document))
  telling.result(`The register has seen it: ${[...states].join(', then ')}.`)
  return isUsed ? 'used' : 'cancelled'
}
