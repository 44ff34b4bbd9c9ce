import type { Box, BoxRow, Layout } from './layout'
import { leading, linesOf } from './paragraph'
import type { Line, TextStyle } from './paragraph'
import type { QrCode } from './qr-code'
import { PAGE } from './sheet'
import type { Sheet } from './sheet'

const CAPTION: TextStyle = { size: 6 }
const BODY: TextStyle = { size: 8.2 }
const TITLE: TextStyle = { size: 14, weight: 'bold' }
const SMALL: TextStyle = { size: 7 }
const MARK: TextStyle = { size: 11, weight: 'bold' }
const PADDING = 3.5
const WIDTH = PAGE.width - 2 * PAGE.margin
const BOTTOM = PAGE.height - PAGE.margin - 16
const QR_SIDE = 66
const HEAD_HEIGHT = 76
const GREY = '#555555'

/** Draws a layout on as many pages as it needs. */
export class Drawing {
  readonly #sheet: Sheet
  readonly #layout: Layout
  readonly #qr: QrCode
  readonly #hash: string
  #y = 0

  constructor(sheet: Sheet, layout: Layout, qr: { readonly code: QrCode; readonly hash: string }) {
    this.#sheet = sheet
    this.#layout = layout
    this.#qr = qr.code
    this.#hash = qr.hash
  }

  /** Draws everything, then the foot of every page, when their number is known. */
  draw(): void {
    this.#head()
    for (const row of this.#layout.top) this.#row(row)
    this.#items()
    for (const row of this.#layout.bottom) this.#row(row)
    this.#feet()
  }

  #head(): void {
    const [x, y] = [PAGE.margin, PAGE.margin]
    const width = WIDTH - QR_SIDE - 16
    let below = this.#sheet.text(this.#layout.title, { x, y, width }, TITLE)
    below = this.#sheet.text(this.#layout.subtitle, { x, y: below, width }, BODY, GREY)
    below = this.#sheet.text(
      `Reference No. ${this.#layout.reference}`,
      { x, y: below + 3, width },
      { size: 9.5, weight: 'bold' },
    )
    if (this.#layout.marks.length > 0) {
      below = this.#sheet.text(this.#layout.marks.join('  ·  '), { x, y: below + 2, width }, MARK)
    }
    this.#drawQr()
    this.#y = Math.max(below + 6, PAGE.margin + HEAD_HEIGHT + 8)
  }

