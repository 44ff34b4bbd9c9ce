import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  answersOnCertificates,
  answersOnMembers,
  answersOnRegisters,
  purposesHeld,
} from '@eco/chaincode/testing/model-answers'
import { MODEL_MEMBERS, modelledId } from '@eco/chaincode/testing/model-entries'
import type { Scene } from '@eco/chaincode/testing/model-entries'
import { declaringRounds, rounds } from '@eco/chaincode/testing/model-histories'
import { modelledRecord } from '@eco/chaincode/testing/model-record'
import { accountFaults, Sequence } from '@eco/chaincode/testing/model-sequence'
import type { Sequenced } from '@eco/chaincode/testing/model-sequence'
import { MEMBERS, OBSERVER, parseJson, parseRecordText } from '@eco/domain'
import type { CertificateId, CertificateRecord, Gap, MemberCode } from '@eco/domain'
import { seedRegisters } from '@eco/network'
import * as fc from 'fast-check'
import { LEDGER } from '../support/ledger'
import { validTransactions } from '../support/ledger-writes'
import { runHistory } from '../support/model-run'
import type { Run } from '../support/model-run'
import { ModelStage, usersOf } from '../support/model-stage'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const HISTORIES = LEDGER === 'fabric' ? 6 : 50
// So many take place beside each other; each has authorities and certificates of its own.
const AT_ONCE = 3

// A failure names both; with both set, that history takes place again, though members may meet in another order.
const SEED = Number(process.env.ECO_MODEL_SEED ?? Date.now() % 2 ** 31)
const ONLY = process.env.ECO_MODEL_HISTORY

function againOf(history: number): string {
  return `ECO_MODEL_SEED=${SEED} ECO_MODEL_HISTORY=${history}`
}

/** A history that has taken place, and how it takes place again. */
interface Told {
  readonly again: string
  readonly scene: Scene
  readonly run: Run
}

/** Does this with every history; what fails says how that one takes place again. */
async function each(told: readonly Told[], work: (one: Told) => Promise<void> | void): Promise<void> {
  for (const one of told) {
    try {
      await work(one)
    } catch (error) {
      throw new Error(one.again, { cause: error })
    }
  }
}

