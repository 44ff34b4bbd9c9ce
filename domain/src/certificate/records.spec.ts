import { describe, expect, it } from '@jest/globals'
import { bytesToHex } from '@noble/hashes/utils.js'
import * as fc from 'fast-check'
import type { CertificateId } from '../certificate-id'
import { addDays } from '../calendar/day'
import { DOCUMENT_STATES } from '../certificate'
import { CERTIFICATE_TYPES } from '../dataset/common-formats'
import { parseDate } from '../date'
import { LATE_REASONS } from '../declaration/declaration'
import type { DocumentHash } from '../hash'
import { MEMBERS } from '../member'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { parseWholeNumber } from '../shape'
import { KEY_ID } from '../testing/samples'
import { packAmount, unpackAmount } from '../ledger/packing'
import { parseRegisteredCertificate, printRegisteredCertificate } from './registered'
import { parseIssueEntry, printRegistration } from './registration-entry'
import type { IssueEntry } from './registration-entry'
import { parseDestination, parseStatus, printDestination, printStatus } from './status'
import type { CertificateStatus, ChangeMark } from './status'
import { parseCopies, printCopies } from './true-copies'
import { USE_RECORD_STATES, parseUse, printUse } from './use-record'
import type { UseRecord } from './use-record'
import {
  CHANGE_REASONS,
  LATE_REGISTRATION_REASONS,
  REFUSED_ITEM_REASONS,
  REPLACEMENT_REASONS,
  TRANSITIONS,
} from './words'

const ids = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes) as CertificateId)
const amounts = fc.bigInt({ min: 0n, max: 2n ** 400n }).map(String)
const days = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays(parseDate('2000-01-01', 'day'), count))
const members = fc.constantFrom(...MEMBERS.map(({ code }) => code))
const times = fc.integer({ min: 0, max: 4_000_000_000_000 })
const digests = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })
const bySeq = <T extends { readonly seq: number }>(item: fc.Arbitrary<T>, least = 1): fc.Arbitrary<readonly T[]> =>
  fc
    .uniqueArray(item, { minLength: least, maxLength: 5, selector: ({ seq }) => seq })
    .map((items) => items.toSorted((one, other) => one.seq - other.seq))
const seqs = fc.integer({ min: 1, max: 99_999 })
const marks: fc.Arbitrary<ChangeMark> = fc.record({
  transition: fc.constantFrom(...TRANSITIONS),
  reason: orNull(fc.constantFrom(...CHANGE_REASONS)),
  requestId: fc.stringMatching(/^[!-~]{1,40}$/),
  at: times,
})

const entries: fc.Arbitrary<IssueEntry> = fc
  .record({
    id: ids,
    agreement: fc.constantFrom('RCEP', 'ChAFTA'),
    agreementVersion: fc.constant('2022'),
    kind: fc.constantFrom(...CERTIFICATE_TYPES),
    importingMember: members,
    documentHash: ids.map((id) => id as string as DocumentHash),
    documentFormat: fc.constantFrom('jws' as const, 'sd-jwt' as const),
    keyId: fc.constant(KEY_ID),
    issueDate: days,
    validUntil: days,
    items: bySeq(
      fc.record({
        seq: seqs,
        issued: amounts.filter((amount) => amount !== '0'),
        drawnFrom: orNull(fc.record({ id: ids, seq: seqs })),
      }),
    ),
    replaces: orNull(fc.record({ id: ids, reason: fc.constantFrom(...REPLACEMENT_REASONS), carryUsed: fc.boolean() })),
    late: orNull(fc.constantFrom(...LATE_REGISTRATION_REASONS)),
  })
  .map((entry) => ({ ...entry, validUntil: addDays(entry.issueDate, 300) }))

