import { hash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CONCLUSIONS, pairCollection, parseSpecimen, printSpecimen, SEAL_PICTURES } from '@eco/domain'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import type { DatasetDraft } from '../support/dataset'
import type { Issued } from '../support/client'
import { blocksAt } from '../support/channel-blocks'
import { CuriousMember } from '../support/curious-member'
import { textOf } from '../support/ledger-client'
import { filesBelow, peerStore } from '../support/peer-store'
import type { Stored } from '../support/peer-store'
import { foundIn, textsOf } from '../support/plaintext'
import { memberClient, sendPrivately } from '../support/private-exchange'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const TEXT = 'Please tell whether Mrs Margaret Example of Geelong has signed.'
const SPECIMEN = {
  address: ['17 Specimen Quay', 'Port Example 2999'],
  seal: { mediaType: 'image/png', data: `${SEAL_PICTURES['image/png']}AAAANSUhEUgAAAAEAAAABCAQAAAC1` },
  from: '2026-01-01',
}
const OF_SPECIMEN = [...SPECIMEN.address, SPECIMEN.seal.data]
/** What the register tells in clear, as the statement of exposure says. */
const TOLD = [
  'agreement',
  'certificateType',
  'issuingCountry',
  'exportCountry',
  'importCountry',
  'issuingAuthority',
] as const

/** Neither of the two members of the certificates. */
const OTHERS = ['CN', 'ID', 'JP', 'MG', 'UY', 'CH', 'WCO'] as const
/** An agreement under which several declarations may use a certificate. */
const SEVERAL = { agreement: { code: 'Korea-Australia-FTA', version: '2014' } }
const QUARTER = [
  ['26KR-0001', '1000'],
  ['26KR-0002', '2402'],
] as const

