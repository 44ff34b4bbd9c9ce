import { describe, expect, it } from '@jest/globals'
import { PDFDocument } from '@cantoo/pdf-lib'
import { certificatePdf } from './certificate-pdf'
import { familyOf, layoutOf } from './families'
import type { Layout } from './layout'
import { Shown, WITHHELD } from './shown'
import { DOCUMENT, aDataset, anInput, anItem } from './testing/certificates'
import { readCarrier } from './read-carrier'

const AGREEMENTS = ['RCEP', 'ATIGA', 'EUR.1', 'Non-preferential'] as const

describe.each(AGREEMENTS)('a certificate of %s on paper', (code) => {
  const agreement = { code, version: '1' }

  it('has the same bytes each time', async () => {
    const input = anInput({ dataset: aDataset({ agreement }) })

    expect(Buffer.from(await certificatePdf(input)).equals(await certificatePdf(input))).toBe(true)
  })

  it('carries the signed document, which is read back letter by letter', async () => {
    const pdf = await certificatePdf(anInput({ dataset: aDataset({ agreement }) }))

    expect(await readCarrier(pdf)).toEqual({ kind: 'document', text: DOCUMENT })
  })

  it('says everything that its form has a place for', () => {
    const words = wordsOf(layoutOf(new Shown(anInput({ dataset: aDataset({ agreement }) }))))

    const always = [
      'AU-2026-000123',
      'Southern Wool Pty Ltd',
      '1 Wharf Street',
      'MV PACIFIC STAR',
      'AUMEL',
      'KRPUS',
      'BUSAN 1',
      '40 BL',
      '2 CT',
      'Wool, greasy, lot 1',
      'MERINO GOLD',
      '510111',
      '1200 KGM',
      'gross 1250 KGM',
      'EX-1',
      'Ballarat Mill',
      'AU-2025-9',
      'Valid until 2027-03-01',
      'Chamber of Commerce',
      'A. Officer',
      'M. Example',
      '東京ウール株式会社',
    ]
    for (const word of always) expect(words).toContain(word)
  })

  it('bears the words that its flags ask for', () => {
    const flags = { issuedRetroactively: true, certifiedTrueCopy: true, duplicate: false }
    const { marks } = layoutOf(new Shown(anInput({ dataset: aDataset({ agreement, flags }) })))

    expect(marks).toEqual([code === 'EUR.1' ? 'ISSUED RETROSPECTIVELY' : 'ISSUED RETROACTIVELY', 'CERTIFIED TRUE COPY'])
  })

  it('says in its place what is withheld, and never what it was', () => {
    const dataset = aDataset({ agreement, exporter: {}, remarks: undefined })
    const withheld = ['/exporter/name', '/exporter/address', '/remarks', '/items/0/invoice']
    const items = [{ ...anItem(1), invoice: undefined }]
    const words = wordsOf(layoutOf(new Shown({ dataset: { ...dataset, items }, withheld })))

    expect(words.split(WITHHELD).length - 1).toBeGreaterThanOrEqual(withheld.length)
    expect(words).not.toContain('Southern Wool')
  })

  it('goes on as many pages as its items need', async () => {
    const items = Array.from({ length: 120 }, (_, index) => anItem(index + 1))
    const pdf = await PDFDocument.load(await certificatePdf(anInput({ dataset: aDataset({ agreement, items }) })))

    expect(pdf.getPageCount()).toBeGreaterThan(10)
  })

  it('never loses a text that is longer than a page', async () => {
    const remarks = 'word '.repeat(9000)
    const pdf = await PDFDocument.load(await certificatePdf(anInput({ dataset: aDataset({ agreement, remarks }) })))

    expect(pdf.getPageCount()).toBeGreaterThan(3)
  })

  it('is printed from whatever is left of a dataset', async () => {
    expect((await certificatePdf(anInput({ dataset: { agreement } }))).length).toBeGreaterThan(1000)
  })
})

describe('the file', () => {
  it('names the certificate, and nobody, in its title', async () => {
    const pdf = await PDFDocument.load(await certificatePdf(anInput()), { updateMetadata: false })

    expect(pdf.getTitle()).toBe('CERTIFICATE OF ORIGIN — FORM RCEP AU-2026-000123')
    expect(pdf.getAuthor()).toBeUndefined()
    expect(pdf.getCreationDate()?.toISOString()).toBe('2026-03-01T22:30:00.000Z')
  })
})

describe('families', () => {
  it.each([
    ['RCEP', 'rcep'],
    ['AKFTA', 'form-d'],
    ['China-Switzerland', 'eur1'],
    ['CPTPP', 'generic'],
  ])('of %s is %s', (code, family) => {
    expect(familyOf(new Shown({ dataset: { agreement: { code } } }))).toBe(family)
  })
})

function wordsOf({ title, reference, top, bottom, items }: Layout): string {
  const boxes = [...top, ...bottom].flatMap((row) => row.boxes.map(({ text }) => text))
  return [title, reference, ...boxes, ...items.flat()].join('\n')
}
