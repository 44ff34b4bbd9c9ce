import { beforeEach, describe, expect, it } from '@jest/globals'
import { CONTRACT_NAME, Refusal, TRANSACTIONS, parseOutcomes, parseRecordText, printRegistration } from '@eco/domain'
import type { OpenIssueEntry } from '@eco/domain'
import { Ledger } from './testing/ledger'
import type { Sender, Simulation } from './testing/ledger'
import { ISSUER, aRegistration, keyOf } from './testing/samples'

const KOREA: Sender = { mspId: 'KRMSP', identity: 'customs' }
const OBSERVER: Sender = { mspId: 'WCOMSP', identity: 'auditor' }

const ONE = aRegistration('AU-1')
const TWO = aRegistration('AU-2')

let ledger: Ledger

beforeEach(async () => {
  ledger = await Ledger.open()
})

function list(...registrations: readonly OpenIssueEntry[]): string {
  return JSON.stringify(registrations.map(printRegistration))
}

function cancellation(id: string, reason = 'other'): string {
  return JSON.stringify([{ certificate: id, reason }])
}

/** A refusal ends the transaction: nothing written, nothing announced. */
function expectRefused(simulation: Simulation, code: string): void {
  expect(simulation.message).toMatch(new RegExp(`^${code}: `))
  expect(simulation).toMatchObject({ status: 500, writes: {}, events: [] })
}

describe('the contract', () => {
  it('has exactly the transactions and arguments that the domain names, and all of them are text', async () => {
    const { payload } = await ledger.evaluate(ISSUER, 'org.hyperledger.fabric:GetMetadata')

    const { contracts } = JSON.parse(payload) as { contracts: Record<string, ContractMetadata> }
    const described = contracts[CONTRACT_NAME]!.transactions.map(({ name, tag, parameters, returns }) => ({
      name,
      arguments: parameters.map((parameter) => parameter.name),
      writes: tag.includes('SUBMIT'),
      types: [...parameters.map(({ schema }) => schema.type), returns.type],
    }))
    expect(described).toEqual(
      Object.entries(TRANSACTIONS).map(([name, transaction]) => ({
        name,
        arguments: transaction.arguments,
        writes: transaction.writes,
        types: [...transaction.arguments.map(() => 'string'), 'string'],
      })),
    )
  })

  it('answers to its name and without it', async () => {
    const plain = await ledger.evaluate(ISSUER, 'get', ONE.id)
    const named = await ledger.evaluate(ISSUER, `${CONTRACT_NAME}:get`, ONE.id)

    expectRefused(plain, 'CERTIFICATE_NOT_FOUND')
    expectRefused(named, 'CERTIFICATE_NOT_FOUND')
  })

  it.each([
    ['an unknown transaction', ['erase', ONE.id]],
    ['too few arguments', ['cancel', 'request-1']],
    ['too many arguments', ['get', ONE.id, ONE.id]],
  ])('refuses %s and writes nothing', async (_, args) => {
    const simulation = await ledger.submit(ISSUER, ...args)

    expect(simulation).toMatchObject({ status: 500, writes: {}, events: [] })
  })

  it('reads, writes, announces and answers the same wherever it runs', async () => {
    const registrations = list(ONE, TWO)

    const one = await (await Ledger.open()).submit(ISSUER, 'issue', 'request-1', registrations)
    const other = await (await Ledger.open()).submit(ISSUER, 'issue', 'request-1', registrations)

    expect(other).toEqual(one)
  })
})

