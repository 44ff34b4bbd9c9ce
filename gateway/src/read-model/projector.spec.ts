import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { pino } from 'pino'
import type { CertificateId, MemberCode, Registration } from '@eco/domain'
import {
  certificateId,
  ledgerKey,
  parseDataset,
  printRegistration,
  referenceOf,
  registrationOf,
  sha256Hex,
  shortId,
} from '@eco/domain'
import type { DocumentHash } from '@eco/domain'
import { anIdKey, sealOf } from '@eco/domain/testing'
import { aDataset } from '../testing/a-dataset'
import { readBlock } from '../ledger/block'
import { InMemoryLedger } from '../testing/in-memory-register'
import { recordedBlocks } from '../testing/recorded-blocks'
import { Projector } from './projector'
import { Store } from './store'

const SECOND = 1_000
let folder: string
let ledger: InMemoryLedger
let store: Store
let projector: Projector

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eco-read-model-'))
  ledger = await InMemoryLedger.seeded(folder)
  open()
})

afterEach(async () => {
  await close()
  await rm(folder, { recursive: true })
})

function open(fallbacks: readonly MemberCode[] = []): void {
  store = Store.open(join(folder, 'read-model.sqlite'))
  projector = new Projector(ledger.as('AU', 'AU-CHAMBER', fallbacks), store, pino({ level: 'silent' }), 50)
  projector.start()
}

async function close(): Promise<void> {
  await projector.close()
  store.close()
}

function registration(number: string, issuer: MemberCode = 'AU'): Registration {
  const issuing = { issuingCountry: issuer, issuingAuthority: { id: `${issuer}-CHAMBER` } }
  const reading = parseDataset(aDataset({ certificateNumber: number, ...issuing }))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return registrationOf({
    id: certificateId(referenceOf(reading.dataset), anIdKey()),
    dataset: reading.dataset,
    salt: '0'.repeat(32),
    documentHash: sha256Hex(number) as unknown as DocumentHash,
    documentFormat: 'sd-jwt',
    keyId: sealOf(issuer),
  })
}

async function register(number: string, through: MemberCode = 'AU'): Promise<{ id: CertificateId; block: number }> {
  const write = { role: 'issuer' as const, requestId: number, mark: () => undefined }
  const { place } = await ledger
    .as(through, `${through}-CHAMBER`)
    .submitEntries(write, 'issue', [printRegistration(registration(number, through))])
  return { id: registration(number, through).id, block: place?.block ?? -1 }
}

describe('the read model', () => {
  it('shows a certificate as soon as it holds its block', async () => {
    const { id, block } = await register('1')

    expect(await projector.holds(block, SECOND)).toBe(true)
    expect(store.certificate(id)).toMatchObject({ block, record: { id, states: { document: 'issued' } } })
  })

  it('goes on after a restart where it stopped', async () => {
    const first = await register('1')
    await projector.holds(first.block, SECOND)
    await close()
    const second = await register('2')

    open()

    expect(await projector.holds(second.block, SECOND)).toBe(true)
    expect([first, second].map(({ id }) => store.certificate(id)?.block)).toEqual([first.block, second.block])
  })

  it('is rebuilt from block 0 when its file is missing or damaged', async () => {
    const { id, block } = await register('1')
    await projector.holds(block, SECOND)
    await close()
    await writeFile(
      join(folder, 'read-model.sqlite'),
      'not a database, and long enough to be read as the head of one'.repeat(40),
    )

    open()

    expect(await projector.holds(block, SECOND)).toBe(true)
    expect(store.history(id)).toHaveLength(1)
  })

  it('forgets the rows of another channel', async () => {
    const { id, block } = await register('1')
    await projector.holds(block, SECOND)
    await close()
    ledger = new InMemoryLedger('another channel')

    open()

    expect(await projector.isCurrent(SECOND)).toBe(true)
    expect(store.certificate(id)).toBeUndefined()
    expect(projector.following().block).toBe(0)
  })

  it('reads blocks as a peer delivered them', async () => {
    const recorded = await recordedBlocks()
    await close()
    ledger.blocks.splice(0, Infinity, ...recorded.blocks.map((block) => readBlock(block, 'eco')))

    open()
    await projector.holds(2, SECOND)

    const history = store.history(recorded.certificate as CertificateId)
    expect(history.map(({ block, transactionId, submitter }) => [block, transactionId, submitter])).toEqual([
      [1, recorded.issuedBy, 'AUMSP'],
      [2, recorded.cancelledBy, 'AUMSP'],
    ])
    expect(store.list({ document: 'cancelled' }, 0, 10).certificates).toHaveLength(1)
  })

  it('gives the same rows in the same order when it is rebuilt', async () => {
    for (const number of ['1', '2', '3']) await register(number)
    await projector.holds(3, SECOND)
    const before = store.list({}, 0, 10)
    await close()
    await rm(join(folder, 'read-model.sqlite'))

    open()
    await projector.holds(3, SECOND)

    expect(store.list({}, 0, 10)).toEqual(before)
  })

  it('says that it is not current while blocks that exist do not arrive, and catches up', async () => {
    await projector.isCurrent(SECOND)
    ledger.delivering = false
    const { block } = await register('1')

    await until(() => projector.following().newest === block)
    const whileBehind = projector.following()
    ledger.delivering = true

    expect(whileBehind).toMatchObject({ connected: true, current: false })
    expect(await projector.isCurrent(SECOND)).toBe(true)
  })

  it('says that it is not connected while the register cannot be reached, and comes back by itself', async () => {
    await projector.isCurrent(SECOND)
    ledger.reachable = false

    await until(() => !projector.following().connected)
    const meanwhile = projector.following()
    ledger.reachable = true

    expect(meanwhile).toMatchObject({ connected: false, current: false })
    expect(await projector.isCurrent(5 * SECOND)).toBe(true)
  })

  it('reads another member’s peer while the own one is away, says whose, and goes back by itself', async () => {
    await close()
    open(['KR', 'JP'])
    await projector.isCurrent(SECOND)
    const before = projector.following()

    ledger.away.add('AU').add('KR')
    await until(() => projector.following().elsewhere)
    const { block, id } = await register('1', 'ID')
    const shown = await projector.holds(block, SECOND)
    const meanwhile = projector.following()
    ledger.away.clear()
    await until(() => projector.following().source === 'AU')

    expect(before).toMatchObject({ source: 'AU', elsewhere: false })
    expect(shown).toBe(true)
    expect(meanwhile).toMatchObject({ source: 'JP', elsewhere: true, current: true })
    expect(projector.following()).toMatchObject({ elsewhere: false, block })
    expect(store.history(id)).toHaveLength(1)
  })

  it('reads no other peer than those that the operator allows', async () => {
    await projector.isCurrent(SECOND)

    ledger.away.add('AU')
    await until(() => !projector.following().connected)

    expect(await projector.isCurrent(SECOND / 2)).toBe(false)
    expect(projector.following()).toMatchObject({ connected: false, source: undefined, elsewhere: false })
  })

  it('keeps what it can read when a record of an unknown format appears', async () => {
    const unknown = '0'.repeat(64) as CertificateId
    const key = ledgerKey('certificate', shortId(unknown))
    ledger.append([{ transactionId: 'x', time: 't', submitter: 'AUMSP', key, text: '[9999]' }])
    const { id, block } = await register('1')

    expect(await projector.holds(block, SECOND)).toBe(true)
    expect([store.certificate(unknown), store.certificate(id)?.block]).toEqual([undefined, block])
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
