import { beforeEach, describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { profileNamed } from '../agreements/catalogue'
import { parsePurpose, privateKey } from '../delivery/purpose'
import { CALLERS, DOCUMENT_ENTRY, RECORD, SampleLedger } from '../delivery/testing/a-ledger'
import { parseDate } from '../date'
import { MEMBERS, pairCollection } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { caseHeadKey } from '../verification/load'
import { printHead } from '../verification/record'
import { endOfRetention } from './end'
import { parseRetention, printRetention, retentionKey, retentionStateOf } from './record'
import type { RetentionRecord } from './record'
import { HOLD_REASONS, PURGE_GROUNDS, RETENTION_STEPS } from './steps'

const { issuer, importer, issuingAdmin, importingAdmin, thirdAdmin } = CALLERS
const COLLECTION = pairCollection('AU', 'KR')
const TEXT = { ...DOCUMENT_ENTRY, purpose: parsePurpose('case/1/request'), content: 'Is it genuine?' }
const CERTIFICATE = { certificate: RECORD.id }
const AGREED = list({ ...CERTIFICATE, ground: 'agreed' })
const BOTH = list({ ...CERTIFICATE, purposes: ['document', 'case/1/request'] })
const HOLD = list({ ...CERTIFICATE, reason: 'investigation' })
const RELEASE = list(CERTIFICATE)

let ledger: SampleLedger
beforeEach(async () => {
  ledger = new SampleLedger()
  await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])
  await ledger.send(importer, 'sendText', 'AU', [TEXT])
})

function list(...entries: unknown[]): string {
  return JSON.stringify(entries)
}

function record(other: MemberCode = 'KR'): RetentionRecord | undefined {
  const text = ledger.state.value(retentionKey(RECORD.id, other))
  return text === undefined ? undefined : parseRetention(text)
}

function held(): readonly string[] {
  return ['document', 'case/1/request'].filter(
    (purpose) => ledger.state.privateValue(COLLECTION, privateKey(RECORD.id, purpose)) !== undefined,
  )
}

async function agree(): Promise<void> {
  expect(await ledger.submit(issuingAdmin, 'requestPurge', AGREED)).toEqual(['done'])
  expect(await ledger.submit(importingAdmin, 'requestPurge', AGREED)).toEqual(['done'])
}

describe('a purge', () => {
  it('takes document and texts from both members and leaves the proof', async () => {
    await agree()

    expect(await ledger.submit(importingAdmin, 'purge', BOTH)).toEqual(['done'])

    expect(held()).toEqual([])
    expect(record()).toMatchObject({ other: 'KR', purge: { member: 'KR', values: 2 } })
    expect(retentionStateOf(record())).toBe('purged')
    await expect(ledger.query(importer, 'readDocument', RECORD.id)).rejects.toMatchObject({ code: 'NOT_DELIVERED' })
  })

  it.each([
    ['nobody asks', []],
    ['only the issuing side asks', [issuingAdmin]],
    ['only the importing side asks', [importingAdmin]],
    ['one side asks twice', [issuingAdmin, issuingAdmin]],
  ])('does not happen when %s', async (_, callers) => {
    for (const caller of callers) await ledger.submit(caller, 'requestPurge', AGREED)

    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toMatchObject([{ code: 'PURGE_NOT_AGREED' }])
    expect(held()).toHaveLength(2)
  })

  it('does not happen while one of the two holds it back, and happens after the release', async () => {
    await agree()
    await ledger.submit(importingAdmin, 'placeHold', HOLD)

    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toMatchObject([{ code: 'LEGAL_HOLD' }])
    expect(held()).toHaveLength(2)
    await ledger.submit(issuingAdmin, 'releaseHold', RELEASE)
    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toMatchObject([{ code: 'LEGAL_HOLD' }])
    await ledger.submit(importingAdmin, 'releaseHold', RELEASE)
    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toEqual(['done'])
    expect(held()).toEqual([])
  })

  it('does not happen while a verification case is undecided', async () => {
    await agree()
    const head = { count: 1, determinedBefore: false }
    const set = (state: 'answered' | 'determined'): void => {
      ledger.state.commit(state, new Map([[caseHeadKey(RECORD.id), printHead({ ...head, state })]]))
    }

    set('answered')
    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toMatchObject([{ code: 'CASE_OPEN' }])
    expect(held()).toHaveLength(2)
    set('determined')
    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toEqual(['done'])
  })

  it('does not happen after one of the two has taken its word back', async () => {
    await agree()
    await ledger.submit(issuingAdmin, 'withdrawPurgeRequest', RELEASE)

    expect(await ledger.submit(importingAdmin, 'purge', BOTH)).toMatchObject([{ code: 'PURGE_NOT_AGREED' }])
  })

  it('is for good: nothing is exchanged about the certificate afterwards', async () => {
    await agree()
    await ledger.submit(importingAdmin, 'purge', BOTH)

    expect(await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])).toMatchObject([{ code: 'PURGED' }])
    expect(await ledger.send(importer, 'sendText', 'AU', [TEXT])).toMatchObject([{ code: 'PURGED' }])
    expect(await ledger.submit(issuingAdmin, 'withdrawPurgeRequest', RELEASE)).toMatchObject([{ code: 'PURGED' }])
    expect(await ledger.submit(issuingAdmin, 'placeHold', HOLD)).toMatchObject([{ code: 'PURGED' }])
    expect(held()).toEqual([])
  })

  it('takes what was left over the first time, and counts it', async () => {
    await agree()
    await ledger.submit(importingAdmin, 'purge', list({ ...CERTIFICATE, purposes: ['document'] }))

    expect(await ledger.submit(issuingAdmin, 'purge', BOTH)).toEqual(['done'])
    expect(record()).toMatchObject({ purge: { values: 2 } })
    expect(held()).toEqual([])
  })

  it('changes nothing when its request is repeated', async () => {
    await agree()
    await ledger.submit(importingAdmin, 'purge', BOTH, 'purge-1')
    const before = record()

    expect(await ledger.submit(importingAdmin, 'purge', BOTH, 'purge-1')).toEqual(['done'])
    expect(record()).toEqual(before)
  })

  it('leaves a later importing member out: what the former one holds is purged between those two', async () => {
    ledger.register({ ...RECORD, importingMember: 'CN' })
    const former = list({ ...CERTIFICATE, other: 'KR', ground: 'agreed' })
    await ledger.submit(issuingAdmin, 'requestPurge', former)
    await ledger.submit(importingAdmin, 'requestPurge', former)

    expect(
      await ledger.submit(issuingAdmin, 'purge', list({ ...CERTIFICATE, other: 'KR', purposes: ['document'] })),
    ).toEqual(['done'])
    expect(held()).toEqual(['case/1/request'])
    expect(record('CN')).toBeUndefined()
  })

  it.each(['requestPurge', 'placeHold', 'purge'] as const)(
    '%s is refused to third members and to themselves',
    async (name) => {
      const content = {
        requestPurge: { ground: 'agreed' },
        placeHold: { reason: 'audit' },
        purge: { purposes: ['document'] },
      }
      const entries = list({ ...CERTIFICATE, ...content[name] }, { ...CERTIFICATE, ...content[name], other: 'AU' })

      expect(await ledger.submit(thirdAdmin, name, entries)).toMatchObject([
        { code: 'CALLER_NOT_PARTY' },
        { code: 'CALLER_NOT_PARTY' },
      ])
      expect((await ledger.submit(issuingAdmin, name, entries))[1]).toMatchObject({ code: 'CALLER_NOT_PARTY' })
      await expect(ledger.submit(importer, name, entries)).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
    },
  )
})

