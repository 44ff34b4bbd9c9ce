import { describe, expect, it } from '@jest/globals'
import { PDFDocument, PDFName } from '@cantoo/pdf-lib'
import * as fc from 'fast-check'
import { certificatePdf, unprintableCharacters } from './certificate-pdf'
import { layoutOf } from './families'
import type { CertificatePdfInput } from './layout'
import { textsOf } from './layout'
import { readCarrier } from './read-carrier'
import { Shown, WITHHELD } from './shown'
import { DOCUMENT, aDataset, anInput, anItem } from './testing/certificates'
import { everyElement, printedValues } from './testing/every-element'
import { asTrueCopy } from './true-copy'
import { textOnPages } from './testing/pdf-text'
import type { PageText } from './testing/pdf-text'

const AGREEMENTS = ['RCEP', 'ATIGA', 'EUR.1', 'Non-preferential'] as const

async function pagesOf(changes: Partial<CertificatePdfInput>): Promise<readonly PageText[]> {
  return textOnPages(await certificatePdf(anInput(changes)))
}

// Without spaces, since lines may be broken at them.
function wordsOf(pages: readonly PageText[]): string {
  return tight(pages.map(({ text }) => text).join(''))
}

/** What is missing of a text that may go on over the next pages, where their heads stand in between. */
function unprinted(text: string, pages: readonly PageText[]): string {
  let rest = tight(text)
  for (const page of new Set(pages.map((piece) => piece.page))) {
    const words = wordsOf(pages.filter((piece) => piece.page === page))
    let length = rest.length
    while (!words.includes(rest.slice(0, length))) length--
    rest = rest.slice(length)
  }
  return rest
}

function tight(text: string): string {
  return text.replaceAll(/\s/g, '')
}

function layoutWords(input: Pick<CertificatePdfInput, 'dataset' | 'withheld'>): string {
  return textsOf(layoutOf(new Shown(input))).join('\n')
}

describe.each(AGREEMENTS)('a certificate of %s on paper', (code) => {
  const agreement = { code, version: '1' }

  it('has the same bytes each time, in whatever time zone', async () => {
    const input = anInput({ dataset: aDataset({ agreement }) })
    const before = process.env['TZ']

    const first = await certificatePdf(input)
    process.env['TZ'] = 'Asia/Tokyo'
    const second = await certificatePdf(input)
    process.env['TZ'] = before ?? 'UTC'

    expect(Buffer.from(first).equals(second)).toBe(true)
  })

  it('carries the signed document, which is read back letter by letter', async () => {
    const pdf = await certificatePdf(anInput({ dataset: aDataset({ agreement }) }))

    expect(await readCarrier(pdf)).toEqual({ kind: 'document', text: DOCUMENT })
  })

  it('says every element of the dataset on its pages', async () => {
    const dataset = everyElement(code)

    const words = wordsOf(await pagesOf({ dataset }))

    const lost = printedValues(dataset).filter((value) => !words.includes(value))
    expect(lost).toEqual([])
  })

  it('says in its place what is withheld, and never what it was', () => {
    const withheld = [
      ...['/exporter/name', '/exporter/address', '/producer', '/consignee', '/importer', '/remarks', '/carrier'],
      ...['/flags/accumulation', '/flags/duplicate', '/embassyEndorsement', '/extensions', '/exporterDeclaration'],
      ...['invoice', 'producer', 'originCriterion', 'extensions', 'marks', 'fobValue'].map(
        (name) => `/items/1/${name}`,
      ),
    ]
    const dataset = everyElement(code)
    const shown = new Shown({ dataset, withheld })

    const words = layoutWords({ dataset, withheld })

    const secret = withheld.flatMap((pointer) => printedValues(new Shown({ dataset }).value(pointer)))
    expect(secret.length).toBeGreaterThan(30)
    expect(secret.filter((value) => words.includes(value))).toEqual([])
    expect(words.split(WITHHELD).length - 1).toBeGreaterThanOrEqual(withheld.length - 1)
    expect(withheld.every((pointer) => shown.value(pointer) === undefined)).toBe(true)
  })

  it('repeats its number and counts its pages when the items need several', async () => {
    const items = Array.from({ length: 50 }, (_, index) => anItem(index + 1))

    const pages = await pagesOf({ dataset: aDataset({ agreement, items }) })

    const count = Math.max(...pages.map(({ page }) => page)) + 1
    expect(count).toBeGreaterThan(3)
    for (let page = 0; page < count; page++) {
      const words = wordsOf(pages.filter((text) => text.page === page))
      expect(words).toContain('AU-2026-000123')
      expect(words).toContain(tight(`Page ${page + 1} of ${count}`))
    }
    const words = wordsOf(pages)
    for (let item = 1; item <= 50; item++) expect(words).toContain(tight(`BUSAN ${item}`))
  })

  it('prints no text over another and none beyond the page, however long it is', async () => {
    const text = fc.oneof(
      fc.lorem({ maxCount: 60 }),
      fc.constantFrom('羊毛製品'.repeat(30), 'W'.repeat(300), '한솔 무역 '.repeat(20)),
    )
    const lists = fc.array(text, { maxLength: 6 })

    await fc.assert(
      fc.asyncProperty(text, text, lists, lists, async (name, remarks, descriptions, marks) => {
        const items = descriptions.map((description, index) => ({ ...anItem(index + 1), description, marks }))
        const dataset = aDataset({ agreement, remarks, items, exporter: { name, address: { city: name } } })

        const pages = await pagesOf({ dataset })

        expect(collisions(pages)).toEqual([])
        expect(pages.filter(({ x, y, width }) => x < 30 || x + width > 566 || y < 25 || y > 815)).toEqual([])
        for (const long of [name, remarks, ...descriptions]) expect(unprinted(long, pages)).toBe('')
      }),
      { numRuns: 8 },
    )
  }, 60_000)

  it('is printed from whatever is left of a dataset', async () => {
    const pages = await pagesOf({ dataset: { agreement } })

    expect(wordsOf(pages)).toContain('Page1of1')
  })
})

