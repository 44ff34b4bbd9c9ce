import type { Axis, AxisStep } from './axes'
import { svgArrow, svgBox, svgDot, svgPicture, svgPole, svgText } from './svg'

const NAMES_WIDTH = 190
const COLUMN = 118
const HEAD = 44
const ROW = 30
const MARGIN = 16

/**
 * An axis as a picture: a pole for each state, a row for each step. A step leads by an arrow from each state in which it
 * may be taken to each that may follow; an open circle is a state in which it may be taken and that stays.
 */
export function stateChart({ title, states, steps }: Axis): string {
  const width = NAMES_WIDTH + states.length * COLUMN + MARGIN
  const rows = steps.map(rowsOf)
  const height = HEAD + rows.reduce((sum, lines) => sum + lines.length, 0) * ROW + 2 * MARGIN
  const xOf = (state: string): number => NAMES_WIDTH + states.indexOf(state) * COLUMN + COLUMN / 2
  const parts = states.flatMap((state) => headOf(state, xOf(state), height))
  let y = MARGIN + HEAD + ROW / 2
  for (const [index, lines] of rows.entries()) {
    const step = steps[index]
    if (step === undefined) continue
    parts.push(svgText(MARGIN, y + 1, step.name, { bold: true }))
    parts.push(svgText(MARGIN, y + 13, step.roles.join(' or '), { color: '#5a6570', size: 11 }))
    for (const line of lines) {
      parts.push(...drawn(line, xOf, y))
      y += ROW
    }
  }
  return svgPicture(`${title}: which step leads from which state to which`, width, height, parts)
}

interface Line {
  readonly from: string
  /** Undefined where the state stays. */
  readonly to: string | undefined
}

// Arrows in different directions or to different states would lie upon each other: each has a row of its own.
function rowsOf({ from, to }: AxisStep): readonly (readonly Line[])[] {
  const stays = from
    .filter((state) => to.length === 0 || to.includes(state))
    .map((state) => ({ from: state, to: undefined }))
  const leading = to.flatMap((target) =>
    from.filter((state) => state !== target).map((state) => ({ from: state, to: target })),
  )
  const rows: Line[][] = stays.length === 0 ? [] : [stays]
  for (const line of leading) rows.push([line])
  return rows
}

function headOf(state: string, x: number, height: number): readonly string[] {
  return [
    svgPole(x, MARGIN + HEAD - 10, height - MARGIN),
    svgBox(x - COLUMN / 2 + 5, MARGIN, COLUMN - 10, HEAD - 12, '#e8f0f7'),
    svgText(x, MARGIN + 21, state, { anchor: 'middle', bold: true }),
  ]
}

function drawn(lines: readonly Line[], xOf: (state: string) => number, y: number): readonly string[] {
  return lines.flatMap(({ from, to }) => {
    if (to === undefined) return [svgDot(xOf(from), y, false)]
    const direction = Math.sign(xOf(to) - xOf(from))
    return [svgArrow(xOf(from), xOf(to) - 2 * direction, y), svgDot(xOf(from), y)]
  })
}
