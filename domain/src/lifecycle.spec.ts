import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import type { Caller } from './caller'
import { ROLES } from './caller'
import { DOCUMENT_STATES, parseCertificateRecord } from './certificate'
import { advance, decideCancel, decideIssue, requireIssuer } from './lifecycle'
import { MEMBERS, OBSERVER } from './member'
import { Refusal } from './refusal'
import { DOCUMENT_HASH, ISSUER, aRecord, aRecordIn, aRecordWithAccount, aRegistration, aStamp } from './testing/samples'

const anyone = fc.record<Caller>({
  organisation: fc.constantFrom(...MEMBERS.map(({ code }) => code), OBSERVER.code),
  role: fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
  authority: fc.option(fc.constantFrom('AU-ACCI', 'AU-AIG', 'ID-X'), { nil: undefined }),
})

describe('issuing', () => {
  it('registers the certificate in the name of the caller, with everything else at its beginning', () => {
    const registration = aRegistration()

    const { record, changed } = decideIssue(undefined, registration, ISSUER, aStamp())

    expect(changed).toBe(true)
    expect(record).toMatchObject({
      formatVersion: 1,
      id: registration.id,
      issuingMember: 'AU',
      authority: 'AU-ACCI',
      links: { replaces: null, replacedBy: null, originals: [] },
      states: { document: 'issued', delivery: 'registered', verification: 'none' },
      registration: { requestId: 'request-1', registeredAt: '2026-03-02T00:00:00.000Z' },
      lastChange: { transition: 'issue', requestId: 'request-1' },
    })
    expect(record.items).toEqual(
      registration.items.map((item) => ({
        ...item,
        reserved: '0',
        used: '0',
        drawn: '0',
        refused: '0',
        cancelled: '0',
      })),
    )
    expect(parseCertificateRecord(JSON.parse(JSON.stringify(record)))).toEqual(record)
  })

  it('is for issuers of a member who act for an authority, nobody else', () => {
    fc.assert(
      fc.property(anyone, (caller) => {
        const may = caller.role === 'issuer' && caller.organisation !== 'WCO' && caller.authority !== undefined
        // Importer and issuer may not be the same.
        fc.pre(caller.organisation !== 'KR')

        expect(allowed(() => decideIssue(undefined, aRegistration(), caller, aStamp()))).toBe(may)
        expect(allowed(() => requireIssuer(caller))).toBe(may)
      }),
    )
  })

  it('changes nothing when the same request comes again, also after the certificate was cancelled', () => {
    const cancelled = decideCancel(aRecord(), ISSUER, 'other', aStamp('request-2')).record

    expect(decideIssue(aRecord(), aRegistration(), ISSUER, aStamp())).toEqual({ record: aRecord(), changed: false })
    expect(decideIssue(cancelled, aRegistration(), ISSUER, aStamp())).toEqual({ record: cancelled, changed: false })
  })

  it('refuses the same request with other content', () => {
    const other = aRegistration({ importingMember: 'CN' })

    expect(() => decideIssue(aRecord(), other, ISSUER, aStamp())).toThrow(/^REQUEST_ID_REUSED/)
  })

  it('refuses a number that is registered already, whoever asks and with whatever content', () => {
    const foreign: Caller = { organisation: 'ID', role: 'issuer', authority: 'AU-ACCI' }
    const neighbour: Caller = { ...ISSUER, authority: 'AU-AIG' }

    expect(() => decideIssue(aRecord(), aRegistration(), ISSUER, aStamp('request-2'))).toThrow(/^CERTIFICATE_ALREADY/)
    expect(() => decideIssue(aRecord(), aRegistration(), foreign, aStamp())).toThrow(/^CERTIFICATE_ALREADY_ISSUED/)
    expect(() => decideIssue(aRecord(), aRegistration(), neighbour, aStamp())).toThrow(/^CERTIFICATE_ALREADY_ISSUED/)
  })

  it('refuses kinds whose rules are not in force', () => {
    const replacement = aRegistration({ kind: 'replacement' })

    expect(() => decideIssue(undefined, replacement, ISSUER, aStamp())).toThrow(/^KIND_NOT_SUPPORTED/)
  })

  it('refuses a certificate for the issuing member itself', () => {
    const domestic = aRegistration({ importingMember: 'AU' })

    expect(() => decideIssue(undefined, domestic, ISSUER, aStamp())).toThrow(/^MALFORMED_INPUT: importingMember/)
  })
})

