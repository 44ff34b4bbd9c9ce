import { describe, expect, it } from '@jest/globals'
import { parseDataset, parseDatasetOfAnyCountry } from '../dataset/parse'
import { aCommonDataset, aCommonItem } from '../dataset/testing/datasets'
import type { Sample } from '../dataset/testing/datasets'
import { readFormat, writeFormat } from './catalogue'
import { criterionOf, criterionText } from './criterion-text'
import { printJson } from './json-print'
import { FORMAT_LIMITS } from './size'

function written(name: 'wco' | 'edi3' | 'w3c', changes: Sample = {}): string {
  const reading = parseDatasetOfAnyCountry(aCommonDataset(changes))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return writeFormat(name, reading.dataset).text
}

describe('reading a format of JSON', () => {
  it.each([
    ['nothing', '', 'not-json'],
    ['a list', '[]', 'not-json'],
    ['a number', '1', 'not-json'],
    ['JSON with a name twice', '{"iD":"id:1","iD":"id:2"}', 'not-json'],
    ['JSON with a name that JavaScript takes for its own', '{"__proto__":{"iD":"id:1"}}', 'not-json'],
    [
      'JSON that is too deep',
      `${'{"a":'.repeat(FORMAT_LIMITS.depth + 1)}1${'}'.repeat(FORMAT_LIMITS.depth + 1)}`,
      'not-json',
    ],
    ['half a surrogate pair', '{"iD":"id:\ud800"}', 'not-readable'],
    ['a text that is too large', ' '.repeat(FORMAT_LIMITS.bytes + 1), 'too-large'],
    ['a text of too many values', `{"a":[${'1,'.repeat(FORMAT_LIMITS.elements)}1]}`, 'too-large'],
    ['an extension that is no object', '{"beside":[]}', 'value'],
    ['a list with a gap', '{"beside":{"/items/1/sequence":2}}', 'contradiction'],
    ['a list of a thousand million entries', '{"beside":{"/items/999999999/sequence":2}}', 'contradiction'],
    ['an element below another', '{"beside":{"/exporter":"x","/exporter/name":"y"}}', 'contradiction'],
    ['a URI that is badly encoded', '{"iD":"id:%zz"}', 'value'],
    [
      'a criterion in other words',
      '{"supplyChainConsignment":{"includedConsignmentItems":[{"crossBorderRegulatoryProcedure":{"originCriteriaText":"?"}}]}}',
      'value',
    ],
  ])('refuses %s', (_, text, rule) => {
    expect(readFormat('edi3', text)).toMatchObject({ ok: false, problems: [{ rule }] })
  })

  it('lists what no row reads, without repeating names that are none', () => {
    const text = '{"status":"issued","beside":{"/no/such":1},"John Smith, born 1970":{"x":[]}}'

    expect(readFormat('edi3', text)).toEqual({
      ok: true,
      dataset: {},
      ignored: ['/status', '/?/x', '/beside/?'],
    })
  })

  it('lists at most a hundred ignored places', () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`a${n}`, n])))

    const reading = readFormat('wco', text)

    expect(reading.ok && [reading.ignored.length, reading.ignored.at(-1)]).toEqual([100, '…'])
  })

  it('leaves judging to the parser of the dataset', () => {
    const reading = readFormat('wco', '{"Declaration":{"D014":17,"D011":null}}')

    expect(reading).toMatchObject({ ok: true, dataset: { certificateNumber: 17, issueDateTime: null } })
    expect(parseDataset(reading.ok && reading.dataset)).toMatchObject({ ok: false })
  })

  it('takes no object for a list', () => {
    const reading = readFormat('wco', '{"Consignment":{"ConsignmentItem":{"0":{"Origin":{"436":"WO"}}}}}')

    expect(reading).toMatchObject({ ok: true, dataset: {}, ignored: ['/Consignment/ConsignmentItem/0/Origin/436'] })
  })
})

