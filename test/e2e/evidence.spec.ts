import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parseBundle, printBundle, readBlock, verifyBundle } from '@eco/evidence'
import type { EvidenceAnswer, EvidenceBundle, EvidenceCode } from '@eco/evidence'
import { PROJECT_ROOT } from '@eco/network'
import { common } from '@hyperledger/fabric-protos'
import { alteredBlock, leaveEndorsements, setCode, setEnvelope } from '../support/altered-block'
import { onceDelivered } from '../support/apart-from-delivery'
import type { Client, Problem } from '../support/client'
import { aDataset } from '../support/dataset'
import { documentWith } from '../support/document'
import { LEDGER } from '../support/ledger'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const ORDERERS: EvidenceCode = LEDGER === 'embedded' ? 'SIGNED_BY_ONE_OPERATOR' : 'SIGNED_BY_QUORUM'

describe('an evidence bundle', () => {
  let network: TestNetwork
  let folder: string
  let customs: Client
  let id: string
  let bundle: EvidenceBundle
  let genesis: string

  beforeAll(async () => {
    network = await startTestNetwork()
    folder = await mkdtemp(join(tmpdir(), 'eco-evidence-'))
    const issuer = await network.as('AU', 'issuer')
    customs = await network.as('KR', 'customs')
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    ;({ id } = body.certificate)
    await onceDelivered(customs, id)
    const declaration = { reference: 'KR-2026-77', date: new Date().toISOString().slice(0, 10) }
    const items = [{ seq: 1, quantity: { value: '1', unit: 'KGM' } }]
    const use = await customs.post(`/api/v1/certificates/${id}/uses`, { declaration, items, document: body.document })
    expect(use).toMatchObject({ status: 201 })
    bundle = await bundleOf(customs)
    genesis = readBlock(bundle.blocks[0]!).hash
  }, 180_000)

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await network.close()
  }, 60_000)

  async function bundleOf(client: Client, certificate = id): Promise<EvidenceBundle> {
    const { status, body } = await client.get<object>(`/api/v1/certificates/${certificate}/evidence`)
    expect(status).toBe(200)
    return parseBundle(JSON.stringify(body))
  }

  /** Runs the program as somebody would who has nothing but the file and knows the channel. */
  async function verifyFile(name: string, checked: EvidenceBundle, ...options: readonly string[]): Promise<Run> {
    const file = join(folder, name)
    await writeFile(file, printBundle(checked))
    return run(['verify', '--bundle', file, ...options])
  }

  const replaced = (number: number, block: Uint8Array): EvidenceBundle => ({
    ...bundle,
    blocks: bundle.blocks.map((bytes) => (readBlock(bytes).number === number ? block : bytes)),
  })

  const answerOf = (checked: EvidenceBundle): Promise<EvidenceAnswer> => verifyBundle(checked, { channel: genesis })

  const failing = async (checked: EvidenceBundle): Promise<readonly EvidenceCode[]> =>
    (await answerOf(checked)).checks.filter(({ result }) => result === 'fail').map(({ code }) => code)

  const placeOf = (name: string): { readonly block: number; readonly index: number; readonly bytes: Uint8Array } => {
    for (const bytes of bundle.blocks) {
      const { number, transactions } = readBlock(bytes)
      const found = transactions.find(
        ({ transaction }) => transaction.kind === 'endorsed' && transaction.args[0]?.split(':').at(-1) === name,
      )
      if (found !== undefined) return { block: number, index: found.index, bytes }
    }
    throw new Error(`no ${name} in the bundle`)
  }

  it('holds by itself for whoever has only the file and the hash of block 0, and says what happened', async () => {
    const { code, out } = await verifyFile('whole.json', bundle, '--channel', genesis)

    expect(out).toContain('HOLDS')
    expect(out).toMatch(/issue at .*, sent by AU, endorsed by \w+MSP, \w+MSP, \w+MSP/)
    expect(out).toMatch(/use at .*, sent by KR/)
    expect(out).toContain('The certificate then: VALID.')
    expect(out).toContain(LEDGER === 'embedded' ? 'one operator only' : 'A quorum of the members’ orderers')
    expect(code).toBe(0)
  })

  it('asks to compare block 0 where nobody says which channel it is, and fails for another channel', async () => {
    const unnamed = await verifyFile('unnamed.json', bundle)
    const other = await verifyFile('other.json', bundle, '--channel', '0'.repeat(64), '--json')

    expect([unnamed.code, other.code]).toEqual([2, 1])
    expect(unnamed.out).toContain(`block 0 is ${genesis}`)
    expect(JSON.parse(other.out)).toMatchObject({ verdict: 'DOES_NOT_HOLD', certificate: id })
  })

  it('holds as well twenty years later, when every certificate and key in it has expired', async () => {
    const later = jestClock('2046-11-24T00:00:00Z')
    try {
      expect((await answerOf(bundle)).verdict).toBe('HOLDS')
    } finally {
      later()
    }
  })

  it('is given with the document to its two members only, and proves the rest to everybody', async () => {
    const issuing = await bundleOf(await network.as('AU', 'issuer'))
    const uninvolved = await bundleOf(await network.as('CN', 'customs'))
    const auditor = await bundleOf(await network.as('KR', 'auditor'))

    expect([issuing, uninvolved, auditor].map(({ document }) => document !== undefined)).toEqual([true, false, false])
    const answer = await answerOf(uninvolved)
    expect(answer.checks.map(({ code }) => code)).toEqual([
      ...['BLOCKS_WHOLE', 'CHANNEL_KNOWN', 'CONFIGURATION_FOLLOWS', ORDERERS],
      ...['TRANSACTIONS_HOLD', 'REGISTERED', 'NOTHING_LATER', 'DOCUMENT_NOT_INCLUDED'],
    ])
    const observed = await answerOf(await bundleOf(await network.as('WCO', 'auditor')))
    expect([answer.verdict, observed.verdict]).toEqual(['HOLDS', 'HOLDS'])
  })

  it('names what was altered: content, header, endorsements, what counts, the document', async () => {
    const { block, index, bytes } = placeOf('use')
    const forged = alteredBlock(bytes, (own) => setEnvelope(own, index, (envelope) => leaveEndorsements(envelope, 2)))
    const inside = alteredBlock(forged, (own) =>
      own.getHeader()?.setDataHash(Buffer.from(readBlock(bytes).dataHash.stated, 'hex')),
    )
    const issue = placeOf('issue')
    const uncounted = alteredBlock(issue.bytes, (own) => setCode(own, issue.index, 11))
    const document = documentWith(bundle.document!, (dataset) => {
      dataset.items[0]!.quantity.value = '99999'
    })

    expect(await failing(replaced(block, inside))).toContain('BLOCKS_ALTERED')
    expect(await failing(replaced(block, forged))).toEqual(['NOT_SIGNED', 'TRANSACTIONS_DO_NOT_HOLD'])
    expect(await failing(replaced(issue.block, uncounted))).toContain('NOT_REGISTERED')
    expect(await failing({ ...bundle, document })).toEqual(['DOCUMENT_NOT_VALID'])
  })

  it('does not hold without any block on which the registration rests, nor without the registration', async () => {
    const issued = placeOf('issue').block
    const needed = bundle.blocks.filter((bytes) => readBlock(bytes).number <= issued)
    const verdicts = await Promise.all(
      needed.map(async (left) => {
        const blocks = bundle.blocks.filter((bytes) => bytes !== left)
        return (await answerOf({ ...bundle, blocks })).verdict
      }),
    )

    expect(needed.length).toBeGreaterThan(2)
    expect(verdicts).toEqual(needed.map(() => 'DOES_NOT_HOLD'))
  })

  it('is found out when what came last was left out: the peers signed what they had read', async () => {
    const issuer = await network.as('AU', 'issuer')
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    await onceDelivered(issuer, body.certificate.id)
    const cancelled = await issuer.cancel(body.certificate.id)
    const whole = await bundleOf(issuer, body.certificate.id)
    const blocks = whole.blocks.filter((bytes) => readBlock(bytes).number !== cancelled.body.block)
    const codeOf = async (checked: EvidenceBundle): Promise<readonly [string, string | undefined]> => {
      const { verdict, checks } = await answerOf(checked)
      return [verdict, checks.find(({ question }) => question === 'completeness')?.code]
    }

    expect(await codeOf({ ...whole, blocks })).toEqual(['DOES_NOT_HOLD', 'SOMETHING_LATER'])
    expect(await codeOf({ ...whole, blocks, document: undefined, statements: [] })).toEqual([
      'CANNOT_DETERMINE',
      'NO_STATEMENTS',
    ])
    expect(await codeOf({ ...whole, statements: bundle.statements })).toEqual([
      'DOES_NOT_HOLD',
      'STATEMENTS_DO_NOT_HOLD',
    ])
    const thinned = whole.statements.map((bytes) => {
      const envelope = common.Envelope.deserializeBinary(bytes)
      leaveEndorsements(envelope, 2)
      return envelope.serializeBinary()
    })
    expect(await codeOf({ ...whole, statements: thinned })).toEqual(['DOES_NOT_HOLD', 'STATEMENTS_DO_NOT_HOLD'])
  })

  it('shows that the certificate was cancelled in the meantime', async () => {
    const issuer = await network.as('AU', 'issuer')
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    await onceDelivered(issuer, body.certificate.id)
    const cancelled = await issuer.cancel(body.certificate.id)

    const answer = await answerOf(await bundleOf(issuer, body.certificate.id))

    expect(answer.asOf?.block).toBe(cancelled.body.block)
    expect([answer.verdict, answer.document?.verdict]).toEqual(['HOLDS', 'NOT_VALID'])
    expect(answer.checks.find(({ question }) => question === 'document')?.details).toEqual(['CANCELLED'])
  })

  it('is refused for what the register does not hold', async () => {
    const { status, body } = await customs.get<Problem>(`/api/v1/certificates/${'0'.repeat(64)}/evidence`)

    expect([status, body.code]).toEqual([404, 'CERTIFICATE_NOT_FOUND'])
  })
})

interface Run {
  readonly code: number
  readonly out: string
}

function run(args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const program = join(PROJECT_ROOT, 'cli/dist/eco.js')
    execFile(process.execPath, [program, ...args], (error, out) => resolve({ code: Number(error?.code ?? 0), out }))
  })
}

/** Puts the clock forward; gives what puts it back. */
function jestClock(time: string): () => void {
  const real = Date.now
  const at = Date.parse(time)
  Date.now = () => at
  return () => {
    Date.now = real
  }
}
