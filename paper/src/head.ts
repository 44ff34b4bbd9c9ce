import { BODY, CAPTION, FRAME, GREY, PADDING } from './broken-box'
import type { Layout } from './layout'
import { leading, linesOf } from './paragraph'
import type { Line, TextStyle } from './paragraph'
import type { QrCode } from './qr-code'
import type { Sheet } from './sheet'

const TITLE: TextStyle = { size: 13, weight: 'bold' }
const FIRST: TextStyle = { size: 9.6, weight: 'bold' }
const MARK: TextStyle = { size: 11, weight: 'bold' }
const HASH: TextStyle = { size: 5.4 }
const QR_SIDE = 78
const QR_CELL = QR_SIDE + 16
const FACTS = 0.27 * FRAME.width
const LEAST = QR_SIDE + 32

/** Draws the head of the first page: title, number and days, QR code, large words; gives the place below it. */
export function drawHead(sheet: Sheet, layout: Layout, qr: QrCode): number {
  const [left, top] = [FRAME.left, FRAME.top]
  const titleWidth = FRAME.width - FACTS - QR_CELL
  const title = linesOf(layout.title, titleWidth - 2 * PADDING - 6, TITLE)
  const subtitle = linesOf(layout.subtitle, titleWidth - 2 * PADDING - 6, BODY)
  const facts = layout.facts.map(({ caption, text }, index) => brokenFact(caption, text, index === 0 ? FIRST : BODY))
  const factsHeight = facts.reduce((sum, { height }) => sum + height, 0)
  const titleHeight = title.length * leading(TITLE) + subtitle.length * leading(BODY) + 16
  const height = Math.max(LEAST, factsHeight + 2 * PADDING, titleHeight)
  sheet.part('ornament', () => {
    sheet.box({ x: left, y: top, width: titleWidth }, height)
    sheet.box({ x: left + titleWidth, y: top, width: FACTS }, height)
    sheet.box({ x: left + titleWidth + FACTS, y: top, width: QR_CELL }, height)
  })
  const inner = { x: left + PADDING + 3, y: top + 8 }
  sheet.part('H1', () => sheet.lines(title, inner, TITLE))
  sheet.part('P', () => sheet.lines(subtitle, { ...inner, y: inner.y + title.length * leading(TITLE) + 3 }, BODY, GREY))
  drawFacts(sheet, facts, left + titleWidth + PADDING, top + PADDING)
  drawQr(sheet, qr, left + titleWidth + FACTS, top)
  return drawMarks(sheet, layout.marks, top + height)
}

interface BrokenFact {
  readonly caption: readonly Line[]
  readonly lines: readonly Line[]
  readonly style: TextStyle
  readonly height: number
}

function brokenFact(caption: string, text: string, style: TextStyle): BrokenFact {
  const width = FACTS - 2 * PADDING
  const broken = { caption: linesOf(caption, width, CAPTION), lines: linesOf(text, width, style) }
  return {
    ...broken,
    style,
    height: broken.caption.length * leading(CAPTION) + broken.lines.length * leading(style) + 2,
  }
}

function drawFacts(sheet: Sheet, facts: readonly BrokenFact[], x: number, y: number): void {
  for (const { caption, lines, style, height } of facts) {
    sheet.part('P', () => {
      const below = sheet.lines(caption, { x, y }, CAPTION, GREY)
      sheet.lines(lines, { x, y: below }, style)
    })
    y += height
  }
}

// The register's hash, in groups that can be compared by eye.
function drawQr(sheet: Sheet, { size, isDark, hash }: QrCode, x: number, y: number): void {
  const groups = hash.slice(0, 16).match(/.{4}/g) ?? []
  sheet.part('P', () => {
    sheet.squares({ x: x + 8, y: y + 8, width: QR_SIDE }, size, isDark)
    const area = { x: x + 8, y: y + QR_SIDE + 11, width: QR_CELL }
    const below = sheet.text('Hash of the signed document', area, HASH, GREY)
    sheet.text(`${groups.join(' ')} …`, { ...area, y: below }, { size: 6.2 })
  })
}

// In a strip of their own, where no stamp can cover them.
function drawMarks(sheet: Sheet, marks: readonly string[], y: number): number {
  if (marks.length === 0) return y
  const lines = linesOf(marks.join('   ·   '), FRAME.width - 2 * PADDING, MARK)
  const height = lines.length * leading(MARK) + 2 * PADDING
  sheet.part('ornament', () => sheet.box({ x: FRAME.left, y, width: FRAME.width }, height))
  sheet.part('P', () => {
    lines.forEach((line, index) => {
      const x = FRAME.left + (FRAME.width - line.width) / 2
      sheet.lines([line], { x, y: y + PADDING + index * leading(MARK) }, MARK)
    })
  })
  return y + height
}
