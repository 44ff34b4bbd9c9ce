import { beforeEach, describe, expect, it } from '@jest/globals'
import {
  CERTIFICATES_EVENT,
  CONTRACT_NAME,
  Refusal,
  TRANSACTIONS,
  canonicalText,
  certificateKey,
  parseCertificatesEvent,
  parseHistory,
  parseIssueResult,
  parseRecordText,
} from '@eco/domain'
import { Ledger } from './testing/ledger'
import type { Sender, Simulation } from './testing/ledger'
import { ISSUER, aRegistration, keyOf } from './testing/samples'

const INDONESIA: Sender = { mspId: 'IDMSP', identity: 'issuer' }
const KOREA: Sender = { mspId: 'KRMSP', identity: 'customs' }
const OBSERVER: Sender = { mspId: 'WCOMSP', identity: 'auditor' }

const ONE = aRegistration('AU-1')
const TWO = aRegistration('AU-2')

let ledger: Ledger

beforeEach(() => {
  ledger = new Ledger()
})

function list(...entries: unknown[]): string {
  return JSON.stringify(entries)
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

    const one = await new Ledger().submit(ISSUER, 'issue', 'request-1', registrations)
    const other = await new Ledger().submit(ISSUER, 'issue', 'request-1', registrations)

    expect(other).toEqual(one)
  })
})

describe('issue', () => {
  it('writes one canonical record per certificate, in the name of who signed, and announces them together', async () => {
    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    expect(parseIssueResult(simulation.payload).outcomes).toEqual([
      { id: ONE.id, outcome: 'issued', documentHash: ONE.documentHash },
      { id: TWO.id, outcome: 'issued', documentHash: TWO.documentHash },
    ])
    expect(simulation.reads).toEqual([keyOf(ONE), keyOf(TWO)])
    expect(Object.keys(simulation.writes)).toEqual([keyOf(ONE), keyOf(TWO)])
    for (const text of Object.values(simulation.writes)) {
      const record = parseRecordText(text)
      expect(canonicalText(record)).toBe(text)
      expect(record).toMatchObject({
        issuingMember: 'AU',
        authority: 'AU-ACCI',
        states: { document: 'issued' },
        registration: { requestId: 'request-1', registeredAt: '2026-03-02T12:00:01.000Z' },
      })
    }
    expect(simulation.events.map(({ name }) => name)).toEqual([CERTIFICATES_EVENT])
    expect(parseCertificatesEvent(simulation.events[0]!.payload).changes).toMatchObject([
      { id: ONE.id, transition: 'issue', document: 'issued', requestId: 'request-1' },
      { id: TWO.id, transition: 'issue', document: 'issued', requestId: 'request-1' },
    ])
  })

  it('gives each certificate an outcome of its own and writes nothing for a refused one', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-0', list(TWO))

    const wrong = { ...aRegistration('AU-3'), kind: 'copy' }
    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list(wrong, TWO, 'nonsense', ONE))

    expect(parseIssueResult(simulation.payload).outcomes).toMatchObject([
      { id: wrong.id, outcome: 'refused', refusal: { code: 'MALFORMED_INPUT' } },
      { id: TWO.id, outcome: 'refused', refusal: { code: 'CERTIFICATE_ALREADY_ISSUED' } },
      { id: null, outcome: 'refused', refusal: { code: 'MALFORMED_INPUT' } },
      { id: ONE.id, outcome: 'issued' },
    ])
    expect(Object.keys(simulation.writes)).toEqual([keyOf(ONE)])
    expect(parseCertificatesEvent(simulation.events[0]!.payload).changes).toHaveLength(1)
  })

  it('considers only the first of two entries for the same certificate', async () => {
    const again = { ...ONE, importingMember: 'CN' }

    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, again))

    expect(parseIssueResult(simulation.payload).outcomes).toMatchObject([
      { outcome: 'issued' },
      { outcome: 'refused', refusal: { code: 'DUPLICATE_IN_REQUEST' } },
    ])
    expect(parseRecordText(ledger.value(keyOf(ONE))!).importingMember).toBe('KR')
  })

  it('answers a repeat of the same request like the first time, without a write or an event', async () => {
    const first = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    const second = await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE, TWO))

    expect(second.payload).toBe(first.payload)
    expect(second).toMatchObject({ status: 200, writes: {}, events: [] })
  })

  it('tells in the outcome when a request id comes again with other content, and writes nothing', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))

    const simulation = await ledger.submit(ISSUER, 'issue', 'request-1', list({ ...ONE, importingMember: 'CN' }))

    expect(parseIssueResult(simulation.payload).outcomes).toMatchObject([{ refusal: { code: 'REQUEST_ID_REUSED' } }])
    expect(simulation).toMatchObject({ writes: {}, events: [] })
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
    ['an issuer of the observer', { mspId: 'WCOMSP', identity: 'issuer' }, 'MEMBER_UNKNOWN'],
    ['an organisation outside the network', { mspId: 'FRMSP', identity: 'issuer' }, 'MEMBER_UNKNOWN'],
  ] as const)('is refused to %s as a whole', async (_, sender, code) => {
    expectRefused(await ledger.submit(sender, 'issue', 'request-1', list(ONE)), code)
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

describe('cancel', () => {
  beforeEach(async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))
  })

  it('writes the certificate as cancelled, with the reason, and announces it', async () => {
    const simulation = await ledger.submit(ISSUER, 'cancel', 'request-2', ONE.id, 'data-incorrect')

    expect(simulation.writes).toEqual({ [keyOf(ONE)]: simulation.payload })
    expect(parseRecordText(simulation.payload)).toMatchObject({
      states: { document: 'cancelled', delivery: 'registered', verification: 'none' },
      registration: { requestId: 'request-1' },
      lastChange: { requestId: 'request-2', transition: 'cancel', reason: 'data-incorrect' },
    })
    expect(parseCertificatesEvent(simulation.events[0]!.payload).changes).toMatchObject([
      { id: ONE.id, transition: 'cancel', document: 'cancelled', requestId: 'request-2' },
    ])
  })

  it('answers a repeat of the same request with the same record, without a write or an event', async () => {
    const first = await ledger.submit(ISSUER, 'cancel', 'request-2', ONE.id, 'other')

    const second = await ledger.submit(ISSUER, 'cancel', 'request-2', ONE.id, 'other')

    expect(second.payload).toBe(first.payload)
    expect(second).toMatchObject({ status: 200, writes: {}, events: [] })
  })

  it.each([
    ['another member, even one whose certificate names the same authority', INDONESIA, 'CALLER_NOT_ISSUING_MEMBER'],
    ['the importing member', KOREA, 'CALLER_NOT_ISSUING_MEMBER'],
    ['the observer', OBSERVER, 'CALLER_NOT_ISSUING_MEMBER'],
    ['another authority', { mspId: 'AUMSP', identity: 'neighbour' }, 'CALLER_NOT_ISSUING_AUTHORITY'],
    ['another role', { mspId: 'AUMSP', identity: 'customs' }, 'ROLE_NOT_ALLOWED'],
    ['an organisation outside the network', { mspId: 'FRMSP', identity: 'issuer' }, 'MEMBER_UNKNOWN'],
  ] as const)('is refused to %s, and writes nothing', async (_, sender, code) => {
    expectRefused(await ledger.submit(sender, 'cancel', 'request-2', ONE.id, 'other'), code)
  })

  it('is refused a second time under another request id', async () => {
    await ledger.submit(ISSUER, 'cancel', 'request-2', ONE.id, 'other')

    expectRefused(await ledger.submit(ISSUER, 'cancel', 'request-3', ONE.id, 'other'), 'TRANSITION_NOT_ALLOWED')
  })

  it.each([
    ['an id that is none', 'request-2', 'AU-1', 'other', 'MALFORMED_INPUT'],
    ['an empty id', 'request-2', '', 'other', 'MALFORMED_INPUT'],
    ['a certificate that nobody registered', 'request-2', TWO.id, 'other', 'CERTIFICATE_NOT_FOUND'],
    ['a reason in words of its own', 'request-2', ONE.id, 'Mr Smith asked', 'MALFORMED_INPUT'],
    ['an empty request id', '', ONE.id, 'other', 'MALFORMED_INPUT'],
    ['the request id of the issue', 'request-1', ONE.id, 'other', 'REQUEST_ID_REUSED'],
  ])('is refused with %s', async (_, requestId, id, reason, code) => {
    const simulation = await ledger.submit(ISSUER, 'cancel', requestId, id, reason)

    expectRefused(simulation, code)
    expect(simulation.message).not.toContain('Smith')
  })
})