// Two pieces of text whose letters would cover each other; a line may touch the next.
function collisions(pages: readonly PageText[]): readonly string[] {
  const found: string[] = []
  pages.forEach((one, index) => {
    for (const other of pages.slice(index + 1)) {
      const isBeside = one.x + one.width <= other.x + 0.3 || other.x + other.width <= one.x + 0.3
      const isAbove = Math.abs(one.y - other.y) >= 0.7 * Math.max(one.size, other.size)
      if (one.page === other.page && !isBeside && !isAbove) found.push(`${one.text} | ${other.text}`)
    }
  })
  return found
}

describe('the words of circumstances', () => {
  it.each([
    ['RCEP', ['ISSUED RETROACTIVELY', 'CERTIFIED TRUE COPY', 'DUPLICATE', 'BACK-TO-BACK CERTIFICATE OF ORIGIN']],
    ['EUR.1', ['ISSUED RETROSPECTIVELY', 'CERTIFIED TRUE COPY', 'DUPLICATE', 'BACK-TO-BACK CERTIFICATE OF ORIGIN']],
  ])('of %s are set large where the flags ask for them', (code, words) => {
    const flags = { issuedRetroactively: true, certifiedTrueCopy: true, duplicate: true, backToBack: true }
    const dataset = aDataset({ agreement: { code }, flags })

    expect(layoutOf(new Shown({ dataset })).marks).toEqual(words)
    expect(layoutOf(new Shown({ dataset: aDataset({ agreement: { code } }) })).marks).toEqual([])
  })

  it.each([
    ['RCEP', 'CERTIFIED TRUE COPY'],
    ['EUR.1', 'DUPLICATE'],
  ])('of %s say of a copy of what was lost that it is one, by the words of the agreement', (code, words) => {
    const dataset = asTrueCopy(aDataset({ agreement: { code } }))

    expect(layoutOf(new Shown({ dataset })).marks).toEqual([words])
  })

  it('are squares on Form D, ticked where a flag is set', () => {
    const flags = { accumulation: true, exhibition: false }
    const { bottom } = layoutOf(new Shown({ dataset: aDataset({ agreement: { code: 'ATIGA' }, flags }) }))

    const ticks = bottom.flatMap(({ boxes }) => boxes).flatMap((box) => box.ticks ?? [])
    expect(ticks).toHaveLength(7)
    expect(ticks.filter(({ state }) => state === 'set').map(({ label }) => label)).toEqual(['Accumulation'])
  })
})

describe('the file', () => {
  it('names the certificate, and nobody, in its title', async () => {
    const pdf = await PDFDocument.load(await certificatePdf(anInput()), { updateMetadata: false })

    expect(pdf.getTitle()).toBe('CERTIFICATE OF ORIGIN — FORM RCEP AU-2026-000123')
    expect(pdf.getAuthor()).toBeUndefined()
    expect(pdf.getCreationDate()?.toISOString()).toBe('2026-03-01T22:30:00.000Z')
  })

  it('says that it is PDF/A-3, that its parts are tagged, and that the attachment is its source', async () => {
    const pdf = await PDFDocument.load(await certificatePdf(anInput()), { updateMetadata: false })

    expect(pdf.catalog.has(PDFName.of('OutputIntents'))).toBe(true)
    expect(pdf.catalog.has(PDFName.of('StructTreeRoot'))).toBe(true)
    expect(pdf.getAttachments()).toMatchObject([
      { name: 'certificate-of-origin.eco', mimeType: 'application/dc+sd-jwt', afRelationship: 'Source' },
    ])
  })

  it('shows a sign for every character that no font has, and says so', async () => {
    const dataset = aDataset({ remarks: 'ไทย wool \u{1F411}' })

    const words = wordsOf(await pagesOf({ dataset }))

    expect(words).toContain('\uFFFD\uFFFD\uFFFDwool\uFFFD')
    expect(words).toContain(tight('\uFFFD stands for a character that cannot be printed here (4 different).'))
    expect(unprintableCharacters({ dataset })).toEqual(['ไ', 'ท', 'ย', '\u{1F411}'])
    expect(unprintableCharacters({ dataset: aDataset() })).toEqual([])
  })

  it('is made of 999 items within the time of a request', async () => {
    const items = Array.from({ length: 999 }, (_, index) => anItem(index + 1))

    const pages = await pagesOf({ dataset: aDataset({ items }) })

    expect(wordsOf(pages)).toContain(tight('End of the list of items: 999 in all'))
  })
})
