import { describe, expect, it } from '@jest/globals'
import { addDays, addMonths } from '../calendar/day'
import { checkAgainstProfile } from './check'
import type { CheckContext } from './context'
import { blockedItems, complianceOf } from './finding'
import type { ProfileFinding } from './finding'
import { day } from './profiles/draft'
import { aCertificate, anItem, theProfile, validUntilFor } from './testing/samples'
import type { Sample } from './testing/samples'
import { waiverFor } from './waiver'

const ISSUED = day('2026-03-02')

describe('the rules of the agreements', () => {
  it.each([
    ['ChAFTA', '2026-03-02', 20],
    ['China-Korea', '2026-03-02', 20],
    ['China-Switzerland', '2021-08-31', 20],
    ['China-Switzerland', '2021-09-01', 50],
  ])('V1: a %s certificate of %s has at most %i items', (code, issued, most) => {
    const withItems = (count: number): readonly ProfileFinding[] =>
      found(code, { issueDateTime: `${issued}T10:00:00+02:00`, items: items(code, count) }, 'V1')

    expect(withItems(most)).toEqual([])
    expect(withItems(most + 1)).toMatchObject([{ pointer: '/items', severity: 'error', evidence: 'read' }])
  })

  it('V1: RCEP names no number, and an agreement that was not read says so', () => {
    expect(found('RCEP', { items: items('RCEP', 300) }, 'V1')).toEqual([])
    expect(found('AKFTA', { items: items('AKFTA', 2) }, 'V1')).toMatchObject([{ severity: 'notice' }])
  })

  it('V2: every item states why it originates, and one item in doubt does not block the others', () => {
    const changes = {
      items: [anItem(theProfile('RCEP')), without(anItem(theProfile('RCEP'), { sequence: 2 }), 'originCriterion')],
    }
    const findings = found('RCEP', changes, 'V2')

    expect(findings).toMatchObject([{ pointer: '/items/1/originCriterion', severity: 'error' }])
    expect(blockedItems(findings)).toEqual(['/items/1'])
  })

  it('V3: six digits, or eight of the importing state under ATIGA; more than six are forgiven by RCEP', () => {
    const withCode = (code: string, hsCode: string): readonly ProfileFinding[] =>
      found(code, oneItem(code, { hsCode }), 'V3')

    expect(withCode('RCEP', '080510')).toEqual([])
    expect(withCode('RCEP', '08051000')).toMatchObject([{ pointer: '/items/0/hsCode', severity: 'minor-discrepancy' }])
    expect(withCode('ChAFTA', '08051000')).toMatchObject([{ severity: 'error' }])
    expect(withCode('CPTPP', '080510')).toEqual([])
    expect(withCode('ATIGA', '080510')).toMatchObject([{ severity: 'error' }])
    expect(withCode('ATIGA', '08051000')).toEqual([])
  })

  it.each([
    ['ATIGA', '2026-03-02', '2026-03-02', 'at shipment'],
    ['Indonesia-Korea-CEPA', '2026-03-02', '2026-03-09', 'within 7 calendar days'],
    [
      'China-Korea',
      '2025-09-30',
      '2025-10-16',
      'within 7 working days: in Korea, over Foundation Day, Chuseok and Hangul Day',
    ],
    ['CEPA-type', '2026-02-20', '2026-02-25', 'within 3 working days'],
    ['RCEP', '2026-03-02', '2026-03-02', 'at shipment'],
  ])('V4: %s, shipped on %s, is not retroactive until %s (%s), and must be marked after it', (code, shipped, last) => {
    const issuedOn = (issued: string, issuedRetroactively: boolean): readonly ProfileFinding[] =>
      found(code, { ...issue(code, issued), departureDate: shipped, flags: { issuedRetroactively } }, 'V4')

    expect(issuedOn(last, false)).toEqual([])
    expect(issuedOn(last, true)).toMatchObject([{ pointer: '/flags/issuedRetroactively' }])
    expect(issuedOn(addDays(day(last), 1), true)).toEqual([])
    expect(issuedOn(addDays(day(last), 1), false)).toMatchObject([{ pointer: '/flags/issuedRetroactively' }])
  })

  it('V4: where the grace was not read, a late issue gives a notice and never an error', () => {
    const findings = found('ChAFTA', { ...issue('ChAFTA', '2026-03-20'), departureDate: '2026-03-02' }, 'V4')

    expect(findings).toMatchObject([{ severity: 'notice', evidence: 'not-read' }])
  })

  it.each([
    ['RCEP', 12],
    ['ATIGA', 12],
    ['China-Korea', 12],
    ['Indonesia-Korea-CEPA', 12],
    ['EUR.1', 24],
  ])('V5: %s certificates are issued at most %i months after shipment', (code, limit) => {
    const last = addMonths(ISSUED, limit)
    const issuedOn = (issued: string): readonly ProfileFinding[] =>
      found(code, { ...issue(code, issued), departureDate: ISSUED, flags: { issuedRetroactively: true } }, 'V5')

    expect(issuedOn(last)).toEqual([])
    expect(issuedOn(addDays(last, 1))).toMatchObject([{ pointer: '/issueDateTime', severity: 'error' }])
  })

  it('V6: a true copy has number and date of its original and is made within a year', () => {
    const copy = { flags: { certifiedTrueCopy: true } }
    const copyOf = { certificateNumber: 'AU-2026-000123', issueDate: ISSUED, copyDate: day('2026-06-01') }

    expect(found('RCEP', copy, 'V6', { copyOf })).toEqual([])
    expect(found('RCEP', copy, 'V6', { copyOf: { ...copyOf, copyDate: addMonths(ISSUED, 12) } })).toEqual([])
    expect(found('RCEP', copy, 'V6', { copyOf: { ...copyOf, certificateNumber: 'AU-2026-000124' } })).toMatchObject([
      { pointer: '/certificateNumber', severity: 'error' },
    ])
    expect(found('RCEP', copy, 'V6', { copyOf: { ...copyOf, issueDate: day('2026-03-01') } })).toMatchObject([
      { pointer: '/issueDateTime', severity: 'error' },
    ])
    expect(found('RCEP', copy, 'V6', { copyOf: { ...copyOf, copyDate: day('2027-03-03') } })).toMatchObject([
      { pointer: '/flags/certifiedTrueCopy', severity: 'error' },
    ])
    expect(found('RCEP', copy, 'V6')).toMatchObject([{ severity: 'notice' }])
  })

  it('V6: under China–Korea only an unused original is copied', () => {
    const copy = { flags: { certifiedTrueCopy: true } }
    const copyOf = { certificateNumber: 'KR-2026-000123', issueDate: ISSUED, copyDate: day('2026-04-01') }

    expect(found('China-Korea', copy, 'V6', { copyOf: { ...copyOf, unused: true } })).toEqual([])
    expect(found('China-Korea', copy, 'V6', { copyOf: { ...copyOf, unused: false } })).toMatchObject([
      { severity: 'error' },
    ])
    expect(found('China-Korea', copy, 'V6', { copyOf })).toMatchObject([{ severity: 'notice' }])
  })

  it('V7: a back-to-back certificate draws no more than is left, of goods that its originals hold', () => {
    const drawing = (value: string, unit = 'KGM', hsCode = '080510'): readonly ProfileFinding[] => {
      const changes = { ...backToBack(), ...oneItem('RCEP', { hsCode, quantity: { value, unit } }) }
      const left = [{ hsCode: '080510', left: { value: '700.5', unit: 'KGM' } }]
      const originals = ['A', 'B'].map((certificateNumber) => ({
        certificateNumber,
        validUntil: day('2027-01-31'),
        items: left,
      }))
      return found('RCEP', changes, 'V7', { originals })
    }

    expect(drawing('1401')).toEqual([])
    expect(drawing('1401.000001')).toMatchObject([{ pointer: '/items/0/quantity/value', severity: 'error' }])
    expect(drawing('1', 'KGM', '080521')).toMatchObject([{ pointer: '/items/0/hsCode', severity: 'error' }])
  })

  it('V7: it states number and date of every original, and none of them had expired', () => {
    const unnamed = { ...backToBack(), originals: undefined }
    const undated = { ...backToBack(), originals: [{ certificateNumber: 'A', validUntil: '2027-01-31' }] }
    const expired = {
      ...backToBack(),
      originals: [{ certificateNumber: 'A', issueDate: '2025-01-31', validUntil: '2026-03-01' }],
    }

    expect(found('RCEP', unnamed, 'V7')).toContainEqual(
      expect.objectContaining({ pointer: '/originals', severity: 'error' }),
    )
    expect(errors(found('RCEP', undated, 'V7'))).toEqual(['/originals/0/issueDate'])
    expect(errors(found('RCEP', expired, 'V7'))).toEqual(['/originals', '/validUntil'])
  })

  it('V8: the FOB value is given when the criterion is by value, in ATIGA from three states only', () => {
    const value = { fobValue: { amount: '900.00', currency: 'USD' } }
    const rcep = (changes: Sample): readonly ProfileFinding[] => found('RCEP', oneItem('RCEP', changes), 'V8')
    const atiga = (exportCountry: string, changes: Sample): readonly ProfileFinding[] =>
      found(
        'ATIGA',
        { exportCountry, ...oneItem('ATIGA', { originCriterion: { code: 'RVC', percent: '40' }, ...changes }) },
        'V8',
      )

    expect(rcep({ originCriterion: { code: 'RVC' } })).toMatchObject([
      { pointer: '/items/0/fobValue', severity: 'error' },
    ])
    expect(rcep({ originCriterion: { code: 'RVC' }, ...value })).toEqual([])
    expect(rcep(value)).toMatchObject([{ pointer: '/items/0/fobValue', severity: 'minor-discrepancy' }])
    expect(atiga('ID', {})).toMatchObject([{ severity: 'error' }])
    expect(atiga('ID', value)).toEqual([])
    expect(atiga('VN', {})).toEqual([])
    expect(atiga('VN', value)).toMatchObject([{ severity: 'minor-discrepancy' }])
  })

  it('V9: percentages are whole numbers, rounded down', () => {
    const atiga = (percent: string): readonly ProfileFinding[] =>
      found('ATIGA', oneItem('ATIGA', { originCriterion: { code: 'RVC', percent }, rvcPercent: percent }), 'V9')

    expect(atiga('40')).toEqual([])
    expect(atiga('40.5')).toMatchObject([{ pointer: '/items/0/rvcPercent' }, { pointer: '/items/0/originCriterion' }])
  })

  it('V10: partial cumulation is below 40 per cent and marked by its flag', () => {
    const atiga = (percent: string, partialCumulation: boolean): readonly ProfileFinding[] =>
      found(
        'ATIGA',
        { flags: { partialCumulation }, ...oneItem('ATIGA', { originCriterion: { code: 'PC', percent } }) },
        'V10',
      )

    expect(atiga('39', true)).toEqual([])
    expect(atiga('40', true)).toMatchObject([{ severity: 'error' }])
    expect(atiga('25', false)).toMatchObject([{ severity: 'error' }])
  })

  it('V11: materials that keep their classification are at most 10 per cent of the value, and marked', () => {
    const flagged = { flags: { deMinimis: true } }
    const share = (percent: string): CheckContext => ({ deMinimis: [{ sequence: 1, percent }] })
    const marked = oneItem('RCEP', { originCriterion: { code: 'CTC', extras: ['DMI'] } })

    expect(found('ATIGA', flagged, 'V11', share('10'))).toEqual([])
    expect(found('ATIGA', flagged, 'V11', share('10.01'))).toMatchObject([{ pointer: '/items/0', severity: 'error' }])
    expect(found('ATIGA', flagged, 'V11')).toMatchObject([{ severity: 'notice' }])
    expect(found('RCEP', marked, 'V11')).toMatchObject([{ pointer: '/items/0/originCriterion', severity: 'error' }])
    expect(found('RCEP', { ...marked, ...flagged }, 'V11')).toMatchObject([
      { severity: 'notice', evidence: 'not-read' },
    ])
  })

  it('V12: issuer, official and approved exporter were on the list on the day of issue', () => {
    const until = (last: string | null): CheckContext => ({
      register: {
        authorities: [{ id: 'AU-CHAMBER', from: day('2022-01-01'), until: null }],
        officials: [{ id: 'OFFICER-7', from: day('2026-01-01'), until: last === null ? null : day(last) }],
        approvedExporters: [],
      },
    })

    expect(found('RCEP', {}, 'V12', until(null))).toEqual([])
    expect(found('RCEP', {}, 'V12', until('2026-03-01'))).toMatchObject([
      { pointer: '/authorisedOfficial/id', severity: 'error' },
    ])
    expect(found('RCEP', { issuingAuthority: { id: 'AU-NOBODY' } }, 'V12', until(null))).toMatchObject([
      { pointer: '/issuingAuthority/id' },
    ])
    expect(found('RCEP', { approvedExporterCode: 'AE-1' }, 'V12', until(null))).toMatchObject([
      { pointer: '/approvedExporterCode' },
    ])
  })

  it('V13: an alteration is a new certificate, with its own number, that names the old one', () => {
    const replacement = { certificateType: 'replacement' }

    expect(found('ATIGA', replacement, 'V13')).toMatchObject([{ pointer: '/replaces', severity: 'error' }])
    expect(found('ATIGA', { ...replacement, replaces: { certificateNumber: 'ID-2026-000100' } }, 'V13')).toEqual([])
    expect(found('ATIGA', { ...replacement, replaces: { certificateNumber: 'ID-2026-000123' } }, 'V13')).toMatchObject([
      { pointer: '/replaces/certificateNumber', severity: 'error' },
    ])
  })

  it.each([
    ['RCEP', 'no-proof-needed', '200.00', 'USD', 'yes'],
    ['RCEP', 'no-proof-needed', '200.01', 'USD', 'no'],
    ['RCEP', 'no-proof-needed', '150', 'AUD', 'unknown'],
    ['ATIGA', 'no-proof-needed', '200', 'USD', 'yes'],
    ['EUR.1', 'any-exporter-may-declare', '6000', 'EUR', 'yes'],
    ['EUR.1', 'any-exporter-may-declare', '6000.01', 'EUR', 'no'],
    ['EUR.1', 'no-proof-needed', '10', 'EUR', 'no'],
    ['ChAFTA', 'no-proof-needed', '10', 'USD', 'unknown'],
  ] as const)('V15: under %s the waiver %s for %s %s: %s', (code, effect, amount, currency, applies) => {
    expect(waiverFor(theProfile(code), effect, { amount, currency }).applies).toBe(applies)
  })

  it('V16: a minor discrepancy leaves a certificate usable, an error on one item leaves the others', () => {
    const superfluous = { flags: { issuedRetroactively: true } }

    expect(complianceOf(check('RCEP', superfluous))).toBe('minor-discrepancy')
    expect(complianceOf(check('RCEP', {}))).toBe('compliant')
    const twoItems = {
      items: [anItem(theProfile('RCEP')), anItem(theProfile('RCEP'), { sequence: 2, hsCode: '0805' })],
    }
    expect(complianceOf(check('RCEP', twoItems))).toBe('not-compliant')
    expect(blockedItems(check('RCEP', twoItems))).toEqual(['/items/1'])
  })

  it('V17: what the system of one issuer can print is a notice to that issuer only', () => {
    const long = { remarks: 'x'.repeat(176) }

    expect(found('RCEP', { ...long, issuingCountry: 'SG' }, 'V17')).toMatchObject([
      { pointer: '/remarks', severity: 'notice' },
    ])
    expect(found('RCEP', { remarks: 'x'.repeat(175), issuingCountry: 'SG' }, 'V17')).toEqual([])
    expect(found('RCEP', long, 'V17')).toEqual([])
  })

  it('V18: a description without a Latin letter is not in English', () => {
    const described = (code: string, description: string): readonly ProfileFinding[] =>
      found(code, oneItem(code, { description }), 'V18')

    expect(described('RCEP', '柑橘')).toMatchObject([{ pointer: '/items/0/description', severity: 'error' }])
    expect(described('RCEP', 'Oranges (柑橘), 12 kg')).toEqual([])
    expect(described('RCEP', '1234-56')).toEqual([])
    expect(described('ChAFTA', '柑橘')).toEqual([])
  })

  it('V19: an electronically applied seal needs a QR code or a secured website', () => {
    const seal = (applied: 'by-hand' | 'electronically', ...verifiableBy: string[]): readonly ProfileFinding[] =>
      found('CEPA-type', {}, 'V19', { seal: { applied, verifiableBy } })

    expect(seal('electronically')).toMatchObject([{ severity: 'error', evidence: 'read' }])
    expect(seal('electronically', 'qr-code')).toEqual([])
    expect(seal('electronically', 'secured-website')).toEqual([])
    expect(seal('by-hand')).toEqual([])
  })
})

