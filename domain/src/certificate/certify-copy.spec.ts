import { beforeEach, describe, expect, it } from '@jest/globals'
import { profileNamed } from '../agreements/catalogue'
import type { CertificateId } from '../certificate-id'
import { parseDate } from '../date'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { requireReplacementAllowed } from './agreement-rules'
import type { RegisteredCertificate } from './registered'
import { parseIssueEntry, printRegistration } from './registration-entry'
import type { OpenIssueEntry } from './registration-entry'
import { CertificateLedger, anEntry, customsOf, digestOf, idOf, issuerOf, useName } from './testing/certificate-ledger'

const ID = idOf('AU', 'AU-1')
const ISSUER = issuerOf('AU')
const RCEP = { agreement: 'RCEP', agreementVersion: '2022' }

let ledger: CertificateLedger

beforeEach(async () => {
  ledger = await CertificateLedger.open()
})

function certify(reason = 'lost', requestId?: string, id = ID): Promise<string> {
  return ledger.one(ISSUER, 'certifyCopy', { certificate: id, reason }, requestId)
}

function use(amount: string): Promise<string> {
  return ledger.one(customsOf('KR'), 'use', {
    ...{ certificate: ID, use: useName('a'), items: [{ seq: 1, amount }] },
    ...{ declaration: digestOf('one'), date: '2026-03-10' },
  })
}

describe('a certified true copy', () => {
  it('leaves number, date, document and quantities as they are, and stands in record and history', async () => {
    await ledger.issue('AU', anEntry(ID, RCEP))
    await use('60')
    const before = await ledger.record(ID)

    expect(await certify('stolen', 'copied')).toBe('done')
    const { copies, lastChange, ...after } = await ledger.record(ID)
    expect(before).toMatchObject(after)
    expect(copies).toMatchObject([{ transition: 'certify-copy', reason: 'stolen', requestId: 'copied' }])
    expect(lastChange).toEqual(copies?.[0])
    const history = JSON.parse(await ledger.query('history', ID)) as readonly { transition: string }[]
    expect(history.map(({ transition }) => transition)).toEqual(['issue', 'use', 'certify-copy'])
  })

  it('is certified once for each request, and never writes into what uses write', async () => {
    await ledger.issue('AU', anEntry(ID, RCEP))

    expect(await certify('lost', 'copied')).toBe('done')
    expect(ledger.written).toEqual([expect.stringMatching(/^s\/.+\/copies$/)])
    expect(await certify('lost', 'copied')).toBe('done')
    expect(ledger.written).toEqual([])
    expect(await certify('stolen', 'copied')).toBe('REQUEST_ID_REUSED')
    expect((await ledger.record(ID)).copies).toHaveLength(1)
  })

  it.each<readonly [string, Partial<OpenIssueEntry>, string, string]>([
    ['more than a year after the issue (RCEP Art. 3.17.9)', RCEP, '2027-03-10T12:00:00.000Z', 'AGREEMENT_NOT_FOLLOWED'],
    ['up to the end of that year', RCEP, '2027-03-09T12:00:00.000Z', 'done'],
    ['an agreement that is not known to have copies', {}, '2026-03-11T12:00:00.000Z', 'AGREEMENT_NOT_FOLLOWED'],
  ])('is judged by the agreement: %s', async (_, changes, time, outcome) => {
    await ledger.issue('AU', anEntry(ID, changes))
    ledger.time = time

    expect(await certify()).toBe(outcome)
  })

  it('is certified by its own authority alone, and only while the certificate stands', async () => {
    await ledger.issue('AU', anEntry(ID, RCEP))
    const entry = { certificate: ID, reason: 'lost' }

    expect(await ledger.one(issuerOf('KR'), 'certifyCopy', entry)).toBe('CALLER_NOT_ISSUING_MEMBER')
    expect(await ledger.one({ ...ISSUER, authority: 'AU-B' }, 'certifyCopy', entry)).toBe(
      'CALLER_NOT_ISSUING_AUTHORITY',
    )
    expect(await certify('mislaid')).toBe('MALFORMED_INPUT')
    await ledger.one(ISSUER, 'cancel', { certificate: ID, reason: 'other' })
    expect(await certify()).toBe('CERTIFICATE_WITHDRAWN')
  })

  it('is certified so often at most that the record keeps a limit', async () => {
    await ledger.issue('AU', anEntry(ID, RCEP))
    for (const at of Array.from({ length: LIMITS.trueCopies }, (_, index) => index)) {
      expect(await certify('lost', `copy-${at}`)).toBe('done')
    }

    expect(await certify()).toBe('LIMIT_EXCEEDED')
  })

  it('is made only of an unused certificate between China and Korea', async () => {
    const between = { agreement: 'China-Korea', agreementVersion: '2015' }
    const id = idOf('CN', 'CN-1')
    const china = issuerOf('CN')
    expect(await ledger.issue('CN', anEntry(id, between))).toBe('done')
    const entry = { certificate: id, reason: 'lost' }

    expect(await ledger.one(china, 'certifyCopy', entry)).toBe('done')
    await ledger.one(customsOf('KR'), 'reserve', {
      ...{ certificate: id, use: useName('a'), items: [{ seq: 1, amount: '1' }] },
      ...{ declaration: digestOf('one'), date: '2026-03-10' },
    })
    expect(await ledger.one(china, 'certifyCopy', entry)).toBe('CERTIFICATE_USED')
  })

  it('is never a certificate with a number of its own', async () => {
    await ledger.issue('AU', anEntry(ID, RCEP))
    const replaces = { id: ID, reason: 'certified-true-copy', carryUsed: false } as const

    const copy = anEntry(idOf('AU', 'AU-2'), { ...RCEP, kind: 'replacement', replaces })
    expect(await ledger.issue('AU', copy)).toBe('AGREEMENT_NOT_FOLLOWED')
  })
})

describe('a certificate that is issued again', () => {
  it.each([
    ['2027-03-09', undefined],
    ['2027-03-10', 'AGREEMENT_NOT_FOLLOWED'],
  ])('is issued within a year of the first one under ATIGA (Rule 29(1)), by the day %s', (day, code) => {
    const first = registered(ID)
    const replaces = { id: ID, reason: 'reissued', carryUsed: false } as const
    const again = { ...first, issueDate: parseDate(day, 'issueDate'), replaces }

    expect(codeOf(() => requireReplacementAllowed(profileNamed('ATIGA'), first, again))).toBe(code)
    expect(codeOf(() => requireReplacementAllowed(profileNamed('RCEP'), first, again))).toBeUndefined()
  })
})

function registered(id: CertificateId): RegisteredCertificate {
  const stamp = { issuingMember: 'ID', authority: 'ID-A', requestId: 'request-1', registeredAt: 0 } as const
  return { ...parseIssueEntry(printRegistration(anEntry(id))), ...stamp }
}

function codeOf(rule: () => void): string | undefined {
  try {
    rule()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return undefined
}
