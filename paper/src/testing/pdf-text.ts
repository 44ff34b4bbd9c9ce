import { inflateSync } from 'node:zlib'
import type { PDFPage } from '@cantoo/pdf-lib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRawStream } from '@cantoo/pdf-lib'

/** A piece of text where it stands on a page: points from the left and from the bottom. */
export interface PageText {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly size: number
  readonly width: number
  readonly text: string
}

/** Reads what is printed on the pages, as far as our own files need it. */
export async function textOnPages(bytes: Uint8Array): Promise<readonly PageText[]> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  return pdf.getPages().flatMap((page, index) => textOf(page).map((text) => ({ ...text, page: index })))
}

const OPERATIONS = /1 0 0 1 (\S+) (\S+) Tm|\/(F\d+) (\S+) Tf|\[(.*)\] TJ/g

function textOf(page: PDFPage): readonly Omit<PageText, 'page'>[] {
  const fonts = fontsOf(page)
  const found: Omit<PageText, 'page'>[] = []
  let [x, y, size, font] = [0, 0, 0, '']
  for (const [, left, bottom, name, height, shown] of contentOf(page).matchAll(OPERATIONS)) {
    if (left !== undefined) [x, y] = [Number(left), Number(bottom)]
    if (name !== undefined) [font, size] = [name, Number(height)]
    if (shown === undefined) continue
    const { letters, widths } = fonts.get(font) ?? { letters: new Map<number, string>(), widths: [] }
    const glyphs = [...shown.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    const ids = glyphs.map((glyph) => parseInt(glyph, 16))
    // Numbers between the glyphs move the next ones closer, such as `T` and `e`.
    const closer = [...shown.matchAll(/> (-?[\d.]+)/g)].reduce((sum, [, points]) => sum + Number(points), 0)
    const width = ((ids.reduce((sum, id) => sum + (widths[id] ?? 0), 0) - closer) * size) / 1000
    found.push({ x, y, size, width, text: ids.map((id) => letters.get(id) ?? '').join('') })
  }
  return found
}

function contentOf(page: PDFPage): string {
  const contents = page.node.Contents()
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((ref) => page.doc.context.lookup(ref)) : [contents]
  return streams.map(unpacked).join('\n')
}

function unpacked(stream: unknown): string {
  if (!(stream instanceof PDFRawStream)) throw new Error('a stream was expected')
  return inflateSync(stream.contents).toString('latin1')
}

interface PageFont {
  readonly letters: ReadonlyMap<number, string>
  readonly widths: readonly number[]
}

function fontsOf(page: PDFPage): ReadonlyMap<string, PageFont> {
  const fonts = page.node.Resources()?.lookupMaybe(PDFName.of('Font'), PDFDict)
  return new Map((fonts?.keys() ?? []).map((name) => [name.asString().slice(1), fontOf(fonts?.lookup(name, PDFDict))]))
}

function fontOf(font: PDFDict | undefined): PageFont {
  const descendant = font?.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
  const widths = descendant?.lookup(PDFName.of('W'), PDFArray).lookup(1, PDFArray).asArray() ?? []
  return {
    letters: lettersOf(unpacked(font?.lookup(PDFName.of('ToUnicode')))),
    widths: widths.map((width) => (width instanceof PDFNumber ? width.asNumber() : 0)),
  }
}

// Ranges of glyphs with the letters of each: `<0000> <0002> [<0000> <0041> <0042>]`.
function lettersOf(cmap: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>()
  for (const [, first = '', list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/gs)) {
    list.match(/[0-9a-f]+/g)?.forEach((hex, index) => {
      const units = (hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16))
      letters.set(parseInt(first, 16) + index, String.fromCharCode(...units))
    })
  }
  return letters
}
