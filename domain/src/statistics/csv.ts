import { DIMENSIONS, SPANS } from './statistics'
import type { Figures, Statistics } from './statistics'

const HEADER = ['dimension', 'key', 'measure', 'name', 'value']

type Line = readonly [measure: string, name: string, value: number | null]

/** Statistics as a table (RFC 4180, lines end with CR LF): one number in each line, an empty value where there is none. */
export function statisticsCsv({ total, by }: Statistics): string {
  const lines = [
    HEADER,
    ...linesOf('total', '', total),
    ...DIMENSIONS.flatMap((dimension) => by[dimension].flatMap(({ key, figures }) => linesOf(dimension, key, figures))),
  ]
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')
}

function linesOf(dimension: string, key: string, figures: Figures): readonly (readonly string[])[] {
  return measuresOf(figures).map(([measure, name, value]) => [
    dimension,
    key,
    measure,
    name,
    value === null ? '' : value.toString(),
  ])
}

function measuresOf({ certificates, cases, refusals, times, ...states }: Figures): readonly Line[] {
  const counted = Object.entries(states).flatMap(([axis, counts]) =>
    Object.entries(counts).map(([state, count]): Line => [axis, state, count]),
  )
  return [
    ['certificates', '', certificates],
    ...counted,
    ...refusals.map(({ reason, count }): Line => ['refusals', reason, count]),
    ['cases', '', cases],
    ...SPANS.flatMap((span): Line[] => [
      ['times-count', span, times[span].count],
      ['times-median-ms', span, times[span].medianMs],
    ]),
  ]
}

// A spreadsheet takes text that begins with one of these for a formula; agreement codes are written by others.
const FORMULA = /^[=+\-@\t\r]/

function field(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
