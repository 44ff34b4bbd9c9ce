import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { profileNamed } from '../agreements/catalogue'
import { parseDate } from '../date'
import { documentHash } from '../hash'
import { DOCUMENT_HASH, SALT, aDataset, aRecord, aRecordIn, aRecordWithAccount } from '../testing/samples'
import { check as checkOf, finding, overallVerdict } from './answer'
import type { Check, CheckAnswer } from './answer'
import { checkDocument } from './check'
import type { CheckInput } from './check'
import { CHECK_SENTENCES } from './words'
import type { CheckResult } from './words'

const INVALID = checkOf('signature', 'fail', 'SIGNATURE_INVALID')
const NOT_PRESENTED = checkOf('signature', 'unknown', 'SIGNATURE_NOT_PRESENTED')

const TODAY = parseDate('2026-06-01', 'today')

/** A check of the sample document, genuine and in force, with the given changes. */
function aCheck(changes: Partial<CheckInput> = {}): CheckAnswer {
  return checkDocument({
    authenticity: [checkOf('signature', 'pass', 'SIGNATURE_VALID')],
    documentHash: DOCUMENT_HASH,
    reference: { issuingMember: 'AU', authority: 'AU-ACCI', number: 'AU-2026-000123' },
    content: { dataset: aDataset(), salt: SALT, withheld: [] },
    record: aRecord(),
    registerIsCurrent: true,
    today: TODAY,
    ...changes,
  })
}