describe('edi3', () => {
  it('is read as others write it: registered names, dotted HS codes, several lines in one item', () => {
    const line = (sequenceNumber: number, classCode: string): object => ({
      sequenceNumber,
      invoiceReference: { iD: 'example.com:invoice:77', formattedIssueDateTime: '2026-03-01T14:30:00+11:00' },
      tradeProduct: { description: 'Wine', harmonisedTariffCode: { classCode, className: 'Wine of fresh grapes' } },
    })
    const text = JSON.stringify({
      iD: 'example.org:coo:WBC1',
      issueLocation: { iD: 'unece.un.org:locode:AUADL' },
      supplyChainConsignment: {
        includedConsignmentItems: [
          {
            crossBorderRegulatoryProcedure: { originCriteriaText: 'WP' },
            manufacturer: { name: 'Example Winery' },
            tradeLineItems: [line(1, '2204.21'), line(2, '2204.22.10')],
          },
        ],
      },
    })

    const item = (sequence: number, hsCode: string): object => ({
      sequence,
      description: 'Wine',
      hsCode,
      originCriterion: { code: 'WP' },
      producer: { name: 'Example Winery' },
      invoice: [{ number: '77', date: '2026-03-01' }],
    })
    const className = 'tradeProduct/harmonisedTariffCode/className'
    const lines = (index: number): string =>
      `/supplyChainConsignment/includedConsignmentItems/${index}/tradeLineItems/0`
    expect(readFormat('edi3', text)).toEqual({
      ok: true,
      dataset: {
        certificateNumber: 'WBC1',
        issuePlace: 'AUADL',
        items: [item(1, '220421'), item(2, '22042210')],
      },
      ignored: [0, 1].map((index) => `${lines(index)}/${className}`),
    })
  })

  it('writes a number with colons and blanks as one part of a URI', () => {
    const text = written('edi3', { certificateNumber: 'A:1 / 2%' })

    expect(text).toContain('"iD": "id:A%3A1%20%2F%202%25"')
    expect(readFormat('edi3', text)).toMatchObject({ dataset: { certificateNumber: 'A:1 / 2%' } })
  })
})

describe('the view as a credential', () => {
  const view = JSON.parse(written('w3c')) as Sample

  it('has the shape of the data model, and says that it proves nothing', () => {
    expect(view).toMatchObject({
      '@context': expect.arrayContaining(['https://www.w3.org/ns/credentials/v2']),
      type: ['VerifiableCredential', 'CertificateOfOrigin'],
      issuer: { id: 'urn:eco:authority:CH-CUSTOMS' },
      validFrom: '2026-03-02T09:30:00+01:00',
      validUntil: '2027-03-01T23:59:59Z',
    })
    expect(view.description).toContain('no proof')
    expect(view).not.toHaveProperty('proof')
  })

  it('does not look at a proof', () => {
    const text = JSON.stringify({ ...view, proof: { type: 'DataIntegrityProof', proofValue: 'z' } })

    expect(readFormat('w3c', text)).toMatchObject({ ok: true, ignored: ['/proof/type', '/proof/proofValue'] })
  })
})

describe('the WCO Data Model', () => {
  it('keeps packages of further kinds behind the first, and beside where there is no first', () => {
    const otherPackages = [{ quantity: 2, type: 'PX' }]
    const both = written('wco', { items: [aCommonItem({ packages: { quantity: 1, type: 'CT' }, otherPackages })] })
    const alone = written('wco', { items: [aCommonItem({ otherPackages })] })

    expect(JSON.parse(both)).toMatchObject({
      Consignment: {
        ConsignmentItem: [
          {
            Packaging: [
              { 144: 1, 141: 'CT' },
              { 144: 2, 141: 'PX' },
            ],
          },
        ],
      },
    })
    expect(JSON.parse(alone)).toMatchObject({ beside: { '/items/0/otherPackages/0/quantity': 2 } })
    expect(readFormat('wco', alone)).toMatchObject({ dataset: { items: [{ otherPackages }] } })
  })
})

it.each([
  [{ code: 'WO' }, 'WO'],
  [{ code: 'RVC', percent: '40' }, 'RVC 40%'],
  [{ code: 'CR', tariffShift: 'CTH' }, 'CR CTH'],
  [
    { code: 'CTSH', combined: [{ code: 'RVC', percent: '35.5' }], extras: ['ACU', 'DMI'] },
    'CTSH + RVC 35.5%, ACU, DMI',
  ],
])('writes the criterion %j as %s, and reads it back', (criterion, text) => {
  expect(criterionText(criterion)).toBe(text)
  expect(criterionOf(text)).toEqual(criterion)
})

it.each(['', '%', 'WO ', 'RVC 40', 'RVC 1000%', 'A + ', 'A,B', 'A, 1', 'CTH  CC'])(
  'reads no criterion from %j',
  (text) => {
    expect(criterionOf(text)).toBeUndefined()
  },
)

it('prints JSON that says the same, with what is deep in one line', () => {
  const value = { a: [{ b: [1, 2] }], c: {}, d: [], e: { f: { g: { h: { i: { j: { k: 1 } } } } } } }

  expect(JSON.parse(printJson(value))).toEqual(value)
  expect(printJson(value)).toContain('{"k":1}')
  expect(printJson({ a: [1, 2] })).toBe('{\n  "a": [1,2]\n}\n')
})
