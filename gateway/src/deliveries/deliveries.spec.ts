import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId, Purpose } from '@eco/domain'
import { DOCUMENT_PURPOSE, pairCollection, parsePurpose, printEnvelope, privateKey } from '@eco/domain'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import { DELIVERY_PACE } from './delivery-parts'
import { PurgeFollower } from './purge-follower'
import { aCommand, DeliveryDesk } from './testing/delivery-desk'

const COLLECTION = pairCollection('AU', 'KR')
const DOCUMENT = DOCUMENT_PURPOSE as Purpose

let gateways: TestGateways
let canberra: DeliveryDesk
let seoul: DeliveryDesk
let jakarta: DeliveryDesk

beforeAll(async () => {
  gateways = await TestGateways.start('AU')
  canberra = await DeliveryDesk.open(gateways, 'AU')
  seoul = await DeliveryDesk.open(gateways, 'KR')
  jakarta = await DeliveryDesk.open(gateways, 'ID')
})

afterAll(async () => {
  for (const desk of [canberra, seoul, jakarta]) await desk.close()
  await gateways.close()
})

interface Issued {
  readonly id: CertificateId
  readonly document: string
}

let serial = 0

/** A certificate from Australia to Korea on the ledger; its document waits at the issuing side if it is to be sent. */
async function issued(isQueued = true): Promise<Issued> {
  const dataset = aDataset({ certificateNumber: `AU-2026-7${String(++serial).padStart(5, '0')}` })
  const { body } = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset } })
  const id = (body.certificate as { id: CertificateId }).id
  const document = String(body.document)
  if (isQueued) canberra.worker.sender.enqueue({ id, purpose: DOCUMENT, role: 'issuer', content: document })
  for (const desk of [canberra, seoul, jakarta]) await desk.current()
  return { id, document }
}

async function delivered(): Promise<Issued> {
  const certificate = await issued()
  await canberra.round()
  await seoul.round()
  await canberra.current()
  expect(seoul.service.find(certificate.id).state).toBe('acknowledged')
  return certificate
}

/** What a faulty peer of the issuing side could leave in the collection. */
async function overwrite(id: CertificateId, text: string | undefined): Promise<void> {
  const simulation = gateways.ledger.state.simulate()
  const key = privateKey(id, DOCUMENT)
  if (text === undefined) await simulation.purgePrivate(COLLECTION, key)
  else await simulation.putPrivate(COLLECTION, key, Buffer.from(text))
  simulation.commit('overwritten')
}

