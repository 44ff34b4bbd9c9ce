import type { Box, Tick } from './layout'
import { leading, linesOf } from './paragraph'
import type { Line, TextStyle } from './paragraph'
import { PAGE } from './sheet'
import type { Area, Sheet } from './sheet'

/** Where pages may be drawn on, in points. */
export const FRAME = {
  left: PAGE.margin,
  top: PAGE.margin,
  width: PAGE.width - 2 * PAGE.margin,
  bottom: PAGE.height - PAGE.margin - 18,
} as const

export const CAPTION: TextStyle = { size: 5.8 }
export const NUMBER: TextStyle = { size: 5.8, weight: 'bold' }
export const BODY: TextStyle = { size: 8.2 }
export const CELL: TextStyle = { size: 7.6 }
export const SMALL: TextStyle = { size: 6.6 }
export const PADDING = 3.5
export const GREY = '#4d4d4d'

const TICK_SIDE = 6.2
const TICK_GAP = 14
const TICK_LEADING = 11.5

/** A box whose text is broken into lines, and how high it has to be. */
export interface BrokenBox {
  readonly box: Box
  readonly caption: readonly Line[]
  readonly ticks: readonly (readonly PlacedTick[])[]
  readonly words: readonly Line[]
  readonly lines: readonly Line[]
  readonly height: number
}

interface PlacedTick extends Tick {
  readonly from: number
  readonly line: Line
}

/** Breaks the text of a box. */
export function brokenBox(box: Box): BrokenBox {
  const width = box.share * FRAME.width - 2 * PADDING
  const caption = linesOf(box.caption, width - numberWidth(box.number), CAPTION)
  const ticks = tickRows(box.ticks ?? [], width)
  const words = box.words ? linesOf(box.words, width, SMALL) : []
  const lines = box.text === '' ? [] : linesOf(box.text, width, BODY)
  return withHeight({ box, caption, ticks, words, lines })
}

function withHeight(parts: Omit<BrokenBox, 'height'>): BrokenBox {
  return { ...parts, height: headHeight(parts) + parts.lines.length * leading(BODY) + 2 * PADDING }
}

function numberWidth(number: string | undefined): number {
  return number === undefined ? 0 : (linesOf(`${number}  `, FRAME.width, NUMBER)[0]?.width ?? 0) + 4
}

// What stands above the text: caption, squares, the words of the form.
function headHeight({ caption, ticks, words }: Pick<BrokenBox, 'caption' | 'ticks' | 'words'>): number {
  const printed = words.length === 0 ? 0 : words.length * leading(SMALL) + 2
  return caption.length * leading(CAPTION) + 1 + ticks.length * TICK_LEADING + printed
}

function tickRows(ticks: readonly Tick[], width: number): readonly (readonly PlacedTick[])[] {
  const rows: PlacedTick[][] = []
  let from = 0
  for (const tick of ticks) {
    const [line] = linesOf(tick.state === 'withheld' ? `${tick.label} [withheld]` : tick.label, width, BODY)
    if (line === undefined) continue
    const needed = TICK_SIDE + 4 + line.width
    const row = rows.at(-1)
    if (row === undefined || from + needed > width) {
      rows.push([{ ...tick, line, from: 0 }])
      from = needed + TICK_GAP
    } else {
      row.push({ ...tick, line, from })
      from += needed + TICK_GAP
    }
  }
  return rows
}

/** Draws as much of a box as fits into a height; gives the lines that are left. */
export function drawBox(sheet: Sheet, broken: BrokenBox, area: Area, height: number): readonly Line[] {
  const { caption, ticks, words, lines, box } = broken
  const [x, y] = [area.x + PADDING, area.y + PADDING]
  const below = y + headHeight(broken)
  const room = Math.max(0, Math.floor((area.y + height - PADDING - below + 0.01) / leading(BODY)))
  sheet.part('ornament', () => sheet.box(area, height))
  sheet.part('P', () => {
    drawCaption(sheet, caption, box.number, { x, y })
    let at = y + caption.length * leading(CAPTION) + 1
    for (const row of ticks) {
      drawTicks(sheet, row, x, at)
      at += TICK_LEADING
    }
    sheet.lines(words, { x, y: at }, SMALL)
    sheet.lines(lines.slice(0, room), { x, y: below }, BODY)
  })
  return lines.slice(room)
}

/** Draws a caption behind its number. */
function drawCaption(
  sheet: Sheet,
  caption: readonly Line[],
  number: string | undefined,
  at: Omit<Area, 'width'>,
): void {
  if (number !== undefined) sheet.text(number, { ...at, width: FRAME.width }, NUMBER)
  sheet.lines(caption, { x: at.x + numberWidth(number), y: at.y }, CAPTION, GREY)
}

function drawTicks(sheet: Sheet, row: readonly PlacedTick[], x: number, y: number): void {
  for (const { from, line, state } of row) {
    const [left, top] = [x + from, y + 2.4]
    const [right, bottom] = [left + TICK_SIDE, top + TICK_SIDE]
    sheet.box({ x: left, y: top, width: TICK_SIDE }, TICK_SIDE, 0.5)
    if (state === 'set') {
      sheet.strokes([
        { from: [left, top], to: [right, bottom], width: 0.9, color: '#000000' },
        { from: [left, bottom], to: [right, top], width: 0.9, color: '#000000' },
      ])
    }
    sheet.lines([line], { x: right + 4, y: y + 0.6 }, BODY)
  }
}

/** The box with what is left of its text, for the next page; its squares and its own words were drawn already. */
export function restOf(broken: BrokenBox, lines: readonly Line[]): BrokenBox {
  return withHeight({ ...broken, ticks: [], words: [], lines })
}
