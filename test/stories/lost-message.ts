import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import { registerWithoutDocument } from '../support/registered-only'
import { eventually } from '../support/settled'
import type { TestNetwork } from '../support/test-network'
import { brief, CUSTOMS, expectThat, ISSUER, WentOtherwise } from './telling'
import type { Telling } from './telling'

interface Gaps {
  readonly registered: readonly string[]
  readonly delivered: readonly string[]
  readonly failed: readonly string[]
  readonly notHeld: readonly string[]
  readonly repaired: number
}

interface Reconciled {
  readonly outgoing: Gaps
  readonly incoming: Gaps
}

/** Documents that arrived and were lost, and one that was never sent. */
export async function lostMessage(telling: Telling, network: TestNetwork): Promise<void> {
  telling.step(
    'Australia issues two certificates. The documents travel to Korea by themselves; Korea’s gateway acknowledges.',
  )
  const issued = [
    await telling.issue(ISSUER, aDataset().from('AU').to('KR').build()),
    await telling.issue(ISSUER, aDataset().from('AU').to('KR').build()),
  ]
  for (const { certificate } of issued) await onceDelivered(await network.as(...CUSTOMS), certificate.id)
  telling.result('DELIVERED and ACKNOWLEDGED, both.')
  const [first] = issued
  if (first === undefined) throw new WentOtherwise('nothing was issued')

  telling.step('A disk fails at Korean customs: all documents that its gateway held are gone.')
  await network.stop('gateways')
  for (const end of ['', '-wal', '-shm']) {
    await rm(join(network.network.layout.gatewayData('KR'), `exchanged.sqlite${end}`), { force: true })
  }
  await network.restart('gateways')
  const { body: lost } = await telling.post<Reconciled>(CUSTOMS, '/api/v1/reconciliations', { with: 'AU' }, 200)
  telling.result(
    `MISSING at Korea: ${lost.incoming.notHeld.map(brief).join(', ')}: the register knows what must be there.`,
  )
  expectThat(lost.incoming.notHeld.length === 2, `two documents should be missing: ${JSON.stringify(lost.incoming)}`)

  telling.step('Korea has them fetched again, from its own peer, and compares the hash with the registered one.')
  const { body: mended } = await telling.post<Reconciled>(
    CUSTOMS,
    '/api/v1/reconciliations',
    { with: 'AU', repair: true },
    200,
  )
  telling.result(`FETCHED: ${mended.incoming.repaired}.`)
  const { documentHash } = await telling.get<{ readonly documentHash: string }>(
    CUSTOMS,
    `/api/v1/certificates/${first.certificate.id}/document`,
  )
  expectThat(documentHash === first.documentHash, 'the document should be the registered one')

  await nothingOpen(telling)

  telling.step(
    'An authority of Australia registers a certificate from a system of its own, which then fails: no document ever leaves.',
  )
  const { id } = await registerWithoutDocument(network, first.document)
  for (const [who, side] of [
    [ISSUER, 'outgoing'],
    [CUSTOMS, 'incoming'],
  ] as const) {
    const client = await network.as(who[0], who[1])
    await eventually(
      async () => (await client.get(`/api/v1/certificates/${id}`)).status === 200 || undefined,
      'it is read',
    )
    const { body } = await telling.post<Reconciled>(who, '/api/v1/reconciliations', {}, 200)
    telling.result(
      `MISSING on the list of ${who[0]}: ${body[side].registered.map(brief).join(', ')}: registered, not delivered.`,
    )
    expectThat(body[side].registered.includes(id), `${who[0]} should list it: ${JSON.stringify(body[side])}`)
  }

  telling.end(
    'Where messages are sent, a lost one is found when goods stand at the border. Here the register itself says what must\nhave arrived, so both sides list the same gap within one run, and close it. (F9)',
  )
}

async function nothingOpen(telling: Telling): Promise<void> {
  for (const who of [ISSUER, CUSTOMS]) {
    const { body } = await telling.post<Reconciled>(who, '/api/v1/reconciliations', {}, 200)
    const open = [body.outgoing, body.incoming].flatMap((gaps) =>
      [gaps.registered, gaps.delivered, gaps.failed, gaps.notHeld].flat(),
    )
    telling.result(`Open on the list of ${who[0]}: ${open.length}.`)
    expectThat(open.length === 0, `nothing should be missing: ${open.join(', ')}`)
  }
}
