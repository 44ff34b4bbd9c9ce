import { brokenBox, CAPTION, CELL, drawBox, FRAME, GREY, PADDING, restOf, SMALL } from './broken-box'
import type { BrokenBox } from './broken-box'
import { charactersWithoutGlyph, REPLACEMENT } from './fonts'
import { drawHead } from './head'
import { textsOf } from './layout'
import type { Layout } from './layout'
import { leading, linesOf } from './paragraph'
import type { Line } from './paragraph'
import type { QrCode } from './qr-code'
import { PAGE } from './sheet'
import type { Sheet } from './sheet'

const ITEM_GAP = 2.5
const END_HEIGHT = 13
const ROUNDING = 0.01
const FOOT =
  'The signed electronic document is attached to this file; check it before relying on this page. The QR code carries the reference and the hash of that document.'

/** Draws a layout on as many pages as it needs. */
export class Drawing {
  readonly #sheet: Sheet
  readonly #layout: Layout
  readonly #qr: QrCode
  #y = 0

  constructor(sheet: Sheet, layout: Layout, qr: QrCode) {
    this.#sheet = sheet
    this.#layout = layout
    this.#qr = qr
  }

  /** Draws everything, then the foot of every page, when their number is known. */
  draw(): void {
    this.#y = drawHead(this.#sheet, this.#layout, this.#qr)
    for (const row of this.#layout.top) this.#row(row.boxes.map(brokenBox), row.least)
    this.#items()
    for (const row of this.#layout.bottom) this.#row(row.boxes.map(brokenBox), row.least)
    this.#feet()
  }

  #row(boxes: readonly BrokenBox[], least = 0): void {
    const wanted = Math.max(least, ...boxes.map(({ height }) => height))
    if (this.#y + wanted > FRAME.bottom + ROUNDING && this.#y > FRAME.top + 60) this.#nextPage()
    const height = Math.min(wanted, FRAME.bottom - this.#y)
    let x: number = FRAME.left
    const rest = boxes.map((broken) => {
      const width = broken.box.share * FRAME.width
      const left = drawBox(this.#sheet, broken, { x, y: this.#y, width }, height)
      x += width
      return restOf(broken, left)
    })
    this.#y += height
    // What does not fit on a page of its own goes on in boxes on the next.
    if (rest.some(({ lines }) => lines.length > 0)) this.#row(rest)
  }

  #items(): void {
    const { columns, items } = this.#layout
    let top = this.#columnHeads()
    for (const item of items) {
      let cells = columns.map(({ share }, index) => linesOf(item[index] ?? '', share * FRAME.width - 2 * PADDING, CELL))
      while (cells.some((lines) => lines.length > 0)) {
        const count = this.#fittingLines(cells)
        if (count === 0) {
          this.#closeColumns(top, FRAME.bottom)
          this.#nextPage()
          top = this.#columnHeads()
        } else cells = this.#itemPart(cells, count)
      }
      this.#hairline()
    }
    this.#closeColumns(top, this.#y)
    this.#endOfItems()
  }

  // How many lines of an item are drawn on this page: all, or so many as fit; none if that would be a shred.
  #fittingLines(cells: readonly (readonly Line[])[]): number {
    const most = Math.max(...cells.map((lines) => lines.length))
    const room = Math.floor((FRAME.bottom - this.#y - 2 * ITEM_GAP) / leading(CELL))
    return most <= room ? most : room >= 6 ? room : 0
  }

  #itemPart(cells: readonly (readonly Line[])[], count: number): (readonly Line[])[] {
    let x: number = FRAME.left
    cells.forEach((lines, index) => {
      const shown = lines.slice(0, count)
      const at = { x: x + PADDING, y: this.#y + ITEM_GAP }
      if (shown.length > 0) this.#sheet.part('P', () => this.#sheet.lines(shown, at, CELL))
      x += (this.#layout.columns[index]?.share ?? 0) * FRAME.width
    })
    this.#y += count * leading(CELL) + 2 * ITEM_GAP
    return cells.map((lines) => lines.slice(count))
  }

  #hairline(): void {
    const [from, to] = [FRAME.left, FRAME.left + FRAME.width].map((x) => [x, this.#y] as const)
    if (from === undefined || to === undefined) return
    this.#sheet.part('ornament', () => this.#sheet.strokes([{ from, to, width: 0.3, color: '#888888' }]))
  }

  // The heads of the columns; gives the place where the columns begin below them.
  #columnHeads(): number {
    const heads = this.#layout.columns.map((column) => brokenBox({ ...column, text: '' }))
    const height = Math.max(...heads.map((head) => head.height))
    if (this.#y + height + 60 > FRAME.bottom) this.#nextPage()
    let x: number = FRAME.left
    for (const head of heads) {
      const width = head.box.share * FRAME.width
      drawBox(this.#sheet, head, { x, y: this.#y, width }, height)
      x += width
    }
    this.#y += height
    return this.#y
  }

  // The frame of the columns on one page, when it is known how far they reach.
  #closeColumns(top: number, bottom: number): void {
    let x: number = FRAME.left
    this.#sheet.part('ornament', () => {
      for (const { share } of this.#layout.columns) {
        this.#sheet.box({ x, y: top, width: share * FRAME.width }, bottom - top)
        x += share * FRAME.width
      }
    })
    this.#y = bottom
  }

  // What is free above the last boxes is struck out, so that nothing can be added.
  #endOfItems(): void {
    const below = this.#layout.bottom.map((row) =>
      Math.max(row.least ?? 0, ...row.boxes.map((box) => brokenBox(box).height)),
    )
    const bottom = FRAME.bottom - below.reduce((sum, height) => sum + height, 0)
    const end = Math.max(bottom < this.#y + END_HEIGHT ? FRAME.bottom : bottom, this.#y)
    if (end - this.#y < END_HEIGHT) return
    const area = { x: FRAME.left, y: this.#y, width: FRAME.width }
    const { length } = this.#layout.items
    const [line] = linesOf(`End of the list of items: ${length} in all`, FRAME.width, SMALL)
    const middle = FRAME.left + (FRAME.width - (line?.width ?? 0)) / 2
    this.#sheet.part('P', () => line && this.#sheet.lines([line], { x: middle, y: this.#y + 2.5 }, SMALL, GREY))
    this.#sheet.part('ornament', () => {
      this.#sheet.box(area, end - this.#y)
      const free = this.#y + END_HEIGHT
      if (end - free > 12) {
        const [from, to] = [[FRAME.left + 8, end - 5] as const, [FRAME.left + FRAME.width - 8, free + 3] as const]
        this.#sheet.strokes([{ from, to, width: 0.4, color: '#999999' }])
      }
    })
    this.#y = end
  }

  // The next page, which says to which certificate it belongs.
  #nextPage(): void {
    this.#sheet.addPage()
    const { title, facts, reference } = this.#layout
    const caption = facts[0]?.caption ?? ''
    const area = { x: FRAME.left, y: FRAME.top, width: FRAME.width - 80 }
    this.#sheet.part('P', () => {
      const below = this.#sheet.text(`${title} (continuation)`, area, { size: 10, weight: 'bold' })
      this.#y = this.#sheet.text(`${caption} ${reference}`, { ...area, y: below }, { size: 8.6, weight: 'bold' }) + 5
    })
  }

  #feet(): void {
    const { pages } = this.#sheet
    const note = this.#missing()
    for (let page = 0; page < pages; page++) {
      this.#sheet.turnTo(page)
      const number = `Page ${page + 1} of ${pages}`
      const y = FRAME.bottom + 5
      this.#sheet.part('ornament', () => {
        this.#sheet.text(`${FOOT}${note}`, { x: FRAME.left, y, width: FRAME.width - 60 }, CAPTION, GREY)
        this.#right(number, y)
        if (page > 0) this.#right(number, FRAME.top + 3)
      })
    }
  }

  #right(text: string, y: number): void {
    const lines = linesOf(text, FRAME.width, SMALL)
    this.#sheet.lines(lines, { x: PAGE.width - PAGE.margin - (lines[0]?.width ?? 0), y }, SMALL, GREY)
  }

  #missing(): string {
    const { length } = charactersWithoutGlyph(textsOf(this.#layout))
    return length === 0
      ? ''
      : ` ${REPLACEMENT} stands for a character that cannot be printed here (${length} different).`
  }
}