describe('issue', () => {
  it('writes one record per certificate, reads the registers once for all, and announces how many there were', async () => {
    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    expect(simulation.payload).toBe('{"outcomes":["done","done"]}')
    const parties = ['AU', 'CN', 'ID', 'JP', 'KR'].map((member) => `g/RCEP/2022/${member}`)
    const registers = ['a/AU/AU-ACCI', 'g/RCEP/2022', ...parties, expect.stringMatching(/^p\//)]
    expect(simulation.reads).toEqual([keyOf(ONE), ...registers, keyOf(TWO)])
    expect(Object.keys(simulation.writes)).toEqual([keyOf(ONE), keyOf(TWO)].sort())
    expect(simulation.events).toEqual([{ name: 'eco.issue', payload: '{"done":2,"entries":2}' }])
  })

  it('registers in the name of who signed, at the time of the transaction', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))

    const { payload } = await ledger.evaluate(KOREA, 'get', ONE.id)

    expect(parseRecordText(payload)).toMatchObject({
      issuingMember: 'AU',
      authority: 'AU-ACCI',
      documentHash: ONE.documentHash,
      states: { document: 'issued' },
      registration: { requestId: 'request-1', registeredAt: '2026-03-02T12:00:01.000Z' },
    })
  })

  it('gives each entry an outcome of its own and writes nothing for a refused one', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-0', list(TWO))

    const entries = JSON.stringify(['nonsense', printRegistration(TWO), printRegistration(ONE)])
    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', entries)

    expect(parseOutcomes(simulation.payload)).toMatchObject([
      { code: 'MALFORMED_INPUT' },
      { code: 'CERTIFICATE_ALREADY_ISSUED' },
      'done',
    ])
    expect(Object.keys(simulation.writes)).toEqual([keyOf(ONE)])
    expect(simulation.events).toEqual([{ name: 'eco.issue', payload: '{"done":1,"entries":3}' }])
  })

  it('answers a repeat of the same request like the first time, without a write or an event', async () => {
    const first = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    const second = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    expect(second.payload).toBe(first.payload)
    expect(second).toMatchObject({ status: 200, writes: {}, events: [] })
  })

  it('takes 200 certificates at once, not 201', async () => {
    const many = Array.from({ length: 201 }, (_, index) => aRegistration(`AU-${index}`))

    const all = await ledger.submit(ISSUER, 'issue', 'request-1', list(...many.slice(1)))
    const tooMany = await ledger.submit(ISSUER, 'issue', 'request-2', list(...many))

    expect(Object.keys(all.writes)).toHaveLength(200)
    expectRefused(tooMany, 'LIMIT_EXCEEDED')
  })

  it.each([
    ['customs', { mspId: 'AUMSP', identity: 'customs' }, 'ROLE_NOT_ALLOWED'],
    ['an identity without attributes', { mspId: 'AUMSP', identity: 'nobody' }, 'ROLE_NOT_ALLOWED'],
    ['the observer', OBSERVER, 'ROLE_NOT_ALLOWED'],
    ['an organisation outside the network', { mspId: 'FRMSP', identity: 'issuer' }, 'MEMBER_UNKNOWN'],
  ] as const)('is refused to %s as a whole', async (_, sender, code) => {
    expectRefused(await ledger.submit(sender, 'issue', 'request-1', list(ONE)), code)
  })

  it('lets an issuer of the observer register nothing', async () => {
    const sender = { mspId: 'WCOMSP', identity: 'issuer' } as const

    const simulation = await ledger.submit(sender, 'issue', 'request-1', list(ONE))

    expect(parseOutcomes(simulation.payload)).toMatchObject([{ code: 'MEMBER_UNKNOWN' }])
    expect(simulation).toMatchObject({ writes: {}, events: [] })
  })

  it.each([
    ['a request id with spaces', 'request 1', list(ONE)],
    ['an empty request id', '', list(ONE)],
    ['something that is not JSON', 'request-1', '[{'],
    ['something that is not a list', 'request-1', '{}'],
    ['an empty list', 'request-1', '[]'],
    ['no text at all', 'request-1', ''],
  ])('is refused with %s', async (_, requestId, registrations) => {
    expectRefused(await ledger.submit(ISSUER, 'issue', requestId, registrations), 'MALFORMED_INPUT')
  })

  it('fails as a whole when the ledger holds something that is no record, instead of writing over it', async () => {
    ledger.tamper(keyOf(ONE), '{}')

    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list(TWO, ONE))

    expect(simulation.status).toBe(500)
    expect(Refusal.find(simulation.message ?? '')).toBeUndefined()
    expect(ledger.value(keyOf(TWO))).toBeUndefined()
  })
})

describe('queries', () => {
  it('read for members and the observer, and write nothing', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))

    for (const sender of [ISSUER, KOREA, OBSERVER]) {
      expect(await ledger.evaluate(sender, 'get', ONE.id)).toMatchObject({ status: 200, writes: {}, events: [] })
    }
  })

  it('tell every change, the oldest first', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))
    await ledger.submit(ISSUER, 'cancel', 'request-2', cancellation(ONE.id, 'data-incorrect'))

    const { payload } = await ledger.evaluate(OBSERVER, 'history', ONE.id)

    expect(JSON.parse(payload)).toMatchObject([
      { transition: 'issue', requestId: 'request-1', reason: null, at: Date.UTC(2026, 2, 2, 12, 0, 1) },
      { transition: 'cancel', requestId: 'request-2', reason: 'data-incorrect' },
    ])
  })

  it('refuse what nobody registered', async () => {
    expectRefused(await ledger.evaluate(KOREA, 'get', ONE.id), 'CERTIFICATE_NOT_FOUND')
    expectRefused(await ledger.evaluate(KOREA, 'history', ONE.id), 'CERTIFICATE_NOT_FOUND')
  })
})

describe('cancel', () => {
  it.each([
    ['the importing member', { mspId: 'KRMSP', identity: 'issuer' }, 'CALLER_NOT_ISSUING_MEMBER'],
    ['another authority', { mspId: 'AUMSP', identity: 'neighbour' }, 'CALLER_NOT_ISSUING_AUTHORITY'],
  ] as const)('is refused to %s by its identity, and writes nothing', async (_, sender, code) => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))

    const simulation = await ledger.submit(sender, 'cancel', 'request-2', cancellation(ONE.id))

    expect(parseOutcomes(simulation.payload)).toMatchObject([{ code }])
    expect(simulation).toMatchObject({ writes: {}, events: [] })
  })
})

interface ContractMetadata {
  readonly transactions: readonly {
    readonly name: string
    readonly tag: readonly string[]
    readonly parameters: readonly { readonly name: string; readonly schema: { readonly type: string } }[]
    readonly returns: { readonly type: string }
  }[]
}