describe('cancelling', () => {
  it('withdraws the certificate and keeps who asked for it, when and why', () => {
    const stamp = aStamp('request-2')

    const { record, changed } = decideCancel(aRecord(), ISSUER, 'data-incorrect', stamp)

    expect(changed).toBe(true)
    expect(record).toEqual({
      ...aRecord(),
      states: { document: 'cancelled', delivery: 'registered', verification: 'none' },
      lastChange: {
        requestId: 'request-2',
        transactionId: stamp.transactionId,
        changedAt: stamp.time,
        transition: 'cancel',
        reason: 'data-incorrect',
      },
    })
  })

  it('is for issuers of the authority that issued it, nobody else', () => {
    fc.assert(
      fc.property(anyone, (caller) => {
        const may = caller.organisation === 'AU' && caller.role === 'issuer' && caller.authority === 'AU-ACCI'

        expect(allowed(() => decideCancel(aRecord(), caller, 'other', aStamp('request-2')))).toBe(may)
      }),
    )
  })

  it.each([
    ['another member', { ...ISSUER, organisation: 'ID' }, 'CALLER_NOT_ISSUING_MEMBER'],
    ['the observer', { organisation: 'WCO', role: 'auditor', authority: undefined }, 'CALLER_NOT_ISSUING_MEMBER'],
    ['another role of the same member', { ...ISSUER, role: 'customs' }, 'ROLE_NOT_ALLOWED'],
    ['nobody in particular', { ...ISSUER, role: undefined }, 'ROLE_NOT_ALLOWED'],
    ['another authority of the same member', { ...ISSUER, authority: 'AU-AIG' }, 'CALLER_NOT_ISSUING_AUTHORITY'],
  ] as const)('is refused to %s, and says why', (_, caller, code) => {
    expect(() => decideCancel(aRecord(), caller, 'other', aStamp('request-2'))).toThrow(new RegExp(`^${code}: `))
  })

  it('changes nothing when the same request comes again', () => {
    const stamp = aStamp('request-2')
    const cancelled = decideCancel(aRecord(), ISSUER, 'other', stamp).record
    const later = { ...stamp, transactionId: 'f'.repeat(64) }

    expect(decideCancel(cancelled, ISSUER, 'other', later)).toEqual({ record: cancelled, changed: false })
  })

  it('tells a repeat to nobody but the authority that issued it', () => {
    const cancelled = decideCancel(aRecord(), ISSUER, 'other', aStamp('request-2')).record
    const foreign: Caller = { ...ISSUER, organisation: 'ID' }

    expect(() => decideCancel(cancelled, foreign, 'other', aStamp('request-2'))).toThrow(/^CALLER_NOT_ISSUING_MEMBER/)
  })

  it('refuses a request id that did something else with the certificate', () => {
    const cancelled = decideCancel(aRecord(), ISSUER, 'other', aStamp('request-2')).record

    expect(() => decideCancel(aRecord(), ISSUER, 'other', aStamp('request-1'))).toThrow(/^REQUEST_ID_REUSED/)
    expect(() => decideCancel(cancelled, ISSUER, 'issued-in-error', aStamp('request-2'))).toThrow(/^REQUEST_ID_REUSED/)
  })

  it.each(['cancelled', 'replaced', 'annulled'] as const)('refuses a certificate that is %s', (state) => {
    expect(() => decideCancel(aRecordIn(state), ISSUER, 'other', aStamp('request-2'))).toThrow(
      new Refusal('TRANSITION_NOT_ALLOWED', `${state} → cancelled`),
    )
  })

  it.each(['reserved', 'used', 'drawn', 'refused'] as const)(
    'refuses a certificate of which something is %s',
    (part) => {
      const record = aRecordWithAccount(part, 2n)

      expect(() => decideCancel(record, ISSUER, 'other', aStamp('request-2'))).toThrow(/^CERTIFICATE_USED/)
    },
  )
})

describe('the lifecycle', () => {
  it('leads from issued to every other state and from those nowhere', () => {
    for (const from of DOCUMENT_STATES) {
      for (const to of DOCUMENT_STATES) {
        expect(allowed(() => advance(from, to))).toBe(from === 'issued' && to !== 'issued')
      }
    }
  })

  it('never touches the hash, the parties or the account of a certificate that is cancelled', () => {
    const { record } = decideCancel(aRecord(), ISSUER, 'other', aStamp('request-2'))

    expect(record.documentHash).toBe(DOCUMENT_HASH)
    expect({ ...record, states: null, lastChange: null }).toEqual({ ...aRecord(), states: null, lastChange: null })
  })
})

function allowed(step: () => unknown): boolean {
  try {
    step()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
