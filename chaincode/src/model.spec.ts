import { describe, expect, it } from '@jest/globals'
import { parseDate, parseOutcomes, parseRecordText, unusedOf } from '@eco/domain'
import * as fc from 'fast-check'
import { Ledger } from './testing/ledger'
import type { Model, Step } from './testing/model'
import { histories } from './testing/model-histories'
import { modelledRecord } from './testing/model-record'
import { newModel, resolved } from './testing/model-rules'
import { modelledId, submissionOf } from './testing/model-submission'
import { AUTHORITY, sealOf, seed } from './testing/seed'
import type { IdentityName } from './testing/identities'

const SCENE = { authority: AUTHORITY, keyOf: sealOf, day: parseDate('2026-03-01', 'day') }
const IDENTITY = { issuer: 'issuer', customs: 'customs', 'member-admin': 'memberAdmin' } as const

// A failure names seed and path; with both set, exactly that history runs again.
const { ECO_MODEL_SEED: seedOf, ECO_MODEL_PATH: path } = process.env
const REPLAY = { ...(seedOf !== undefined && { seed: Number(seedOf) }), ...(path !== undefined && { path }) }

/** A ledger on which every member has declared itself, its authority and the profiles. */
async function seededLedger(): Promise<Ledger> {
  const ledger = new Ledger()
  for (const { sender, name, entries } of seed()) {
    const { payload } = await ledger.submit(sender, name, `request-${ledger.submitted}`, JSON.stringify(entries))
    expect(new Set(parseOutcomes(payload))).toEqual(new Set(['done']))
  }
  return ledger
}

/** True if the step changed something. */
async function takeOn(ledger: Ledger, step: Step): Promise<boolean> {
  const { member, role, name, args, transient } = submissionOf(SCENE, step)
  const sender = { mspId: `${member}MSP`, identity: identityOf(role) }
  const simulation = await ledger.submitWith(transient, sender, name, `request-${ledger.submitted}`, ...args)
  const { status, payload, message = '', writes, privateWrites, events } = simulation
  const [written, sent] = [Object.keys(writes).length > 0, Object.keys(privateWrites).length > 0]
  // Documents for oneself are refused as a whole, before any entry is looked at.
  if (status !== 200 && !message.startsWith('MALFORMED_INPUT: other')) throw new Error(message)
  const isDone = status === 200 && parseOutcomes(payload)[0] === 'done'
  expect(events.length > 0).toBe(written)
  expect(isDone || !(written || sent)).toBe(true)
  return written || sent
}

function identityOf(role: string): IdentityName {
  const identity = Object.entries(IDENTITY).find(([name]) => name === role)?.[1]
  if (identity === undefined) throw new Error(`there is nobody in the role ${role}`)
  return identity
}

/** What everybody reads of a certificate is what the model says, and its links lead there and back. */
async function expectAsModelled(ledger: Ledger, model: Model, number: number): Promise<void> {
  const { payload } = await ledger.evaluate({ mspId: 'WCOMSP', identity: 'auditor' }, 'get', modelledId(SCENE, number))
  const record = parseRecordText(payload)
  const modelled = model.certificates.get(number)!
  expect(record).toMatchObject(modelledRecord(SCENE, model, number))
  expect(unusedOf(record.items[0]!)).toBe(modelled.state === 'issued' ? BigInt(model.left(modelled)) : 0n)
}

describe('the contract', () => {
  it('does with every history what the simple model does, and keeps account, states and links as it says', async () => {
    const beginning = await seededLedger()
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const ledger = beginning.copy()
        const model = newModel()
        for (const wanted of history) {
          const step = resolved(model, wanted)
          const expected = model.take(step, ledger.submitted)
          expect([step.name, await takeOn(ledger, step)]).toEqual([step.name, expected])
        }
        for (const number of model.certificates.keys()) await expectAsModelled(ledger, model, number)
      }),
      { numRuns: 2_000, ...REPLAY },
    )
  }, 120_000)
})
