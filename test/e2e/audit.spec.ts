import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { acknowledgementEntry, DOCUMENT_PURPOSE, printTake, printUseName, shortId } from '@eco/domain'
import type { CertificateRecord, Role } from '@eco/domain'
import { Audit, readBlock } from '@eco/evidence'
import type { FindingRule } from '@eco/evidence'
import { alteredBlock, leaveEndorsements, setCode, setEnvelope } from '../support/altered-block'
import { audit } from '../support/audit'
import { blocksAt } from '../support/channel-blocks'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import { memberClient, submitAs } from '../support/private-exchange'
import { LEDGER } from '../support/ledger'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const CONFLICT = 11
/** Documents that gateways deliver in the life that is audited. */
const DELIVERED = 3

describe('an audit of the whole chain', () => {
  let network: TestNetwork
  let certificate: CertificateRecord
  let blocks: readonly Uint8Array[]

  beforeAll(async () => {
    network = await startTestNetwork()
    await live()
    const last = await network.block('AU')
    blocks = await blocksAt(network, 'KR', 'auditor', last)
  }, 180_000)

  afterAll(() => network.close(), 60_000)

  /** A certificate's life with every kind of transaction that leaves other traces: lists, refusals, private values, purge, conflict. */
  async function live(): Promise<void> {
    const issuer = await network.as('AU', 'issuer')
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    ;({ certificate } = body)
    const { id } = certificate
    const take = takeOf('A')
    await onceDelivered(issuer, id)
    const publicJwk = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' })
    await submitAs(network, 'UY', 'member-admin', 'declareMember', [memberEntry(publicJwk)])
    await submitAs(network, 'KR', 'customs', 'acknowledge', [
      acknowledgementEntry({ id, answer: 'accepted', reason: null }),
    ])
    await submitAs(network, 'KR', 'customs', 'reserve', [take, take])
    await submitAs(network, 'KR', 'customs', 'confirm', [printUseName({ certificate: id, use: useOf('A') })])
    await race()
    const { body: other } = await issuer.issue(aDataset().from('AU').to('CN').build())
    await onceDelivered(issuer, other.certificate.id)
    await issuer.cancel(other.certificate.id)
    for (const code of ['AU', 'KR'] as const) {
      await submitAs(network, code, 'member-admin', 'requestPurge', [{ certificate: id, ground: 'agreed' }])
    }
    await submitAs(network, 'AU', 'member-admin', 'purge', [{ certificate: id, purposes: [DOCUMENT_PURPOSE] }])
    const { body: last } = await issuer.issue(aDataset().from('AU').to('KR').build())
    await onceDelivered(issuer, last.certificate.id)
  }

  const useOf = (letter: string): string => letter.repeat(22)

  function takeOf(letter: string): readonly unknown[] {
    return printTake({
      ...{ certificate: certificate.id, use: useOf(letter), declaration: 'D'.repeat(43), late: null },
      ...{ items: [{ seq: 1, amount: '1' }], date: certificate.issueDate },
    })
  }

  /** Two uses that are endorsed on the same state: one of them is ordered later, and counts as invalid. */
  async function race(): Promise<void> {
    using one = await memberClient(network, 'KR', 'customs')
    const endorsed = await Promise.all(
      ['B', 'C'].map((letter) =>
        one.contract.newProposal('use', { arguments: [randomUUID(), JSON.stringify([takeOf(letter)])] }).endorse(),
      ),
    )
    const outcomes: boolean[] = []
    for (const transaction of endorsed) {
      outcomes.push((await (await transaction.submit()).getStatus()).successful)
    }
    expect(outcomes).toEqual([true, false])
  }

  /** The place of the first transaction with this name and validity. */
  function placeOf(name: string, valid = true): { readonly block: number; readonly index: number } {
    for (const { number, transactions } of blocks.map((bytes) => readBlock(bytes))) {
      const found = transactions.find(
        ({ code, transaction }) =>
          transaction.kind === 'endorsed' && transaction.args[0] === name && (code === 0) === valid,
      )
      if (found !== undefined) return { block: number, index: found.index }
    }
    throw new Error(`no ${name}`)
  }

  /** Which rules an audit finds broken, and in which block first. */
  async function broken(chain: readonly Uint8Array[]): Promise<ReadonlyMap<FindingRule, number>> {
    const checked = new Audit('eco')
    for (const block of chain) await checked.add(readBlock(block))
    return new Map(checked.report.findings.toReversed().map(({ rule, block }) => [rule, block]))
  }

  const replaced = (number: number, block: Uint8Array): readonly Uint8Array[] =>
    blocks.map((own, at) => (at === number ? block : own))

  it('finds nothing where everything was done by the rules, at members and at the observer', async () => {
    for (const code of ['AU', 'KR', 'JP', 'WCO'] as const) {
      const { code: exit, report, text } = await audit(network, code)
      expect([exit, report.findings]).toEqual([0, []])
      expect(report.rerun.confidential).toBeGreaterThanOrEqual(DELIVERED)
      expect(text).toContain(`Everything holds, from block 0 to block ${blocks.length - 1}`)
      expect(text).toContain('only the two members can check')
    }
  }, 120_000)

  it('says who makes the blocks, and on the embedded channel that this is one operator', async () => {
    const { report, text } = await audit(network, 'KR')

    expect(report.ordering).toBe(LEDGER === 'embedded' ? 'one-operator' : 'byzantine')
    expect(text).toContain(LEDGER === 'embedded' ? 'one operator only' : 'a quorum of the members’ orderers')
  }, 60_000)

  it('cannot check without a peer that answers, and says so', async () => {
    const args = { network: { layout: { gatewayConfig: '/nowhere/gateways.json' } } } as unknown as TestNetwork

    await expect(audit(args, 'KR')).rejects.toThrow(/could not be checked/)
  })

  it('finds a block that is left out, and one that does not name the one before it', async () => {
    const { block } = placeOf('markDelivered')
    const without = blocks.filter((_, number) => number !== block)
    const other = alteredBlock(blocks[block]!, (own) => own.getHeader()?.setPreviousHash(Buffer.alloc(32, 1)))

    expect((await broken(without)).get('BLOCK_MISSING')).toBe(block + 1)
    expect((await broken(replaced(block, other))).get('CHAIN_BROKEN')).toBe(block)
  })

  it('finds content that is not the one of the header, and a header that the orderers did not sign', async () => {
    const { block, index } = placeOf('acknowledge')
    const original = blocks[block]!
    const rewritten = alteredBlock(original, (own) =>
      setEnvelope(own, index, (envelope) => envelope.setSignature(Buffer.from('forged'))),
    )
    const inside = alteredBlock(rewritten, (own) => {
      own.getHeader()?.setDataHash(Buffer.from(readBlock(original).dataHash.stated, 'hex'))
    })

    expect((await broken(replaced(block, inside))).get('DATA_HASH_DIFFERENT')).toBe(block)
    const found = await broken(replaced(block, rewritten))
    expect([found.get('BLOCK_NOT_SIGNED'), found.get('SUBMITTER_NOT_PROVEN')]).toEqual([block, block])
    expect(found.get('CHAIN_BROKEN')).toBe(block + 1)
  })

  it('finds a change that too few members endorsed', async () => {
    const { block, index } = placeOf('confirm')
    const thinned = alteredBlock(blocks[block]!, (own) =>
      setEnvelope(own, index, (envelope) => leaveEndorsements(envelope, 2)),
    )

    expect((await broken(replaced(block, thinned))).get('ENDORSEMENTS_MISSING')).toBe(block)
  })

  it('finds a transaction that the peer counts although it came too late, and one that it does not count without reason', async () => {
    const [late, fair] = [placeOf('use', false), placeOf('confirm')]
    const counted = alteredBlock(blocks[late.block]!, (own) => setCode(own, late.index, 0))
    const dropped = alteredBlock(blocks[fair.block]!, (own) => setCode(own, fair.index, CONFLICT))

    expect((await broken(replaced(late.block, counted))).get('STALE_READ')).toBe(late.block)
    expect((await broken(replaced(fair.block, dropped))).get('WRONGLY_INVALID')).toBe(fair.block)
  })

  it('names the certificate, the sender and the rule of what does not hold', async () => {
    const { block, index } = placeOf('confirm')
    const checked = new Audit('eco')
    const thinned = alteredBlock(blocks[block]!, (own) =>
      setEnvelope(own, index, (envelope) => leaveEndorsements(envelope, 2)),
    )
    for (const bytes of replaced(block, thinned)) await checked.add(readBlock(bytes))

    const found = checked.report.findings.find(({ rule }) => rule === 'ENDORSEMENTS_MISSING')
    expect(found).toMatchObject({
      detail: expect.stringContaining('the register needs 3, 2 hold') as unknown,
      transaction: {
        ...{ name: 'confirm', certificates: [shortId(certificate.id)] },
        submitter: { organisation: 'KR', role: 'customs' satisfies Role },
      },
    })
  })
})

function memberEntry(keyAgreement: object): object {
  return {
    ...{ functions: ['issuing', 'importing'], keyAgreement, capabilities: [], registersEverythingSince: null },
    inForce: { from: '2000-01-01', until: null },
  }
}