describe('the edge cases', () => {
  it('a certificate issued on a leap day is valid for twelve months until the last day of February', () => {
    const until = (validUntil: string): readonly ProfileFinding[] =>
      found('RCEP', { issueDateTime: '2028-02-29T10:00:00+11:00', validUntil }, 'validity')

    expect(until('2029-02-28')).toEqual([])
    expect(until('2029-03-01')).toMatchObject([{ pointer: '/validUntil', severity: 'error' }])
  })

  it('one certificate may cite several invoices for one shipment', () => {
    const invoice = [
      { number: 'A-1', date: '2026-02-26' },
      { number: 'A-2', date: '2026-02-27' },
    ]

    expect(complianceOf(check('RCEP', oneItem('RCEP', { invoice })))).toBe('compliant')
  })

  it('a certificate drawn from two originals expires with the first of them', () => {
    const until = (validUntil: string): readonly string[] =>
      errors(found('RCEP', { ...backToBack(), validUntil }, 'V7'))

    expect(until('2026-11-30')).toEqual([])
    expect(until('2026-12-01')).toEqual(['/validUntil'])
  })

  it('goods drawn in another unit than the original counts in are not compared, and said not to be', () => {
    const originals = [
      {
        certificateNumber: 'A',
        validUntil: day('2027-01-31'),
        items: [{ hsCode: '080510', left: { value: '2', unit: 'TNE' } }],
      },
    ]
    const findings = found('RCEP', { ...backToBack(), validUntil: '2027-01-31' }, 'V7', { originals })

    expect(findings).toMatchObject([{ pointer: '/items/0/quantity/unit', severity: 'notice' }])
  })

  it('issued the day after departure is retroactive under ATIGA and not under the Indonesia–Korea agreement', () => {
    const dayAfter = (code: string): readonly ProfileFinding[] =>
      found(code, { ...issue(code, '2026-03-03'), departureDate: '2026-03-02' }, 'V4')

    expect(dayAfter('ATIGA')).toMatchObject([{ severity: 'error' }])
    expect(dayAfter('Indonesia-Korea-CEPA')).toEqual([])
  })

  it('a change of the Harmonized System inside the validity does not touch a certificate issued before it', () => {
    const written = (issued: string, hsVersion: string): readonly ProfileFinding[] =>
      found(
        'RCEP',
        { ...issue('RCEP', issued), departureDate: issued, ...oneItem('RCEP', { hsVersion }) },
        'hs-edition',
      )

    expect(written('2022-12-31', '2012')).toEqual([])
    expect(written('2022-12-31', '2022')).toMatchObject([{ severity: 'notice', evidence: 'background' }])
    expect(written('2023-01-01', '2022')).toEqual([])
    expect(written('2023-01-01', '2012')).toMatchObject([{ severity: 'notice' }])
  })

  it('a signatory removed one day after issue was entitled on the day of issue', () => {
    const register = {
      authorities: [{ id: 'AU-CHAMBER', from: day('2022-01-01'), until: null }],
      officials: [{ id: 'OFFICER-7', from: day('2022-01-01'), until: ISSUED }],
      approvedExporters: [],
    }

    expect(found('RCEP', {}, 'V12', { register })).toEqual([])
    expect(found('RCEP', issue('RCEP', '2026-03-03'), 'V12', { register })).toMatchObject([{ severity: 'error' }])
  })
})