describe('a document', () => {
  it('reaches the importing member by itself, which checks it against the register and says so', async () => {
    const { id, document } = await issued()

    expect(await canberra.round()).toMatchObject({ sent: 1 })
    expect(await seoul.round()).toMatchObject({ answered: 1 })
    await canberra.current()

    expect(canberra.service.find(id)).toMatchObject({ state: 'acknowledged', deliveries: 1, answer: 'received' })
    expect(await seoul.service.document(aCommand('customs'), id)).toMatchObject({ document })
    expect(await canberra.service.document(aCommand('issuer'), id)).toMatchObject({ document })
  })

  it('stays with its two members', async () => {
    const { id } = await delivered()

    await jakarta.current()

    expect(await jakarta.round()).toEqual({ sent: 0, answered: 0, purged: 0 })
    expect(jakarta.service.find(id)).toMatchObject({ held: false })
    await expect(jakarta.service.document(aCommand('customs'), id)).rejects.toMatchObject({ code: 'CALLER_NOT_PARTY' })
  })

  it('is sent once its certificate is registered, and not before', async () => {
    const { id, document } = await issued(false)
    const later = `${'0'.repeat(63)}1` as CertificateId
    canberra.worker.sender.enqueue({ id: later, purpose: DOCUMENT, role: 'issuer', content: document })

    expect(await canberra.round()).toMatchObject({ sent: 0 })
    canberra.exchanged.purge(later)
    canberra.worker.sender.enqueue({ id, purpose: DOCUMENT, role: 'issuer', content: document })
    expect(await canberra.round()).toMatchObject({ sent: 1 })
    await seoul.round()
  })

  it('waits while the register cannot be reached, and is sent afterwards', async () => {
    await issued()
    gateways.ledger.away.add('AU')
    const failed = await canberra.worker.sender.round()
    gateways.ledger.away.delete('AU')

    expect(failed).toBe(0)
    expect(await canberra.worker.sender.round()).toBe(0)
    canberra.later(DELIVERY_PACE.resendMs)
    expect(await canberra.round()).toMatchObject({ sent: 1 })
    await seoul.round()
  })

  it('is sent again without being asked when nothing is heard, with longer and longer pauses', async () => {
    const { id } = await issued()
    await canberra.round()

    expect(await canberra.round()).toMatchObject({ sent: 0 })
    canberra.later(DELIVERY_PACE.resendMs)
    expect(await canberra.round()).toMatchObject({ sent: 1 })
    canberra.later(DELIVERY_PACE.resendMs)
    expect(await canberra.round()).toMatchObject({ sent: 0 })
    canberra.later(DELIVERY_PACE.resendMs)
    expect(await canberra.round()).toMatchObject({ sent: 1 })
    await seoul.round()

    expect(seoul.service.find(id)).toMatchObject({ state: 'acknowledged', deliveries: 3 })
  })

  it.each([
    ['no envelope', 'rubbish', 'unreadable'],
    ['an envelope of another document', undefined, 'hash-different'],
  ])('that arrives as %s is refused, and sent again by itself', async (_, text, answer) => {
    const { id, document } = await issued()
    await canberra.round()
    const other = (await issued(false)).document
    await overwrite(id, text ?? printEnvelope({ salt: 'A'.repeat(43), content: other }))

    await seoul.round()
    await canberra.current()
    expect(canberra.service.find(id)).toMatchObject({ state: 'failed', answer })
    expect(seoul.exchanged.received(id)).toBeUndefined()
    await canberra.round()
    await seoul.round()

    expect(seoul.exchanged.received(id)?.content).toBe(document)
    expect(seoul.service.find(id)).toMatchObject({ state: 'acknowledged', deliveries: 2 })
  })

  it('that the own peer lacks is waited for a while, then asked for', async () => {
    const { id } = await issued()
    await canberra.round()
    await overwrite(id, undefined)

    expect(await seoul.round()).toMatchObject({ answered: 0 })
    seoul.later(DELIVERY_PACE.missingMs)
    expect(await seoul.round()).toMatchObject({ answered: 1 })
    expect(seoul.service.find(id)).toMatchObject({ state: 'failed', answer: 'not-received' })
    await canberra.round()
    await seoul.round()

    expect(seoul.service.find(id)).toMatchObject({ state: 'acknowledged' })
  })

  it('is judged by an officer, with a reason where it is rejected', async () => {
    const { id } = await delivered()
    const { service } = seoul

    await expect(service.answer(aCommand('customs'), id, 'rejected', null)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
    expect(await service.answer(aCommand('customs'), id, 'rejected', 'duplicate')).toMatchObject({
      state: 'acknowledged',
      answer: 'rejected',
      reason: 'duplicate',
    })
  })

  it('is sent again at the word of the issuing officer, where it is held', async () => {
    const kept = await issued()
    const { id } = await issued(false)
    await canberra.round()

    expect(() => canberra.service.sendAgain(id)).toThrow('NOT_DELIVERED')
    canberra.service.sendAgain(kept.id)
    expect(await canberra.round()).toMatchObject({ sent: 1 })
    await seoul.round()
  })
})

describe('a reconciliation', () => {
  it('lists what is registered and not delivered on both sides, in the order of the ledger', async () => {
    const first = await issued(false)
    const second = await issued(false)

    const ours = await canberra.service.reconcile(aCommand('issuer'), {})
    const theirs = await seoul.service.reconcile(aCommand('customs'), {})

    expect(ours.outgoing.registered.slice(-2)).toEqual([first.id, second.id])
    expect(theirs.incoming.registered).toEqual(ours.outgoing.registered)
    expect(ours.outgoing.notHeld).toEqual(expect.arrayContaining([first.id, second.id]))
  })

  it('that repairs gets a document which the issuing side had put off', async () => {
    const { id } = await issued()
    canberra.exchanged.postpone({ id, purpose: DOCUMENT }, null, 0)

    await seoul.service.reconcile(aCommand('customs'), { repair: true, with: 'AU' })
    expect(seoul.service.find(id)).toMatchObject({ state: 'failed', answer: 'not-received' })
    await canberra.round()
    await seoul.round()

    expect(seoul.service.find(id)).toMatchObject({ state: 'acknowledged', held: true })
  })

  it('that repairs fetches from the own peer what was lost here', async () => {
    const { id, document } = await delivered()
    seoul.exchanged.purge(id)

    const found = await seoul.service.reconcile(aCommand('customs'), { repair: true })

    expect(found.incoming.notHeld).toContain(id)
    expect(seoul.exchanged.received(id)?.content).toBe(document)
    expect((await seoul.service.reconcile(aCommand('customs'), {})).incoming.notHeld).not.toContain(id)
  })
})

describe('a text', () => {
  it('travels with the documents, from either side', async () => {
    const { id } = await delivered()
    const purpose = parsePurpose('case/1/request')
    seoul.worker.sender.enqueue({ id, purpose, role: 'customs', content: 'Is it genuine?' })

    expect(await seoul.round()).toMatchObject({ sent: 1 })
    expect(await seoul.round()).toMatchObject({ sent: 0 })

    const text = await canberra.parts.register.evaluate('issuer', 'readText', [id, purpose])
    expect(text).toContain('Is it genuine?')
  })
})

describe('a purge', () => {
  it('takes the document from both gateways and their files, and also after a backup is restored', async () => {
    const { id, document } = await delivered()
    const admin = (): ReturnType<typeof aCommand> => aCommand('member-admin')
    await canberra.retention.requestPurge(admin(), id, 'agreed')
    await seoul.retention.requestPurge(admin(), id, 'agreed')

    expect(await seoul.retention.purge(admin(), id)).toMatchObject({ state: 'purged', purge: { values: 1 } })
    expect(await canberra.round()).toMatchObject({ purged: 1 })
    expect(await seoul.round()).toMatchObject({ purged: 1 })

    const marker = document.slice(document.indexOf('.') + 1, document.indexOf('.') + 200)
    for (const { file } of [canberra, seoul]) {
      for (const name of [file, `${file}-wal`]) {
        expect((await readFile(name, 'latin1')).includes(marker)).toBe(false)
      }
    }
    await expect(seoul.service.document(aCommand('customs'), id)).rejects.toMatchObject({ code: 'NOT_DELIVERED' })
    seoul.exchanged.keep({ id, content: document, receivedAt: 0 })
    expect(new PurgeFollower({ ...seoul.parts, exchanged: seoul.exchanged }).round()).toBe(1)
    expect(seoul.service.find(id)).toMatchObject({ held: false })
  })
})

describe('the workers of two gateways', () => {
  it('bring a document over without anybody doing anything, and end when they are closed', async () => {
    canberra.worker.start()
    seoul.worker.start()
    const { id, document } = await issued()
    canberra.worker.wake()

    while (canberra.service.find(id).state !== 'acknowledged') {
      await canberra.parts.projector.holds(canberra.parts.projector.following().block + 1, 200)
    }

    expect(seoul.exchanged.received(id)?.content).toBe(document)
    await canberra.worker.close()
    await seoul.worker.close()
    await issued()
    expect(await canberra.worker.sender.round()).toBe(1)
  })
})
