import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { REGISTER_DECIDES } from '@eco/chaincode/testing/model'
import { rounds } from '@eco/chaincode/testing/model-histories'
import { modelledRecord } from '@eco/chaincode/testing/model-record'
import { modelledId } from '@eco/chaincode/testing/model-submission'
import type { Scene } from '@eco/chaincode/testing/model-submission'
import {
  authorityAsOf,
  authorityKey,
  certificateOfKey,
  isAuthorityName,
  MEMBERS,
  OBSERVER,
  parseAuthority,
  parseRecordText,
  parseStatus,
  parseRegisteredCertificate,
  partsOfKey,
  unusedOf,
} from '@eco/domain'
import type {
  AuthorityRecord,
  CertificateId,
  CertificateRecord,
  CertificateStatus,
  RegisteredCertificate,
} from '@eco/domain'
import { seedRegisters } from '@eco/network'
import * as fc from 'fast-check'
import { LEDGER } from '../support/ledger'
import { validTransactions } from '../support/ledger-writes'
import { runHistory } from '../support/model-run'
import type { Run } from '../support/model-run'
import { ModelStage, usersOf } from '../support/model-stage'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const HISTORIES = LEDGER === 'fabric' ? 6 : 50
// So many take place beside each other; each has authorities and certificates of its own.
const AT_ONCE = 3

// A failure names both; with both set, that history takes place again, though members may meet in another order.
const SEED = Number(process.env.ECO_MODEL_SEED ?? Date.now() % 2 ** 31)
const ONLY = process.env.ECO_MODEL_HISTORY

describe('random histories by members that act at the same time', () => {
  let network: TestNetwork
  let stage: ModelStage
  let told: readonly { readonly scene: Scene; readonly run: Run }[]

  beforeAll(async () => {
    // Blocks long enough for several members to meet in one; nodes on two cores need the longer ones that they have anyway.
    const cutting = { maxMessages: 500, maxBytes: 8 << 20, timeoutMs: 40 }
    network = await startTestNetwork(LEDGER === 'embedded' ? { cutting } : {})
    await seedRegisters(network.network.layout, network.network.topology, (code) => network.network.url(code))
    // Nobody but the members of the histories acts.
    await network.stop('gateways')
    stage = await ModelStage.open(usersOf(network))
  }, 120_000)

  afterAll(async () => {
    stage[Symbol.dispose]()
    await network.close()
  }, 60_000)

  it(`do what the simple model does in some order, in each of ${HISTORIES}`, async () => {
    const histories = fc.sample(rounds, { seed: SEED, numRuns: HISTORIES })
    const scenes = await stage.scenes(HISTORIES)
    const waiting = [...histories.entries()].filter(([number]) => ONLY === undefined || Number(ONLY) === number)
    const done: { scene: Scene; run: Run }[] = []
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [number, history] = next
        const scene = scenes[number]!
        const run = await runHistory(stage, scene, history).catch((error: unknown) => {
          const again = `ECO_MODEL_SEED=${SEED} ECO_MODEL_HISTORY=${number}`
          throw new Error(`${again}: ${JSON.stringify(history)}`, { cause: error })
        })
        done.push({ scene, run })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))

    told = done
    const fates = (kind: keyof Run['fates']): number => done.reduce((sum, { run }) => sum + run.fates[kind], 0)
    expect(done).toHaveLength(ONLY === undefined ? HISTORIES : 1)
    expect(fates('committed')).toBeGreaterThan(done.length)
    if (ONLY === undefined) expect([fates('refused') > 0, fates('conflict') > 0]).toEqual([true, true])
  }, 600_000)

  it('leave every peer with the same records, which are those of the model', async () => {
    for (const { scene, run } of told) {
      expect((await stage.states(run.block)).size).toBe(1)
      for (const number of run.model.certificates.keys()) {
        const records = [...(await stage.records(modelledId(scene, number)))].map((text) => parseRecordText(text))
        expect(records).toHaveLength(1)
        expect(records[0]).toMatchObject(modelledRecord(scene, run.model, number))
        expectSound(records[0]!)
      }
    }
  }, 300_000)

  it('end each certificate once, replace it by one that says so, and let none be issued by an authority that is not active', async () => {
    const blocks = await stage.blocks(Math.max(...told.map(({ run }) => run.block)))
    const seen = new Seen()
    for (const { time, writes } of blocks.flatMap((block) => validTransactions(block))) {
      for (const [key, text] of writes) seen.read(key, text, time)
    }

    expect(seen.issued).toBe(told.reduce((sum, { run }) => sum + run.model.certificates.size, 0))
    for (const [id, by] of seen.replacing) {
      expect([seen.ends.get(id), seen.replacedBy.get(id)]).toEqual(['replaced', by])
    }
  }, 120_000)

  it('are shown alike by every gateway, which reads them all when it comes back', async () => {
    await network.restart('gateways')
    const clients = await Promise.all([...MEMBERS, OBSERVER].map(({ code }) => network.as(code, 'auditor')))
    for (const { scene, run } of told) {
      for (const number of run.model.certificates.keys()) {
        const path = `/api/v1/certificates/${modelledId(scene, number)}?atLeastBlock=${run.block}`
        const answers = await Promise.all(clients.map((client) => client.get<{ certificate: CertificateRecord }>(path)))
        const { states, ...modelled } = modelledRecord(scene, run.model, number)
        for (const { body } of answers) {
          expect(body.certificate).toMatchObject({ ...modelled, states: { document: states.document } })
        }
      }
    }
  }, 300_000)
})

/** What the writes of a ledger say, in their order. */
class Seen {
  readonly ends = new Map<string, string>()
  /** Which certificate takes the place of which, by what each of the two says. */
  readonly replacing = new Map<string, string>()
  readonly replacedBy = new Map<string, string | null>()
  issued = 0
  readonly #authorities = new Map<string, AuthorityRecord>()

  read(key: string, text: string, time: string): void {
    const { kind, parts = [] } = partsOfKey(key) ?? {}
    const id = certificateOfKey(key)
    if (kind === 'authority' && isAuthorityName(parts)) this.#authorities.set(key, parseAuthority(text))
    if (kind === 'certificate' && id !== undefined) this.#registered(parseRegisteredCertificate(id, text), time)
    if (kind === 'status' && parts.length === 1 && id !== undefined) this.#status(id, parseStatus(text))
  }

  #registered({ id, issuingMember, authority, replaces }: RegisteredCertificate, time: string): void {
    const declared = this.#authorities.get(authorityKey(issuingMember, authority))
    if (REGISTER_DECIDES) expect(declared && authorityAsOf(declared, time)).toBe('active')
    if (replaces !== null) this.replacing.set(replaces.id, id)
    this.issued += 1
  }

  #status(id: CertificateId, { document, replacedBy }: CertificateStatus): void {
    expect(this.ends.get(id) ?? document).toBe(document)
    if (document !== 'issued') this.ends.set(id, document)
    this.replacedBy.set(id, replacedBy)
  }
}

/** The account of an item never gives out more than was issued, and nothing is left of a certificate that has ended. */
function expectSound({ items, states }: CertificateRecord): void {
  for (const item of items) {
    const parts = [item.reserved, item.used, item.drawn, item.refused, item.cancelled].map(BigInt)
    const sum = parts.reduce((one, other) => one + other)
    expect(sum + unusedOf(item)).toBe(BigInt(item.issued))
    expect(parts.every((part) => part >= 0n) && unusedOf(item) >= 0n).toBe(true)
    if (states.document !== 'issued') expect(unusedOf(item)).toBe(0n)
  }
}