describe('random histories by members that act at the same time', () => {
  let network: TestNetwork
  let stage: ModelStage
  let told: readonly Told[]

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
    const done: Told[] = []
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [number, history] = next
        const scene = scenes[number]!
        const run = await runHistory(stage, scene, history).catch((error: unknown) => {
          throw new Error(`${againOf(number)}: ${JSON.stringify(history)}`, { cause: error })
        })
        done.push({ again: againOf(number), scene, run })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))

    told = done
    const fates = (kind: keyof Run['fates']): number => done.reduce((sum, { run }) => sum + run.fates[kind], 0)
    expect(done).toHaveLength(ONLY === undefined ? HISTORIES : 1)
    expect(fates('committed')).toBeGreaterThan(done.length)
    // Every history has a round in which one of two conflicts, and one is refused.
    expect(Math.min(fates('refused'), fates('conflict'))).toBeGreaterThanOrEqual(done.length)
  }, 600_000)

  it('leave every peer with the same records, which are those of the model', async () => {
    await each(told, async ({ scene, run }) => {
      expect((await stage.states(run.block)).size).toBe(1)
      for (const modelled of [answersOnCertificates, answersOnRegisters]) {
        for (const { query, args, shows } of modelled(scene, run.model)) {
          const answers = [...(await stage.answers(query, ...args))]
          const parsed = answers.map((answer) => parseJson(answer, query))
          expect({ query, parsed }).toMatchObject({ query, parsed: [shows] })
          if (query === 'get') expect(accountFaults(parseRecordText(answers[0]!))).toEqual([])
        }
      }
    })
  }, 300_000)

  it('leave at both members of every certificate what they exchanged, or list it as missing', async () => {
    const sequence = await sequenceOf(stage)
    const sequenced = new Map(sequence.certificates().map((one) => [one.id, one]))
    await each(told, async ({ scene, run }) => {
      for (const number of run.model.certificates.keys()) {
        const one = sequenced.get(modelledId(scene, number))!
        const held = purposesHeld(run.model, number)
        // A peer may get what is confidential after the block that holds its hash.
        for (const party of [one.issuingMember, one.importingMember]) {
          const atPeer = (): Promise<unknown> => stage.held(party, one.id)
          const same = async (): Promise<true | undefined> => (equal(await atPeer(), held) ? true : undefined)
          await eventually(same, `${party} holds ${held.join(', ') || 'nothing'} of ${one.id}`)
        }
        expect([one, isAccounted(one, held.includes('document'))]).toEqual([one, true])
      }
    })
  }, 300_000)

  it('break no invariant in the order of the ledger: of states, authorities, keys, links and purges', async () => {
    const sequence = await sequenceOf(stage)
    const faults = sequence.faults()

    await each(told, ({ scene, run }) => {
      const ids = [...run.model.certificates.keys()].map((number) => modelledId(scene, number))
      expect(faults.filter((fault) => ids.some((id) => fault.startsWith(id)))).toEqual([])
    })
    expect(faults).toEqual([])
    expect(sequence.certificates()).toHaveLength(told.reduce((sum, { run }) => sum + run.model.certificates.size, 0))
  }, 120_000)

  it('are shown alike by every gateway, which reads them all when it comes back', async () => {
    await network.restart('gateways')
    const clients = await Promise.all([...MEMBERS, OBSERVER].map(({ code }) => network.as(code, 'auditor')))
    await each(told, async ({ scene, run }) => {
      for (const number of run.model.certificates.keys()) {
        const path = `/api/v1/certificates/${modelledId(scene, number)}?atLeastBlock=${run.block}`
        const answers = await Promise.all(clients.map((client) => client.get<{ certificate: CertificateRecord }>(path)))
        const { states, ...modelled } = modelledRecord(scene, run.model, number)
        for (const { body } of answers) {
          expect(body.certificate).toMatchObject({ ...modelled, states: { document: states.document } })
        }
      }
    })
  }, 300_000)

  it('are listed alike by the gateways of both members where a document is missing, in the order of the ledger', async () => {
    const listed: Listed[] = []
    for (const issuing of MODEL_MEMBERS) {
      for (const importing of MODEL_MEMBERS.filter((code) => code !== issuing)) {
        // Gateways that have come back acknowledge what they find, so that for a while nobody can list it alike.
        const alike = async (): Promise<Listed | undefined> => {
          const before = await listedOf(stage, issuing, importing)
          const lists = [
            (await reconciled(network, issuing, importing)).outgoing,
            (await reconciled(network, importing, issuing)).incoming,
          ]
          return lists.every((list) => equal(list, before)) ? before : undefined
        }
        listed.push(await eventually(alike, `${issuing} and ${importing} list the same`, 60_000))
      }
    }
    // Few histories deliver everything.
    if (ONLY === undefined) expect(listed.flatMap(({ registered }) => registered)).not.toEqual([])
  }, 300_000)

  it('do what the simple model does also where members declare themselves anew, in one that has the ledger for itself', async () => {
    if (ONLY !== undefined) return
    await network.stop('gateways')
    const [history = []] = fc.sample(declaringRounds, { seed: SEED, numRuns: 1 })
    const [scene] = await stage.scenes(1)

    const run = await runHistory(stage, scene!, history).catch((error: unknown) => {
      throw new Error(`ECO_MODEL_SEED=${SEED}: ${JSON.stringify(history)}`, { cause: error })
    })

    expect(run.model.state.members.flatMap(({ agreementKeys }) => agreementKeys)).not.toEqual([])
    for (const { query, args, shows } of answersOnMembers(scene!, run.model)) {
      const answers = [...(await stage.answers(query, ...args))].map((answer) => parseJson(answer, query))
      expect({ query, answers }).toMatchObject({ query, answers: [shows] })
    }
  }, 120_000)
})

type Listed = Readonly<Record<Gap, readonly CertificateId[]>>

async function reconciled(
  network: TestNetwork,
  code: MemberCode,
  other: MemberCode,
): Promise<Readonly<Record<'outgoing' | 'incoming', Listed>>> {
  const client = await network.as(code, 'customs')
  const { body } = await client.post<Record<'outgoing' | 'incoming', Listed>>(
    '/api/v1/reconciliations',
    { with: other },
    randomUUID(),
  )
  const only = ({ registered, delivered, failed }: Listed): Listed => ({ registered, delivered, failed })
  return { outgoing: only(body.outgoing), incoming: only(body.incoming) }
}

/** What the ledger says is missing between two members. */
async function listedOf(stage: ModelStage, issuing: MemberCode, importing: MemberCode): Promise<Listed> {
  const pair = (await sequenceOf(stage))
    .certificates()
    .filter(({ issuingMember, importingMember }) => issuingMember === issuing && importingMember === importing)
  const of = (gap: Gap): readonly CertificateId[] => pair.flatMap((one) => (one.gap === gap ? [one.id] : []))
  return { registered: of('registered'), delivered: of('delivered'), failed: of('failed') }
}

/** Of a pair every document is there, is listed as missing, or was purged by both. */
function isAccounted({ isPurged, gap }: Sequenced, isThere: boolean): boolean {
  return isPurged ? !isThere : isThere || gap !== undefined
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What stands on the ledger by now, in its order. */
async function sequenceOf(stage: ModelStage): Promise<Sequence> {
  const sequence = new Sequence()
  for (const { time, writes } of (await stage.blocks()).flatMap((block) => validTransactions(block))) {
    for (const [key, text] of writes) sequence.read(key, text, time)
  }
  return sequence
}
