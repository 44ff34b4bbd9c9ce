import { LANES } from './lanes'
import type { Lane, LaneGroup, LaneStep } from './lanes'
import { svgArrow, svgBox, svgPicture, svgPole, svgText } from './svg'

const LANE = 216
const HEAD = 40
const ROW = 52
const TITLE = 34
const MARGIN = 16
const WIDTH = LANES.length * LANE + 2 * MARGIN
const BOX_HALF = 8

/** Swim-lanes as a picture: a lane for each who acts, a row for each step; dashed where nothing reaches the ledger. */
export function lanePicture(title: string, groups: readonly LaneGroup[]): string {
  const rows = groups.reduce((sum, { steps }) => sum + steps.length, 0)
  const height = 2 * MARGIN + HEAD + groups.length * TITLE + rows * ROW
  const parts = LANES.flatMap((lane) => headOf(lane, height))
  let y = MARGIN + HEAD
  for (const { title: name, when, steps } of groups) {
    parts.push(
      `<rect x="${MARGIN}" y="${y + 8}" width="${WIDTH - 2 * MARGIN}" height="20" fill="${when === undefined ? '#dfe7ee' : '#f4ead5'}"/>`,
    )
    parts.push(
      svgText(MARGIN + 8, y + 22, when === undefined ? name : `${name} – only when ${when}`, { bold: true, size: 12 }),
    )
    y += TITLE
    for (const step of steps) {
      parts.push(...drawn(step, y))
      y += ROW
    }
  }
  return svgPicture(title, WIDTH, height, parts)
}

function headOf(lane: Lane, height: number): readonly string[] {
  const x = centreOf(lane)
  return [
    svgPole(x, MARGIN + HEAD - 8, height - MARGIN),
    svgBox(x - LANE / 2 + 8, MARGIN, LANE - 16, HEAD - 10, '#e8f0f7'),
    svgText(x, MARGIN + 20, lane, { anchor: 'middle', bold: true }),
  ]
}

function drawn({ by, to, text, transactions }: LaneStep, y: number): readonly string[] {
  const at = y + 30
  const start = centreOf(by)
  const names = (transactions ?? []).join(', ')
  if (to === undefined) return [...worded(start, at - 14, text, ''), boxAt(start, at, '#fff')]
  const direction = Math.sign(centreOf(to) - start)
  return [
    ...worded((start + centreOf(to)) / 2, at - 11, text, names),
    svgArrow(start + direction * BOX_HALF, centreOf(to) - 2 * direction, at, transactions === undefined),
    boxAt(start, at, '#1f4e79'),
  ]
}

function boxAt(x: number, y: number, fill: string): string {
  return svgBox(x - BOX_HALF, y - BOX_HALF, 2 * BOX_HALF, 2 * BOX_HALF, fill)
}

// Words on white, so that no lane runs through them.
function worded(x: number, y: number, text: string, names: string): readonly string[] {
  const halo = ' stroke="#fff" stroke-width="4" paint-order="stroke"'
  const words = svgText(x, y, text, { anchor: 'middle' }).replace('<text', `<text${halo}`)
  if (names === '') return [words]
  const below = svgText(x, y + 25, names, { anchor: 'middle', size: 11, color: '#1f4e79' }).replace(
    '<text',
    `<text${halo}`,
  )
  return [words, below]
}

function centreOf(lane: Lane): number {
  return MARGIN + LANES.indexOf(lane) * LANE + LANE / 2
}
