import PDFDocument from 'pdfkit'
import type { Line, TextStyle } from './paragraph'
import { leading, linesOf } from './paragraph'
import type { Face } from './fonts'

/** Points of an A4 page, and of its margin. */
export const PAGE = { width: 595.28, height: 841.89, margin: 34 } as const

const BASELINE = 1.0

/** A place on a page. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Pages to draw on: boxes, and text that is broken and measured before it is drawn. */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument
  readonly #registered = new Set<string>()

  constructor(title: string, created: Date) {
    // Everything that would differ between two runs is given, so that the same input makes the same bytes.
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      info: { Title: title, Producer: 'eco', Creator: 'eco', CreationDate: created, ModDate: created },
    })
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

  /** Draws the frame of a box. */
  box({ x, y, width }: Area, height: number): void {
    this.#pdf.lineWidth(0.6).strokeColor('#333333').rect(x, y, width, height).stroke()
  }

  /** Fills squares of a pattern, row by row. */
  squares({ x, y, width }: Area, count: number, isDark: (row: number, column: number) => boolean): void {
    const side = width / count
    this.#pdf.fillColor('#000000')
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        if (isDark(row, column)) this.#pdf.rect(x + column * side, y + row * side, side, side)
      }
    }
    this.#pdf.fill()
  }

  /** Draws lines that were broken before; gives the place below them. */
  lines(lines: readonly Line[], { x, y }: Omit<Area, 'width'>, style: TextStyle, color = '#000000'): number {
    let baseline = y + style.size * BASELINE
    this.#pdf.fillColor(color)
    for (const { runs } of lines) {
      let at = x
      for (const { text, face } of runs) {
        this.#font(face)
        this.#pdf.fontSize(style.size)
        this.#pdf.text(text, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
        at += this.#pdf.widthOfString(text)
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
    this.#pdf.end()
    await ended
    return Buffer.concat(chunks)
  }

  #font({ name, data }: Face): void {
    if (!this.#registered.has(name)) {
      this.#pdf.registerFont(name, data)
      this.#registered.add(name)
    }
    this.#pdf.font(name)
  }
}