const statuses: fc.Arbitrary<CertificateStatus> = fc
  .record({
    document: fc.constantFrom(...DOCUMENT_STATES),
    taken: bySeq(fc.record({ seq: seqs, reserved: amounts, used: amounts, drawn: amounts, refused: amounts }), 0),
    uses: fc.nat(),
    declaration: orNull(digests),
    acquittedBy: orNull(fc.stringMatching(/^[!-~]{1,40}$/)),
    replacedBy: orNull(ids),
    ended: orNull(marks),
    last: marks,
  })
  .map((status) => {
    const acquittedBy = status.last.transition === 'acquit' ? status.last.requestId : status.acquittedBy
    return { ...status, acquitted: acquittedBy !== null, acquittedBy }
  })

const uses: fc.Arbitrary<UseRecord> = fc.record({
  state: fc.constantFrom(...USE_RECORD_STATES),
  member: members,
  items: bySeq(fc.record({ seq: seqs, amount: amounts })),
  declaration: digests,
  date: days,
  late: orNull(fc.constantFrom(...LATE_REASONS)),
  refusal: orNull(fc.constantFrom(...REFUSED_ITEM_REASONS)),
  clarification: orNull(digests),
  requestId: fc.constant('request-1'),
  at: times,
  last: orNull(marks),
  earlier: fc.array(
    fc.record({
      mark: marks,
      items: orNull(bySeq(fc.record({ seq: seqs, amount: amounts }))),
      clarification: orNull(digests),
    }),
    { maxLength: 8 },
  ),
})

describe('a record on the ledger', () => {
  it('leads back to what was registered', () => {
    const registered = fc.tuple(entries, members, times).map(([entry, issuingMember, registeredAt]) => ({
      ...entry,
      ...{ issuingMember, authority: 'A-1', requestId: 'request-1', registeredAt },
    }))

    fc.assert(
      fc.property(registered, (record) => {
        expect(parseRegisteredCertificate(record.id, printRegisteredCertificate(record))).toEqual(record)
      }),
    )
  })

  it('leads back to what became of a certificate, and to where it goes', () => {
    fc.assert(
      fc.property(statuses, fc.array(members, { minLength: 1, maxLength: 9 }), (status, [first, ...others]) => {
        const earlier = others.map((importingMember) => ({ importingMember, requestId: 'request-1' }))
        const destination = { importingMember: first!, last: status.last, earlier }

        expect(parseStatus(printStatus(status))).toEqual(status)
        expect(parseDestination(printDestination(destination))).toEqual(destination)
      }),
    )
  })

  it('leads back to the true copies that were certified', () => {
    const copies = marks.map((mark) => ({ ...mark, transition: 'certify-copy' as const }))

    fc.assert(
      fc.property(fc.array(copies, { minLength: 1, maxLength: LIMITS.trueCopies }), (certified) => {
        expect(parseCopies(printCopies(certified))).toEqual(certified)
      }),
    )
  })

  it('leads back to a use', () => {
    fc.assert(fc.property(uses, (use) => expect(parseUse(printUse(use))).toEqual(use)))
  })
})

describe('an entry of issue', () => {
  it('is read from its short form and from an object alike', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(parseIssueEntry(JSON.parse(JSON.stringify(printRegistration(entry))))).toEqual(entry)
        expect(parseIssueEntry(JSON.parse(JSON.stringify(entry)))).toEqual(entry)
      }),
    )
  })

  it('is read or refused, never anything else, and has one short form', () => {
    fc.assert(
      fc.property(entries, fc.nat(12), fc.jsonValue(), (entry, at, value) => {
        const spoilt = printRegistration(entry).map((part, index) => (index === at ? value : part))
        try {
          expect(printRegistration(parseIssueEntry(spoilt))).toEqual(spoilt)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
    )
  })
})

describe('a whole number', () => {
  it('has one spelling: -0 is refused', () => {
    expect(parseWholeNumber(JSON.parse('0'), 'kind', 0, 3)).toBe(0)
    expect(() => parseWholeNumber(JSON.parse('-0'), 'kind', 0, 3)).toThrow('kind: must be a whole number from 0 to 3')
  })
})

describe('an amount', () => {
  it('has one packed form', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (text) => {
        try {
          expect(packAmount(unpackAmount(text, 'amount'))).toBe(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
    )
  })
})