describe('what the channel tells', () => {
  let network: TestNetwork
  let dataset: DatasetDraft
  let issued: Issued
  let used: Issued
  let blocks: readonly Uint8Array[]

  beforeAll(async () => {
    network = await startTestNetwork()
    dataset = aDataset().from('AU').to('KR').build()
    issued = (await (await network.as('AU', 'issuer')).issue(dataset)).body
    const { id } = issued.certificate
    const request = { id, purpose: 'case/1/request', content: TEXT }
    const sent = await sendPrivately(network, { code: 'KR', role: 'customs', other: 'AU' }, 'sendText', request)
    expect(sent).toEqual(['done'])
    const admin = await network.as('AU', 'member-admin')
    const shared = await admin.post('/api/v1/authorities/AU/AU-DEV-1/specimens', { ...SPECIMEN, sharedWith: ['KR'] })
    expect(shared.body).toMatchObject({ shared: [{ outcome: 'done' }] })
    const customs = await network.as('KR', 'customs')
    await onceDelivered(customs, id)
    used = await useSome(network)
    blocks = await blocksAt(network, 'WCO', 'auditor', await network.block('WCO'))
  }, 90_000)

  afterAll(() => network.close(), 30_000)

  it('holds nothing of the dataset, the document or the texts in clear, however it is encoded', () => {
    const secrets = [...secretsOf(dataset), TEXT, ...OF_SPECIMEN]

    const found = blocks.flatMap((block, number) => foundIn(block, secrets).map((text) => [number, text]))

    expect(secrets.length).toBeGreaterThan(20)
    expect(found).toEqual([])
  })

  it('would be found out if it did: the search sees the same texts in the document', () => {
    const secrets = secretsOf(dataset).filter((text) => !/^\d/.test(text))
    const wrapped = Buffer.from(JSON.stringify({ nested: Buffer.from(issued.document).toString('base64') }))

    expect(foundIn(wrapped, secrets).length).toBeGreaterThan(secrets.length / 2)
    expect(blocks.some((block) => foundIn(block, ['AU-DEV-1']).length > 0)).toBe(true)
  })

  it('has no hash of a value that could be guessed: tariff codes, quantities, names, short texts', () => {
    const hashes = new Set(blocks.flatMap((block) => hashesIn(block)))
    const guesses = [
      ...Array.from({ length: 1_000_000 }, (_, code) => String(code).padStart(6, '0')),
      ...textsOf(dataset),
      TEXT,
      issued.document,
      ...OF_SPECIMEN,
      printSpecimen(parseSpecimen(SPECIMEN)),
    ]

    const hit = guesses.filter((guess) => hashes.has(sha256(guess)) || hashes.has(sha256(JSON.stringify(guess))))

    expect(hashes.size).toBeGreaterThan(10)
    expect(hit).toEqual([])
    // What the statement does tell of a specimen: its key in the collection is made of public names.
    expect(hashes).toContain(sha256('specimen/AU/AU-DEV-1'))
  })

  it('is held by no peer of another member in clear: neither in its state nor in its private or transient data', () => {
    const stored = peerStore(network, 'CN')

    expect(stored.length).toBeGreaterThan(10)
    expect(plainIn(stored)).toEqual([])
    // The same search finds the document and the specimen where they belong.
    const found = new Set(plainIn(peerStore(network, 'KR')).map(([, text]) => text))
    expect([...found]).toEqual(expect.arrayContaining([TEXT, ...OF_SPECIMEN]))
  })

  it('is held by no gateway of another member, nor in the log of any program', () => {
    const { layout } = network.network
    const gateways = OTHERS.flatMap((code) => filesBelow(layout.gatewayData(code)))
    const logs = filesBelow(network.folder, (path) => basename(dirname(path)) === 'logs')

    expect(gateways.length).toBeGreaterThan(OTHERS.length)
    expect(plainIn(gateways)).toEqual([])
    expect(logs.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(1000)
    // Points in time are numbers too: one of four digits is looked for as a whole number.
    const whole = (text: string): RegExp => (/^\d+$/.test(text) ? new RegExp(`(?<!\\d)${text}(?!\\d)`) : /^/)
    const lines = logs.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n')
    expect(plainIn(logs).filter(([, text]) => whole(text).test(lines))).toEqual([])
  })

  it('lets a member that reads all that its peer holds conclude exactly what the statement of exposure says', async () => {
    const curious = new CuriousMember(await blocksAt(network, 'CN', 'customs', await network.block('CN')))
    const told = Object.entries(CONCLUSIONS).filter(([, { exposure }]) => exposure['other members'] !== 'nothing')

    const concluded = await curious.conclude()

    expect(Object.keys(concluded)).toEqual(told.map(([name]) => name))
    const empty = Object.entries(concluded).filter(([, values]) => Object.keys(values).length === 0)
    expect(empty).toEqual([])
    const [first, second] = [issued.certificate.id, used.certificate.id]
    const today = new Date().toISOString().slice(0, 10)
    expect(concluded).toMatchObject({
      pairVolumes: { 'AU → KR': 2 },
      authorityVolumes: { 'AU-DEV-1': 2 },
      keyVolumes: { [issued.certificate.keyId]: 2 },
      issueTimes: { [first]: issued.certificate.registration.registeredAt },
      itemCounts: { [first]: issued.certificate.items.length },
      usedShares: { [second]: expect.arrayContaining([250]) },
      declarationCounts: { [first]: 0, [second]: 2 },
      clearanceDays: { [second]: [expect.any(Number), expect.any(Number)] },
      exchangeTimes: {
        [pairCollection('AU', 'KR')]: expect.arrayContaining([expect.stringContaining(today.slice(0, 4))]),
      },
      links: { [first]: { replaces: null, originals: [] } },
      submitters: expect.objectContaining({ 'AUMSP issuer': expect.any(Number), 'KRMSP customs': expect.any(Number) }),
    })
    expect(plainIn([{ place: 'conclusions', bytes: Buffer.from(JSON.stringify(concluded)) }])).toEqual([])
  })

  function plainIn(stored: readonly Stored[]): readonly (readonly [string, string])[] {
    const secrets = [...secretsOf(dataset), TEXT, ...OF_SPECIMEN]
    return stored.flatMap(({ place, bytes }) => foundIn(bytes, secrets).map((text) => [place, text] as const))
  }

  it('lets only the two members read the document and the texts', async () => {
    for (const [code, role] of [
      ['AU', 'issuer'],
      ['KR', 'customs'],
    ] as const) {
      using member = await memberClient(network, code, role)
      const document = await member.contract.evaluateTransaction('readDocument', issued.certificate.id)
      expect(Buffer.from(document).toString()).toContain(issued.document)
    }
    for (const code of ['CN', 'CH'] as const) {
      using other = await memberClient(network, code, 'customs')
      const refused = await other.contract.evaluateTransaction('readDocument', issued.certificate.id).catch(textOf)
      expect(refused).toContain('CALLER_NOT_PARTY')
    }
  })
})

/** A second certificate for Korea, a quarter of which is used for two declarations. */
async function useSome(network: TestNetwork): Promise<Issued> {
  const { body } = await (await network.as('AU', 'issuer')).issue(aDataset().from('AU').to('KR').with(SEVERAL).build())
  const { certificate, document, block } = body
  while ((await network.block('KR')) < block);
  const customs = await network.as('KR', 'customs')
  for (const [reference, value] of QUARTER) {
    const declaration = { reference, date: new Date().toISOString().slice(0, 10) }
    const items = [{ seq: 1, quantity: { value, unit: 'KGM' } }]
    const answer = await customs.post(`/api/v1/certificates/${certificate.id}/uses`, { declaration, items, document })
    expect(answer).toMatchObject({ status: 201 })
  }
  return body
}

function sha256(text: string): string {
  return hash('sha256', text)
}

function secretsOf(dataset: DatasetDraft): readonly string[] {
  const kept = Object.entries(dataset).filter(([name]) => !(TOLD as readonly string[]).includes(name))
  // Dates are registered; words of closed lists are in every program.
  return textsOf(Object.fromEntries(kept)).filter((text) => !/^\d{4}-\d{2}-\d{2}/.test(text) && text !== '2022')
}

/** Every 32 bytes of a block that could be a SHA-256, in hex: at each place of the raw bytes, and as hex or base64url text. */
function hashesIn(block: Uint8Array): readonly string[] {
  const bytes = Buffer.from(block)
  const text = bytes.toString('latin1')
  const raw = Array.from({ length: Math.max(0, bytes.length - 31) }, (_, at) => bytes.toString('hex', at, at + 32))
  const hex = [...text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g)].map(([found]) => found)
  const base64 = [...text.matchAll(/[A-Za-z0-9_-]{43}/g)].map(([found]) =>
    Buffer.from(found, 'base64url').toString('hex'),
  )
  return [...raw, ...hex, ...base64]
}