  #drawQr(): void {
    const x = PAGE.width - PAGE.margin - QR_SIDE
    this.#sheet.squares({ x, y: PAGE.margin, width: QR_SIDE }, this.#qr.size, this.#qr.isDark)
    const caption = `${this.#hash.slice(0, 16)}…`
    this.#sheet.text(caption, { x, y: PAGE.margin + QR_SIDE + 2, width: QR_SIDE }, { size: 5.6 }, GREY)
  }

  #row(row: BoxRow): void {
    const boxes = row.boxes.map((box) => brokenBox(box))
    const wanted = Math.max(row.least ?? 0, ...boxes.map(({ height }) => height))
    // What does not fit on a page of its own goes on in boxes on the next.
    if (this.#y + wanted > BOTTOM && this.#y > PAGE.margin + 60) this.#continue()
    const height = Math.min(wanted, BOTTOM - this.#y)
    const rest = this.#drawBoxes(boxes, height)
    this.#y += height
    if (rest.some((text) => text.length > 0)) this.#rowRest(boxes, rest)
  }

  #drawBoxes(boxes: readonly BrokenBox[], height: number): readonly (readonly Line[])[] {
    let x = PAGE.margin
    return boxes.map(({ box, caption, lines }) => {
      const area = { x, y: this.#y, width: box.share * WIDTH }
      x += area.width
      this.#sheet.box(area, height)
      const inner = { x: area.x + PADDING, y: area.y + PADDING }
      const below = this.#sheet.lines(caption, inner, CAPTION, GREY)
      const room = Math.max(0, Math.floor((area.y + height - PADDING - below) / leading(BODY)))
      this.#sheet.lines(lines.slice(0, room), { x: inner.x, y: below + 1 }, BODY)
      return lines.slice(room)
    })
  }

  #rowRest(boxes: readonly BrokenBox[], rest: readonly (readonly Line[])[]): void {
    const again = boxes.map((box, index) => ({ ...box, lines: rest[index] ?? [] }))
    this.#continue()
    const wanted = Math.max(...again.map(heightOf))
    const height = Math.min(wanted, BOTTOM - this.#y)
    const left = this.#drawBoxes(again, height)
    this.#y += height
    if (left.some((text) => text.length > 0)) this.#rowRest(boxes, left)
  }

  #items(): void {
    const { columns, items } = this.#layout
    this.#columnHeads()
    for (const item of items) {
      let cells = columns.map(({ share }, index) => linesOf(item[index] ?? '', share * WIDTH - 2 * PADDING, BODY))
      while (cells.some((lines) => lines.length > 0)) cells = this.#itemPart(cells)
    }
  }

  // As many lines of an item as fit on the page; gives those that do not.
  #itemPart(cells: readonly (readonly Line[])[]): (readonly Line[])[] {
    const most = Math.max(...cells.map((lines) => lines.length))
    const room = Math.floor((BOTTOM - this.#y - 2 * PADDING) / leading(BODY))
    if (room < Math.min(most, 3)) {
      this.#continue()
      this.#columnHeads()
      return [...cells]
    }
    const count = Math.min(most, room)
    const height = count * leading(BODY) + 2 * PADDING
    let x = PAGE.margin
    cells.forEach((lines, index) => {
      const width = (this.#layout.columns[index]?.share ?? 0) * WIDTH
      this.#sheet.box({ x, y: this.#y, width }, height)
      this.#sheet.lines(lines.slice(0, count), { x: x + PADDING, y: this.#y + PADDING }, BODY)
      x += width
    })
    this.#y += height
    return cells.map((lines) => lines.slice(count))
  }

  #columnHeads(): void {
    const heads = this.#layout.columns.map((column) => brokenBox({ ...column, text: '' }))
    const height = Math.max(...heads.map(({ caption }) => caption.length * leading(CAPTION))) + 2 * PADDING
    if (this.#y + height + 40 > BOTTOM) this.#continue()
    this.#drawBoxes(heads, height)
    this.#y += height
  }

  // The next page, which says to which certificate it belongs.
  #continue(): void {
    this.#sheet.addPage()
    const area = { x: PAGE.margin, y: PAGE.margin, width: WIDTH }
    const below = this.#sheet.text(`${this.#layout.title} (continuation)`, area, { size: 10, weight: 'bold' })
    this.#y = this.#sheet.text(`Reference No. ${this.#layout.reference}`, { ...area, y: below }, BODY) + 6
  }

  #feet(): void {
    const { pages } = this.#sheet
    for (let page = 0; page < pages; page++) {
      this.#sheet.turnTo(page)
      const y = PAGE.height - PAGE.margin - 9
      const words =
        'The signed electronic document is attached to this file: check it before relying on this page. The QR code carries reference and hash.'
      this.#sheet.text(words, { x: PAGE.margin, y, width: WIDTH - 70 }, { size: 6.2 }, GREY)
      const number = linesOf(`Page ${page + 1} of ${pages}`, WIDTH, SMALL)
      this.#sheet.lines(number, { x: PAGE.width - PAGE.margin - (number[0]?.width ?? 0), y }, SMALL, GREY)
    }
  }
}

interface BrokenBox {
  readonly box: Box
  readonly caption: readonly Line[]
  readonly lines: readonly Line[]
  readonly height: number
}

function brokenBox(box: Box): BrokenBox {
  const width = box.share * WIDTH - 2 * PADDING
  const caption = linesOf(box.number === undefined ? box.caption : `${box.number}. ${box.caption}`, width, CAPTION)
  const lines = box.text === '' ? [] : linesOf(box.text, width, BODY)
  return { box, caption, lines, height: heightOf({ caption, lines }) }
}

function heightOf({ caption, lines }: Pick<BrokenBox, 'caption' | 'lines'>): number {
  return caption.length * leading(CAPTION) + lines.length * leading(BODY) + 2 * PADDING + 2
}
