import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DOCUMENT_PURPOSE, deliveredEntry } from '@eco/domain'
import { aDataset } from '../support/dataset'
import type { DatasetDraft } from '../support/dataset'
import type { Issued } from '../support/client'
import { blocksAt } from '../support/channel-blocks'
import { conclude, wholeRegister } from '../support/curious-member'
import { textOf } from '../support/ledger-client'
import { foundIn, textsOf } from '../support/plaintext'
import { memberClient, sendPrivately, submitAs } from '../support/private-exchange'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const TEXT = 'Please tell whether Mrs Margaret Example of Geelong has signed.'
/** What the register tells in clear, as the statement of exposure says. */
const TOLD = [
  'agreement',
  'certificateType',
  'issuingCountry',
  'exportCountry',
  'importCountry',
  'issuingAuthority',
] as const

describe('what the channel tells', () => {
  let network: TestNetwork
  let dataset: DatasetDraft
  let issued: Issued
  let blocks: readonly Uint8Array[]

  beforeAll(async () => {
    network = await startTestNetwork()
    dataset = aDataset().from('AU').to('KR').build()
    issued = (await (await network.as('AU', 'issuer')).issue(dataset)).body
    const { id } = issued.certificate
    const document = { id, purpose: DOCUMENT_PURPOSE, content: issued.document }
    const request = { id, purpose: 'case/1/request', content: TEXT }
    const sent = [
      await sendPrivately(network, { code: 'AU', role: 'issuer', other: 'KR' }, 'deliver', document),
      await sendPrivately(network, { code: 'KR', role: 'customs', other: 'AU' }, 'sendText', request),
      await submitAs(network, 'AU', 'issuer', 'markDelivered', [deliveredEntry(id)]),
    ]
    expect(sent).toEqual([['done'], ['done'], ['done']])
    blocks = await blocksAt(network, 'WCO', 'auditor', await network.block('WCO'))
  }, 90_000)

  afterAll(() => network.close(), 30_000)

  it('holds nothing of the dataset, the document or the texts in clear, however it is encoded', () => {
    const secrets = secretsOf(dataset)

    const found = blocks.flatMap((block, number) => foundIn(block, [...secrets, TEXT]).map((text) => [number, text]))

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
    ]

    const hit = guesses.filter((guess) => hashes.has(sha256(guess)) || hashes.has(sha256(JSON.stringify(guess))))

    expect(hashes.size).toBeGreaterThan(10)
    expect(hit).toEqual([])
  })

  it('lets a curious member conclude what the statement of exposure says, and a number only by guessing it whole', async () => {
    const records = await wholeRegister(await network.as('CN', 'auditor'))
    const guess = { issuingMember: 'AU', authority: 'AU-DEV-1' } as const
    const series = Array.from({ length: 1000 }, (_, number) => ({ ...guess, number: `TEST-${number}` }))

    const concluded = conclude(records, [...series, { ...guess, number: dataset.certificateNumber }])

    expect(concluded.pairVolumes).toEqual({ 'AU → KR': 1 })
    expect(concluded.authorityVolumes).toEqual({ 'AU-DEV-1': 1 })
    expect(Object.keys(concluded.issueTimes)).toEqual([issued.certificate.id])
    expect(Object.values(concluded.itemCounts)).toEqual([issued.certificate.items.length])
    expect(new Set(Object.values(concluded.usedShares))).toEqual(new Set([0]))
    expect(concluded.guessedNumbers).toEqual([dataset.certificateNumber])
    expect(foundIn(Buffer.from(JSON.stringify(records)), secretsOf(dataset))).toEqual([])
  })

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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
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