describe('get and history', () => {
  it('read the record, for members and the observer, and write nothing', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))

    for (const sender of [ISSUER, KOREA, OBSERVER]) {
      const simulation = await ledger.evaluate(sender, 'get', ONE.id)

      expect(simulation).toMatchObject({ status: 200, writes: {}, events: [], reads: [certificateKey(ONE.id)] })
      expect(simulation.payload).toBe(ledger.value(keyOf(ONE)))
    }
  })

  it('tell every version, the oldest first', async () => {
    await ledger.submit(ISSUER, 'issue', 'request-1', list(ONE))
    await ledger.submit(ISSUER, 'cancel', 'request-2', ONE.id, 'other')

    const { payload } = await ledger.evaluate(OBSERVER, 'history', ONE.id)

    const entries = parseHistory(payload)
    expect(entries.map(({ record }) => record.states.document)).toEqual(['issued', 'cancelled'])
    expect(entries.map(({ time }) => time)).toEqual(['2026-03-02T12:00:01.000Z', '2026-03-02T12:00:02.000Z'])
    for (const { transactionId, record } of entries) expect(record.lastChange.transactionId).toBe(transactionId)
  })

  it('refuse what nobody registered', async () => {
    expectRefused(await ledger.evaluate(KOREA, 'get', ONE.id), 'CERTIFICATE_NOT_FOUND')
    expectRefused(await ledger.evaluate(KOREA, 'history', ONE.id), 'CERTIFICATE_NOT_FOUND')
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