describe('the end of retention', () => {
  const rcep = profileNamed('RCEP', '2022')!

  it('counts from the last day of validity, by the agreement', () => {
    expect(endOfRetention({ validUntil: parseDate('2027-03-01', 'date') }, rcep)).toBe('2030-03-01')
  })

  it('is not known where the agreement was not read on it', () => {
    const unread = { retention: { evidence: 'not-read', source: '' } } as const

    expect(endOfRetention({ validUntil: parseDate('2027-03-01', 'date') }, unread)).toBeUndefined()
  })

  it('is awaited by who names it as the ground', async () => {
    const ended = list({ ...CERTIFICATE, ground: 'retention-ended' })

    expect(await ledger.submit(issuingAdmin, 'requestPurge', ended)).toMatchObject([
      { code: 'RETENTION_NOT_ENDED', detail: expect.stringContaining('2030-03-01') },
    ])
    const old = { ...RECORD, issueDate: parseDate('2020-03-01', 'd'), validUntil: parseDate('2021-03-01', 'd') }
    ledger.register(old)
    expect(await ledger.submit(issuingAdmin, 'requestPurge', ended)).toEqual(['done'])
  })
})

describe('a word on retention', () => {
  it('tells when its request id comes again with other content', async () => {
    await ledger.submit(issuingAdmin, 'placeHold', HOLD, 'one')

    expect(
      await ledger.submit(issuingAdmin, 'placeHold', list({ ...CERTIFICATE, reason: 'audit' }), 'one'),
    ).toMatchObject([{ code: 'REQUEST_ID_REUSED' }])
    expect(await ledger.submit(issuingAdmin, 'placeHold', HOLD, 'one')).toEqual(['done'])
    expect(record()?.holds).toHaveLength(1)
  })

  it('names reasons and grounds of a list only', async () => {
    for (const [name, entry] of [
      ['placeHold', { ...CERTIFICATE, reason: 'Mr Smith' }],
      ['requestPurge', { ...CERTIFICATE, ground: 'because' }],
      ['purge', { ...CERTIFICATE, purposes: [] }],
      ['purge', { ...CERTIFICATE, purposes: ['document', 'document'] }],
    ] as const) {
      expect(await ledger.submit(issuingAdmin, name, list(entry))).toMatchObject([{ code: 'MALFORMED_INPUT' }])
    }
  })

  it('is for administrators of a member only', () => {
    expect(Object.values(RETENTION_STEPS).every(({ role }) => role === 'member-admin')).toBe(true)
  })
})

describe('the record of retention', () => {
  const member = fc.constantFrom(...MEMBERS.map(({ code }) => code))
  const time = fc
    .date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const requestId = fc.stringMatching(/^[\x21-\x7e]{1,128}$/)
  const anyRecord = fc.record<RetentionRecord>({
    formatVersion: fc.constant(1),
    other: member,
    holds: fc.array(fc.record({ member, reason: fc.constantFrom(...HOLD_REASONS), since: time, requestId }), {
      maxLength: 2,
    }),
    requests: fc.array(fc.record({ member, ground: fc.constantFrom(...PURGE_GROUNDS), requestedAt: time, requestId }), {
      maxLength: 2,
    }),
    purge: fc.option(fc.record({ member, purgedAt: time, values: fc.nat(), requestId })),
  })

  it('is the same after printing and reading', () => {
    fc.assert(fc.property(anyRecord, (one) => expect(parseRetention(printRetention(one))).toEqual(one)))
  })

  it('is refused with anything else in it', () => {
    expect(() => parseRetention('{}')).toThrow(Refusal)
    expect(() =>
      parseRetention('{"formatVersion":1,"other":"KR","holds":[],"requests":[],"purge":null,"x":1}'),
    ).toThrow(Refusal)
  })
})