function check(code: string, changes: Sample, context: CheckContext = {}): readonly ProfileFinding[] {
  return checkAgainstProfile(aCertificate(theProfile(code), changes), theProfile(code), context)
}

function found(code: string, changes: Sample, rule: string, context: CheckContext = {}): readonly ProfileFinding[] {
  return check(code, changes, context).filter((finding) => finding.rule === rule)
}

function errors(findings: readonly ProfileFinding[]): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ pointer }) => pointer)
}

function oneItem(code: string, changes: Sample): Sample {
  return { items: [anItem(theProfile(code), changes)] }
}

function items(code: string, count: number): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => anItem(theProfile(code), { sequence: index + 1 }))
}

function issue(code: string, issued: string): Sample {
  return { issueDateTime: `${issued}T10:00:00+02:00`, validUntil: validUntilFor(theProfile(code), day(issued)) }
}

function backToBack(): Sample {
  return {
    certificateType: 'back-to-back',
    flags: { backToBack: true },
    validUntil: '2026-11-30',
    originals: [
      { certificateNumber: 'NZ-1', issueDate: '2025-12-01', validUntil: '2026-11-30' },
      { certificateNumber: 'NZ-2', issueDate: '2026-01-10', validUntil: '2027-01-09' },
    ],
  }
}

function without(sample: Sample, name: string): Sample {
  return Object.fromEntries(Object.entries(sample).filter(([member]) => member !== name))
}
