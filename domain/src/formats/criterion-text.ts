import type { Json } from '../canonical'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'

const PART = /^([A-Za-z][A-Za-z0-9-]*)(?: (\d{1,3}(?:\.\d{1,2})?)%)?(?: (CC|CTH|CTSH))?$/
const CODE = /^[A-Za-z][A-Za-z0-9-]*$/

/** A criterion in one line, whatever its agreement: `CTH + RVC 40%, ACU`. */
export function criterionText(criterion: Unjudged): string {
  const { combined, extras } = criterion
  const parts = [criterion, ...(Array.isArray(combined) ? (combined as readonly unknown[]).filter(isObject) : [])]
  const marks = Array.isArray(extras) ? (extras as readonly unknown[]).filter((mark) => typeof mark === 'string') : []
  return [parts.map(partText).join(' + '), ...marks].join(', ')
}

/** The criterion that such a line says; undefined where it says none. */
export function criterionOf(text: string): Json | undefined {
  const [line = '', ...extras] = text.split(', ')
  const [first, ...combined] = line.split(' + ').map(partOf)
  if (first === undefined || !combined.every((part) => part !== undefined)) return undefined
  if (!extras.every((mark) => CODE.test(mark))) return undefined
  return {
    ...first,
    ...(combined.length > 0 ? { combined } : {}),
    ...(extras.length > 0 ? { extras } : {}),
  }
}

function partText({ code, percent, tariffShift }: Unjudged): string {
  const words = [code, typeof percent === 'string' ? `${percent}%` : undefined, tariffShift]
  return words.filter((word) => typeof word === 'string').join(' ')
}

function partOf(text: string): Readonly<Record<string, Json>> | undefined {
  const [, code, percent, tariffShift] = PART.exec(text) ?? []
  if (code === undefined) return undefined
  return {
    code,
    ...(percent === undefined ? {} : { percent }),
    ...(tariffShift === undefined ? {} : { tariffShift }),
  }
}
