import { describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import {
  STEPS,
  certificateId,
  documentHash,
  parseDate,
  parseOutcomes,
  parseRecordText,
  printRegistration,
  unusedOf,
} from '@eco/domain'
import { sealOf } from '@eco/domain/testing'
import * as fc from 'fast-check'
import { Ledger } from './testing/ledger'
import { Model, STEP_NAMES } from './testing/model'
import type { Modelled, Step } from './testing/model'

const MEMBERS = ['AU', 'KR', 'JP'] as const
const SEALS = MEMBERS.map(sealOf)
const DIGEST = 'D'.repeat(43)

// Mostly the first certificates and whoever may, so that histories come far; sometimes anything by anybody.
const numbers = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3)
const steps: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...STEP_NAMES, 'issue', 'use', 'reserve', 'draw'),
  member: fc.nat(2),
  entitled: fc.constantFrom(true, true, true, true, false),
  certificate: numbers,
  other: numbers,
  importer: fc.nat(2),
  use: fc.nat(1),
  amount: fc.integer({ min: 1, max: 8 }),
  carry: fc.boolean(),
})
const beginning = steps.map((step): Step => ({
  ...step,
  ...{ name: 'issue', certificate: 0, member: 0, importer: 1, entitled: false, amount: step.amount + 4 },
}))
const histories = fc
  .tuple(beginning, fc.array(steps, { minLength: 4, maxLength: 16 }))
  .map(([first, rest]) => [first, ...rest])

function idOf(certificate: number): CertificateId {
  return certificateId({ issuingMember: 'AU', authority: 'AU-ACCI', number: `N-${certificate}` })
}

function useOf(use: number): string {
  return `use-${use}`.padEnd(22, 'A')
}

function registrationFor(step: Step): unknown {
  const { name, certificate, other, importer, amount, carry } = step
  const drawnFrom = name === 'draw' ? { id: idOf(other), seq: 1 } : null
  return printRegistration({
    ...{
      id: idOf(certificate),
      agreement: 'Non-preferential',
      agreementVersion: '1',
      importingMember: MEMBERS[importer]!,
    },
    ...{ documentHash: documentHash('document'), documentFormat: 'sd-jwt', keyId: SEALS[step.member]! },
    kind: name === 'draw' ? 'back-to-back' : name === 'replace' ? 'replacement' : 'original',
    issueDate: parseDate('2026-03-01', 'issueDate'),
    validUntil: parseDate('2027-03-01', 'validUntil'),
    items: [{ seq: 1, issued: String(amount), drawnFrom }],
    replaces: name === 'replace' ? { id: idOf(other), reason: 'other', carryUsed: carry } : null,
  })
}

function entryFor(step: Step): unknown {
  const { name, certificate, importer, amount, carry } = step
  const named = { certificate: idOf(certificate), use: useOf(step.use) }
  const items = [{ seq: 1, amount: String(amount) }]
  const declared = { declaration: DIGEST, date: '2026-03-02' }
  const entries: Readonly<Record<Step['name'], unknown>> = {
    ...{ issue: registrationFor(step), draw: registrationFor(step), replace: registrationFor(step) },
    cancel: { certificate: named.certificate, reason: 'other' },
    annul: { certificate: named.certificate, reason: 'other' },
    use: { ...named, items, ...declared },
    reserve: { ...named, items, ...declared },
    confirm: named,
    release: named,
    correctUse: { ...named, items, reason: 'quantity-wrong' },
    refuse: { ...named, items: [{ seq: 1 }], reason: 'goods-differ', ...declared },
    reassess: { ...named, decision: carry ? 'granted' : 'upheld' },
    acquit: { certificate: named.certificate },
    changeDestination: { certificate: named.certificate, importingMember: MEMBERS[importer]! },
  }
  return entries[name]
}

const ROLES = new Map(Object.values(STEPS).map(({ transaction, role }) => [transaction, role]))

async function takeOn(ledger: Ledger, step: Step): Promise<boolean> {
  const transaction = step.name === 'draw' || step.name === 'replace' ? 'issue' : step.name
  const identity = ROLES.get(transaction) === 'issuer' ? 'issuer' : 'customs'
  const sender = { mspId: `${MEMBERS[step.member]!}MSP`, identity } as const
  const { status, payload, message, writes, events } = await ledger.submit(
    sender,
    transaction,
    `request-${ledger.submitted}`,
    JSON.stringify([entryFor(step)]),
  )
  if (status !== 200) throw new Error(message)
  const isDone = parseOutcomes(payload)[0] === 'done'
  expect([Object.keys(writes).length > 0, events.length > 0]).toEqual([isDone, isDone])
  return isDone
}

/** What everybody reads of a certificate is what the model says, and its links lead there and back. */
async function expectAsModelled(ledger: Ledger, model: Model, number: number, expected: Modelled): Promise<void> {
  const { payload } = await ledger.evaluate({ mspId: 'WCOMSP', identity: 'auditor' }, 'get', idOf(number))
  const { states, items, links, importingMember, acquitted } = parseRecordText(payload)
  const { issued, reserved, used, drawn, refused } = expected
  const left = model.left(expected)
  const open = expected.state === 'issued'
  const amounts = { issued, reserved, used, drawn, refused, cancelled: open ? 0 : left }
  const asText = Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]))
  expect(items).toEqual([{ seq: 1, ...asText }])
  expect(unusedOf(items[0]!)).toBe(BigInt(open ? left : 0))
  expect([states.document, MEMBERS.indexOf(importingMember as 'AU'), acquitted]).toEqual([
    expected.state,
    expected.importer,
    expected.acquitted,
  ])
  expect(links).toEqual({
    replaces: expected.replaces === undefined ? null : idOf(expected.replaces),
    replacedBy: expected.replacedBy === undefined ? null : idOf(expected.replacedBy),
    originals: expected.from === undefined ? [] : [idOf(expected.from)],
  })
}

describe('the contract', () => {
  it('does with every history what the simple model does, and keeps account, states and links as it says', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const ledger = await Ledger.open()
        const model = new Model()
        for (const wanted of history) {
          const step = model.resolve(wanted)
          const expected = model.take(step)
          expect([step.name, await takeOn(ledger, step)]).toEqual([step.name, expected])
        }
        for (const [number, expected] of model.certificates) await expectAsModelled(ledger, model, number, expected)
      }),
      { numRuns: 2_000 },
    )
  }, 120_000)
})