describe('a check', () => {
  it('finds a document VALID when everything passes, and says that origin is another question', () => {
    const answer = aCheck()

    expect(answer.verdict).toBe('VALID')
    expect(codes(answer)).toEqual({
      pass: [
        'SIGNATURE_VALID',
        'HASH_REGISTERED',
        'REGISTERED_BY_ISSUER',
        'IN_FORCE',
        'WITHIN_VALIDITY',
        'QUANTITY_LEFT',
        'REGISTER_CURRENT',
        'DATASET_COMPLETE',
        'AGREES_WITH_REGISTER',
        'AGREEMENT_FOLLOWED',
      ],
      fail: [],
      unknown: [],
    })
    expect(answer.note).toMatch(/does not determine the origin/)
    expect(answer.nextStep).not.toBe('')
  })

  it('finds an altered quantity NOT_VALID: not signed so, not registered so', () => {
    const [first, second] = aDataset().items
    const items = [{ ...first!, quantity: { value: '12000', unit: 'KGM' } }, second!]

    const answer = aCheck({
      authenticity: [INVALID],
      documentHash: documentHash('altered.document.text'),
      content: { dataset: aDataset({ items }), salt: SALT, withheld: [] },
    })

    expect(answer.verdict).toBe('NOT_VALID')
    expect(codes(answer).fail).toEqual(['SIGNATURE_INVALID', 'HASH_DIFFERENT', 'DIFFERS_FROM_REGISTER'])
    expect(sentence(answer, 'register-entry')).toMatch(/See: items\.$/)
  })

  it('leaves open without document and hash whether the document is the registered one, never calling it different', () => {
    const answer = aCheck({ documentHash: undefined })

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(codes(answer).unknown).toEqual(['HASH_NOT_PRESENTED'])
    expect(codes(answer).fail).toEqual([])
  })

  it.each([
    ['cancelled', 'CANCELLED'],
    ['replaced', 'REPLACED'],
    ['annulled', 'ANNULLED'],
  ] as const)('finds a genuine document that was %s NOT_VALID, but not forged', (state, code) => {
    const answer = aCheck({ record: aRecordIn(state) })

    expect(answer.verdict).toBe('NOT_VALID')
    expect(codes(answer).fail).toEqual([code])
    expect(answer.findings.authenticity.result).toBe('pass')
  })

  it('counts the last day of validity as valid and the next as expired, not as forged', () => {
    const last = aCheck({ today: parseDate('2027-03-01', 'today') })
    const next = aCheck({ today: parseDate('2027-03-02', 'today') })

    expect(last.verdict).toBe('VALID')
    expect(next.verdict).toBe('NOT_VALID')
    expect(codes(next).fail).toEqual(['EXPIRED'])
  })

  it('cannot determine what nobody registered, however good the signature is', () => {
    const answer = aCheck({ record: undefined })

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(codes(answer).fail).toEqual([])
  })

  it('never says that a number was not registered to whoever could not find it if it was', () => {
    const since = parseDate('2026-01-01', 'since')
    const answer = aCheck({ record: undefined, mayBeOfOthers: true, registersEverythingSince: since })
    const said = Object.values(codes(answer)).flat()

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(said).toContain('NOT_FOUND_BY_NUMBER')
    expect(said.filter((code) => code.startsWith('NOT_REGISTERED') || code === 'HASH_NOT_COMPARABLE')).toEqual([])
  })

  it('finds what nobody registered NOT_VALID only where its member registers everything, and it is not on its way', () => {
    const since = parseDate('2026-01-01', 'since')
    const absent = (changes: Partial<CheckInput>): string =>
      aCheck({ record: undefined, registersEverythingSince: since, ...changes }).verdict

    expect(codes(aCheck({ record: undefined, registersEverythingSince: since })).fail).toEqual([
      'NOT_REGISTERED_BY_WHO_REGISTERS_ALL',
    ])
    expect(absent({ today: parseDate('2026-03-05', 'today') })).toBe('CANNOT_DETERMINE')
    expect(absent({ registersEverythingSince: parseDate('2026-03-03', 'since') })).toBe('CANNOT_DETERMINE')
    expect(absent({ registerIsCurrent: false })).toBe('CANNOT_DETERMINE')
    expect(absent({ content: undefined })).toBe('CANNOT_DETERMINE')
  })

  it('names why a certificate was registered late, and does not count that against it', () => {
    const record = aRecord()
    const answer = aCheck({ record: { ...record, registration: { ...record.registration, late: 'paper-fallback' } } })

    const late = answer.findings.authenticity.checks.find(({ code }) => code === 'REGISTERED_LATE')
    expect(answer.verdict).toBe('VALID')
    expect(late?.sentence).toContain('paper-fallback')
  })

  it('tells that a true copy was certified, and does not count that against the certificate', () => {
    const { lastChange } = aRecord()
    const answer = aCheck({ record: { ...aRecord(), copies: [lastChange] } })

    const told = answer.findings.status.checks.find(({ code }) => code === 'TRUE_COPY_CERTIFIED')
    expect(answer.verdict).toBe('VALID')
    expect(told?.sentence).toContain(lastChange.changedAt)
  })

  it('holds a document against the text that the parties of its agreement approved, not against the shipped one', () => {
    const shipped = profileNamed('RCEP', '2022')!
    const profile = {
      ...shipped,
      itemLimit: { value: [{ from: null, value: 1 }], evidence: 'read', source: 'Art. 1' } as const,
    }

    expect(codes(aCheck({ profile })).fail).toEqual(['AGREEMENT_NOT_FOLLOWED'])
    expect(aCheck({ profile: { ...profile, version: '2026' } }).verdict).toBe('VALID')
  })

  it('finds a document NOT_VALID that nobody registered when its signature is broken', () => {
    expect(aCheck({ record: undefined, authenticity: [INVALID] }).verdict).toBe('NOT_VALID')
  })

  it('finds a certificate NOT_VALID that breaks a rule of its agreement, and names the rule, the place and the article', () => {
    const dataset = aDataset({ departureDate: parseDate('2026-02-20', 'departureDate') })

    const answer = aCheck({ content: { dataset, salt: SALT, withheld: [] } })

    const agreement = answer.findings.formalCompliance.checks.find(({ name }) => name === 'agreement')
    expect(answer.verdict).toBe('NOT_VALID')
    expect(agreement).toMatchObject({ result: 'fail', code: 'AGREEMENT_NOT_FOLLOWED' })
    expect(agreement?.sentence).toContain('V4 /flags/issuedRetroactively (Art. 3.17.8)')
  })

  it('cannot determine by an agreement whose rules are not known', () => {
    const agreement = { code: 'RCEP', version: '2099' }
    const dataset = aDataset({ agreement })

    const answer = aCheck({
      content: { dataset, salt: SALT, withheld: [] },
      record: { ...aRecord(), agreementVersion: '2099' },
    })

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(codes(answer)).toMatchObject({ fail: [], unknown: ['AGREEMENT_UNKNOWN'] })
  })

  it('cannot determine a certificate by number and hash alone, since nobody signed those', () => {
    const answer = aCheck({ authenticity: [NOT_PRESENTED], content: undefined })

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(new Set(codes(answer).unknown)).toEqual(new Set(['SIGNATURE_NOT_PRESENTED', 'CONTENT_NOT_PRESENTED']))
  })

  it('still tells by number and hash alone that a certificate was cancelled', () => {
    const answer = aCheck({ authenticity: [NOT_PRESENTED], content: undefined, record: aRecordIn('cancelled') })

    expect(answer.verdict).toBe('NOT_VALID')
    expect(codes(answer).fail).toEqual(['CANCELLED'])
  })

  const ENTITLED = { registration: [], changes: [], beneath: [] }

  it('says that whoever wrote what the register shows was entitled to, where that was run again', () => {
    const answer = aCheck({ entitlement: ENTITLED })

    expect(answer.verdict).toBe('VALID')
    expect(codes(answer).pass).toEqual(expect.arrayContaining(['REGISTRATION_ENTITLED', 'CHANGES_ENTITLED']))
  })

  it.each([
    ['its registration', { registration: ['t1'] }, 'authenticity'],
    ['a later change', { changes: ['t1', 't2'] }, 'status'],
  ] as const)(
    'is never VALID when the rules would not have allowed %s, and names the transaction',
    (_, broken, place) => {
      const answer = aCheck({ entitlement: { ...ENTITLED, ...broken } })

      const found = answer.findings[place].checks.find(({ name }) => name === 'entitlement')
      expect(answer.verdict).toBe('NOT_VALID')
      expect(codes(answer).fail).toEqual(['CHANGE_NOT_ENTITLED'])
      expect(found?.sentence).toContain('Transaction t1')
    },
  )

  it('cannot determine what rests on a change that the rules would not have allowed', () => {
    const answer = aCheck({ entitlement: { ...ENTITLED, beneath: ['t1'] } })

    expect(answer.verdict).toBe('CANNOT_DETERMINE')
    expect(codes(answer)).toMatchObject({ fail: [], unknown: ['RESTS_ON_CHANGE_NOT_ENTITLED'] })
  })

  it('is not sure of "in force" while the register may be behind, but is sure of "cancelled"', () => {
    expect(aCheck({ registerIsCurrent: false }).verdict).toBe('CANNOT_DETERMINE')
    expect(aCheck({ registerIsCurrent: false, record: aRecordIn('cancelled') }).verdict).toBe('NOT_VALID')
  })

  it('finds a document NOT_VALID that somebody else registered than the authority that it names', () => {
    expect(codes(aCheck({ record: aRecord({ authority: 'AU-AIG' }) })).fail).toEqual(['REGISTERED_BY_ANOTHER'])
    expect(codes(aCheck({ record: aRecord({ issuingMember: 'CN' }) })).fail).toEqual(['REGISTERED_BY_ANOTHER'])
  })

  it.each([
    ['another importer', { registeredFor: 'CN' }, 'importingMember'],
    ['another agreement', { agreement: 'CPTPP' }, 'agreement'],
    ['another last day', { validUntil: parseDate('2028-01-01', 'validUntil') }, 'validUntil'],
  ] as const)('names the field when the register says %s than the signed document', (_, changes, field) => {
    const answer = aCheck({ record: aRecord(changes) })

    expect(answer.verdict).toBe('NOT_VALID')
    expect(sentence(answer, 'register-entry')).toMatch(new RegExp(`See: ${field}\\.$`))
  })

  it('names the places of an incomplete dataset and does not fail over them', () => {
    const answer = aCheck({ content: { dataset: { items: [] }, salt: 'none', withheld: [] } })

    expect(answer.verdict).toBe('NOT_VALID')
    expect(sentence(answer, 'dataset')).toContain('/certificateNumber')
  })

  it('says when nothing of the quantity is left', () => {
    const [only] = aRecordWithAccount('used', 1n).items

    expect(codes(aCheck({ record: { ...aRecord(), items: [only!] } })).fail).toContain('QUANTITY_USED_UP')
  })

  it('gives forged, cancelled and expired sentences of their own', () => {
    const sentences = Object.values(CHECK_SENTENCES)

    expect(new Set(sentences).size).toBe(sentences.length)
  })
})

