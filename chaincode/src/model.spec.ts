import { describe, expect, it } from '@jest/globals'
import { parseDate, parseJson, parseOutcomes, parseRecordText, recognitionKey, TRANSACTIONS } from '@eco/domain'
import * as fc from 'fast-check'
import type { IdentityName } from './testing/identities'
import { Ledger } from './testing/ledger'
import type { Simulation } from './testing/ledger'
import type { Model, Step, StepName } from './testing/model'
import {
  answersOnCertificates,
  answersOnMembers,
  answersOnRegisters,
  purposesHeld,
  recognitions,
} from './testing/model-answers'
import type { Scene } from './testing/model-entries'
import { histories } from './testing/model-histories'
import { newModel, resolved, RULES } from './testing/model-rules'
import { accountFaults, Sequence } from './testing/model-sequence'
import { submissionOf, transactionOf } from './testing/model-submission'
import { AUTHORITY, aJwk, seed } from './testing/seed'

// The first key of every member is the one that it has declared.
const SCENE: Scene = {
  authority: AUTHORITY,
  keyOf: (member, key) => aJwk(`${member} seal${key === 0 ? '' : ` ${key}`}`),
  day: parseDate('2026-03-01', 'day'),
}
const IDENTITY = { issuer: 'issuer', customs: 'customs', 'member-admin': 'memberAdmin' } as const
const HISTORIES = 2_000

// A failure names seed and path; with both set, exactly that history runs again.
const { ECO_MODEL_SEED: seedOf, ECO_MODEL_PATH: path } = process.env
const REPLAY = { ...(seedOf !== undefined && { seed: Number(seedOf) }), ...(path !== undefined && { path }) }

type Written = Pick<Simulation, 'time' | 'writes'>

/** A ledger on which every member has declared itself, its authority and the profiles, and what was written for that. */
async function seededLedger(): Promise<{ readonly ledger: Ledger; readonly declared: readonly Written[] }> {
  const ledger = new Ledger()
  const declared: Written[] = []
  for (const { sender, name, entries } of seed()) {
    const simulation = await ledger.submit(sender, name, `request-${ledger.submitted}`, JSON.stringify(entries))
    expect(new Set(parseOutcomes(simulation.payload))).toEqual(new Set(['done']))
    declared.push(simulation)
  }
  return { ledger, declared }
}

/** What the step did; what is not done has changed nothing. */
async function takeOn(ledger: Ledger, step: Step): Promise<{ readonly isTaken: boolean } & Written> {
  const { member, role, name, args, transient } = submissionOf(SCENE, step)
  const sender = { mspId: `${member}MSP`, identity: identityOf(role) }
  const simulation = await ledger.submitWith(transient, sender, name, `request-${ledger.submitted}`, ...args)
  const { status, payload, message = '', writes, privateWrites, events } = simulation
  const [written, sent] = [Object.keys(writes).length > 0, Object.keys(privateWrites).length > 0]
  // What is to go to oneself is refused as a whole, before any entry is looked at.
  if (status !== 200 && !message.startsWith('MALFORMED_INPUT: other')) throw new Error(message)
  const isDone = status === 200 && parseOutcomes(payload)[0] === 'done'
  expect(events.length > 0).toBe(written)
  expect(isDone || !(written || sent)).toBe(true)
  return { ...simulation, isTaken: written || sent }
}

function identityOf(role: string): IdentityName {
  const identity = Object.entries(IDENTITY).find(([name]) => name === role)?.[1]
  if (identity === undefined) throw new Error(`there is nobody in the role ${role}`)
  return identity
}

async function answer(ledger: Ledger, organisation: string, ...query: string[]): Promise<unknown> {
  const identity = organisation === 'WCO' ? 'auditor' : 'customs'
  const { status, message, payload } = await ledger.evaluate({ mspId: `${organisation}MSP`, identity }, ...query)
  if (status !== 200) throw new Error(message)
  return parseJson(payload, 'answer')
}

/** What everybody reads is what the model says. */
async function expectAsModelled(ledger: Ledger, model: Model): Promise<void> {
  const answers = [answersOnCertificates, answersOnRegisters, answersOnMembers].flatMap((of) => of(SCENE, model))
  for (const { query, args, shows } of answers) {
    expect([query, await answer(ledger, 'WCO', query, ...args)]).toMatchObject([query, shows])
  }
  for (const { name, shows } of recognitions(SCENE, model)) {
    expect(parseJson(ledger.value(recognitionKey(name)) ?? 'null', 'recognition')).toMatchObject(shows)
  }
}

/** What the ledger holds keeps every invariant, whatever the model says. */
async function expectSound(ledger: Ledger, model: Model, sequence: Sequence): Promise<void> {
  expect(sequence.faults()).toEqual([])
  const sequenced = sequence.certificates()
  expect(sequenced).toHaveLength(model.certificates.size)
  const order = [...model.certificates.keys()]
  for (const [place, { id, issuingMember, importingMember, isPurged, gap }] of sequenced.entries()) {
    const { payload } = await ledger.evaluate({ mspId: 'WCOMSP', identity: 'auditor' }, 'get', id)
    expect(accountFaults(parseRecordText(payload))).toEqual([])
    // Of a pair every certificate is there, is listed as missing, or was purged by both.
    const held = purposesHeld(model, order[place]!)
    expect(await answer(ledger, place % 2 === 0 ? issuingMember : importingMember, 'privatePurposes', id)).toEqual(held)
    const isThere = held.includes('document')
    expect({ id, isPurged, gap, isAccounted: isPurged ? !isThere : isThere || gap !== undefined }).toMatchObject({
      isAccounted: true,
    })
  }
}

describe('the contract', () => {
  const done = new Map<StepName, number>()

  it('does with every history what the simple model does, and keeps every invariant', async () => {
    const { ledger: beginning, declared } = await seededLedger()
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const ledger = beginning.copy()
        const model = newModel()
        const sequence = new Sequence()
        const read = ({ time, writes }: Written): void => {
          for (const [key, text] of Object.entries(writes)) sequence.read(key, text, time)
        }
        declared.forEach(read)
        for (const wanted of history) {
          const step = resolved(model, wanted, ledger.time)
          const expected = model.take(step, ledger.time)
          const taken = await takeOn(ledger, step)
          expect([step.name, taken.isTaken]).toEqual([step.name, expected])
          if (expected) done.set(step.name, (done.get(step.name) ?? 0) + 1)
          read(taken)
        }
        await expectAsModelled(ledger, model)
        await expectSound(ledger, model, sequence)
      }),
      { numRuns: HISTORIES, ...REPLAY },
    )
  }, 300_000)

  it('has done every step and every transaction of the table in the course of them', () => {
    // A single history that runs again does not do everything.
    if (path !== undefined) return
    const steps = Object.keys(RULES) as StepName[]
    const counts = steps.map((name) => `${name} ${done.get(name) ?? 0}`)
    console.info(`Done in ${HISTORIES} histories: ${counts.join(', ')}`)
    const transactions = new Set<string>([...done.keys()].map((name) => transactionOf(name)))
    const writing = Object.entries(TRANSACTIONS).flatMap(([name, { writes }]) => (writes ? [name] : []))

    expect(writing.filter((name) => !transactions.has(name))).toEqual([])
    expect(steps.filter((name) => !done.has(name))).toEqual([])
  })
})
