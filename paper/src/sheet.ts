import PDFDocument from 'pdfkit'
import type { Face } from './faces'
import type { Line, TextStyle } from './paragraph'
import { leading, linesOf } from './paragraph'

/** Points of an A4 page, and of its margin. */
export const PAGE = { width: 595.28, height: 841.89, margin: 34 } as const

/** A place on a page. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** What part of the document something is, for those who do not see the page; `ornament` is read to nobody. */
export type Part = 'H1' | 'P' | 'ornament'

/** A straight line from place to place. */
export interface Stroke {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly width?: number
  readonly color?: string
}

/** Pages to draw on: lines and boxes, and text that is broken and measured before it is drawn. */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument
  readonly #body: PDFKit.PDFStructureElement
  readonly #registered = new Set<string>()

  constructor(title: string, created: Date) {
    // Everything that would differ between two runs is given, so that the same input makes the same bytes.
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      // No standard font: PDF/A wants each embedded, and loading one costs time.
      font: '',
      info: { Title: title, Producer: 'eco', Creator: 'eco', CreationDate: created, ModDate: created },
    })
    this.#body = this.#pdf.struct('Document')
    this.#pdf.addStructure(this.#body)
  }

  /** Lets something be attached to the file. */
  attach(name: string, type: string, content: string, created: Date): void {
    const options = { name, type, creationDate: created, modifiedDate: created, relationship: 'Source' }
    this.#pdf.file(Buffer.from(content), options)
  }

  /** Begins another page. */
  addPage(): void {
    this.#pdf.addPage()
  }

  /** How many pages there are. */
  get pages(): number {
    return this.#pdf.bufferedPageRange().count
  }

  /** Goes back to a page, counted from 0. */
  turnTo(page: number): void {
    this.#pdf.switchToPage(page)
  }

  /** Draws something that is a part of the document, in the order in which it is read. */
  part(part: Part, draw: () => void): void {
    if (part === 'ornament') this.#pdf.markContent('Artifact', { type: 'Layout' })
    else this.#body.add(this.#pdf.struct(part, {}, [this.#pdf.markStructureContent(part)]))
    draw()
    this.#pdf.endMarkedContent()
  }

  /** Draws straight lines. */
  strokes(strokes: readonly Stroke[]): void {
    for (const { from, to, width = 0.5, color = '#333333' } of strokes) {
      this.#pdf
        .lineWidth(width)
        .strokeColor(color)
        .moveTo(...from)
        .lineTo(...to)
        .stroke()
    }
  }

  /** Draws the frame of a box. */
  box({ x, y, width }: Area, height: number, lineWidth = 0.6): void {
    this.#pdf.lineWidth(lineWidth).strokeColor('#333333').rect(x, y, width, height).stroke()
  }

  /** Fills squares of a pattern, row by row, those side by side as one. */
  squares({ x, y, width }: Area, count: number, isDark: (row: number, column: number) => boolean): void {
    const side = width / count
    this.#pdf.fillColor('#000000')
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        const first = column
        while (column < count && isDark(row, column)) column++
        if (column > first) this.#pdf.rect(x + first * side, y + row * side, (column - first) * side, side)
      }
    }
    this.#pdf.fill()
  }

  /** Draws lines that were broken before; gives the place below them. */
  lines(lines: readonly Line[], { x, y }: Omit<Area, 'width'>, style: TextStyle, color = '#000000'): number {
    let baseline = y + style.size
    this.#pdf.fillColor(color).fontSize(style.size)
    for (const { runs } of lines) {
      for (const { text, face, from } of runs) {
        this.#font(face)
        this.#pdf.text(text, x + from, baseline, { lineBreak: false, baseline: 'alphabetic' })
      }
      baseline += leading(style)
    }
    return y + lines.length * leading(style)
  }

  /** Breaks text and draws it; gives the place below it. */
  text(text: string, { x, y, width }: Area, style: TextStyle, color?: string): number {
    return this.lines(linesOf(text, width, style), { x, y }, style, color)
  }

  /** Ends the file. */
  async finish(): Promise<Uint8Array> {
    const chunks: Buffer[] = []
    this.#pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise((resolve) => this.#pdf.on('end', resolve))
    this.#body.end()
    this.#pdf.end()
    await ended
    return Buffer.concat(chunks)
  }

  #font({ name, font }: Face): void {
    if (!this.#registered.has(name)) {
      // The library takes a font that is open already, which its types do not say.
      this.#pdf.registerFont(name, font as unknown as Uint8Array)
      this.#registered.add(name)
    }
    this.#pdf.font(name)
  }
}