describe('the verdict', () => {
  const results = fc.array(fc.constantFrom<CheckResult>('pass', 'fail', 'unknown'), { minLength: 1, maxLength: 4 })

  it('is NOT_VALID as soon as one check fails, VALID only if all pass', () => {
    fc.assert(
      fc.property(results, results, results, (authenticity, status, formalCompliance) => {
        const all = [...authenticity, ...status, ...formalCompliance]
        const verdict = overallVerdict({
          authenticity: findingOf(authenticity),
          status: findingOf(status),
          formalCompliance: findingOf(formalCompliance),
        })

        expect(verdict === 'NOT_VALID').toBe(all.includes('fail'))
        expect(verdict === 'VALID').toBe(all.every((result) => result === 'pass'))
      }),
    )
  })

  function findingOf(checks: readonly CheckResult[]): ReturnType<typeof finding> {
    return finding(checks.map((result): Check => ({ name: 'dataset', result, code: 'DATASET_COMPLETE', sentence: '' })))
  }
})

function codes({ findings }: CheckAnswer): Record<CheckResult, string[]> {
  const checks = [findings.authenticity, findings.status, findings.formalCompliance].flatMap((one) => one.checks)
  const withResult = (wanted: CheckResult): string[] =>
    checks.filter(({ result }) => result === wanted).map(({ code }) => code)
  return { pass: withResult('pass'), fail: withResult('fail'), unknown: withResult('unknown') }
}

function sentence({ findings }: CheckAnswer, name: string): string | undefined {
  return findings.formalCompliance.checks.find((check) => check.name === name)?.sentence
}
