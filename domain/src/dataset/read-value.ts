import type { IsoDate } from '../date'
import { canonicalText } from '../canonical'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import { CODE_LISTS, WITHDRAWN_CURRENCIES, isPlace } from './code-lists'
import { EXTENSION_NAME } from './format'
import type { CodeFormat, ExtensionsFormat, Format, ListFormat, Member, ObjectFormat } from './format'
import { meantName } from './meant-name'
import type { Problems } from './problem'
import { isScalar, isTooLong, scalarRule } from './scalar'
import type { ScalarFormat } from './scalar'

/** What a value is judged against, besides its format. */
export interface Reading {
  readonly problems: Problems
  /** The day of issue, as far as it can be read: withdrawn codes are judged by it. */
  readonly issueDate: IsoDate | undefined
}

const EXTENSION_PATTERN = new RegExp(EXTENSION_NAME, 'u')

/** Notes all that is wrong with a value of that format at that place; the value must be a tree of plain JSON. */
export function readValue(format: Format, value: unknown, pointer: string, reading: Reading): void {
  switch (format.kind) {
    case 'object':
      readObject(format, value, pointer, reading)
      break
    case 'list':
      readList(format, value, pointer, reading)
      break
    case 'code':
      readCode(format, value, pointer, reading)
      break
    case 'extensions':
      readExtensions(format, value, pointer, reading)
      break
    default:
      readScalar(format, value, pointer, reading)
  }
}

function readScalar(format: ScalarFormat, value: unknown, pointer: string, { problems }: Reading): void {
  if (isTooLong(format, value)) {
    problems.add(pointer, 'limit', 'is too long', scalarRule(format))
  } else if (!isScalar(format, value)) {
    problems.add(pointer, 'format', `must be ${scalarRule(format)}`, scalarRule(format))
  } else if (format.kind === 'place' && !isPlace(value as string)) {
    problems.add(pointer, 'code', 'must begin with the code of a country', CODE_LISTS.countries.title)
  }
}

function readCode(format: CodeFormat, value: unknown, pointer: string, { problems, issueDate }: Reading): void {
  const { title, codes, example } = CODE_LISTS[format.list]
  if (typeof value !== 'string') {
    problems.add(pointer, 'format', `must be a code of ${title} such as ${example}`, title)
    return
  }
  if (codes.has(value)) return
  const lastDay = format.list === 'currencies' ? withdrawal(value) : undefined
  if (lastDay === undefined) {
    problems.add(pointer, 'code', `must be a code of ${title} such as ${example}`, title)
  } else if (issueDate !== undefined && issueDate > lastDay) {
    problems.add(pointer, 'code-withdrawn', 'is a code that was out of use on the day of issue', `until ${lastDay}`)
  }
}

function withdrawal(code: string): IsoDate | undefined {
  return Object.hasOwn(WITHDRAWN_CURRENCIES, code) ? WITHDRAWN_CURRENCIES[code] : undefined
}

function readList(format: ListFormat, value: unknown, pointer: string, reading: Reading): void {
  const { problems } = reading
  const limit = `1 to ${format.most} entries`
  if (!Array.isArray(value)) {
    problems.add(pointer, 'format', 'must be a list', limit)
  } else if (value.length === 0) {
    problems.add(pointer, 'required', 'must list at least one entry', limit)
  } else if (value.length > format.most) {
    problems.add(pointer, 'limit', `must list at most ${format.most} entries`, limit)
  } else {
    for (const [index, entry] of value.entries()) readValue(format.of, entry, `${pointer}/${index}`, reading)
    if (format.unique) readUnique(value, pointer, reading)
  }
}

function readUnique(entries: readonly unknown[], pointer: string, { problems }: Reading): void {
  const seen = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const text = canonicalText(entry)
    if (seen.has(text)) problems.add(`${pointer}/${index}`, 'unique', 'is the same as an earlier entry')
    seen.add(text)
  }
}

function readObject(format: ObjectFormat, value: unknown, pointer: string, reading: Reading): void {
  if (!isObject(value)) {
    reading.problems.add(pointer, 'format', 'must be an object')
    return
  }
  for (const [name, member] of membersOf(format)) {
    if (Object.hasOwn(value, name)) readValue(member.format, value[name], `${pointer}/${name}`, reading)
    else if (member.required) readMissing(member.format, `${pointer}/${name}`, reading)
  }
  readOneOf(format, value, pointer, reading)
  readUnknown(format, value, pointer, reading)
}

// Listed once: the formats are few, and asked of every object.
const MEMBERS = new WeakMap<ObjectFormat, readonly (readonly [string, Member])[]>()

function membersOf(format: ObjectFormat): readonly (readonly [string, Member])[] {
  const known = MEMBERS.get(format)
  if (known !== undefined) return known
  const listed = Object.entries(format.members)
  MEMBERS.set(format, listed)
  return listed
}

// Names the elements inside a missing object that are missed, not the object, so that each has a problem of its own.
function readMissing(format: Format, pointer: string, reading: Reading): void {
  const needed = format.kind === 'object' ? Object.entries(format.members).filter(([, { required }]) => required) : []
  if (needed.length === 0) reading.problems.add(pointer, 'required', 'is missing')
  else for (const [name, member] of needed) readMissing(member.format, `${pointer}/${name}`, reading)
}

function readOneOf({ oneOf }: ObjectFormat, value: Unjudged, pointer: string, { problems }: Reading): void {
  if (oneOf.length === 0 || oneOf.some((name) => Object.hasOwn(value, name))) return
  problems.add(pointer, 'required', `must have at least one of ${oneOf.join(', ')}`)
}

function readUnknown({ members }: ObjectFormat, value: Unjudged, pointer: string, { problems }: Reading): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(members, name)) continue
    const known = Object.keys(members)
    const meant = meantName(name, known)
    const hint = meant === undefined ? '' : `; perhaps ${meant} was meant`
    problems.add(pointer, 'unknown-element', `has a member that is no element here${hint}`, known.join(', '))
  }
}

function readExtensions(format: ExtensionsFormat, value: unknown, pointer: string, { problems }: Reading): void {
  if (!isObject(value)) {
    problems.add(pointer, 'format', 'must be an object')
    return
  }
  const names = Object.keys(value)
  const limit = `at most ${format.most} members`
  if (names.length > format.most) problems.add(pointer, 'limit', `must have ${limit}`, limit)
  if (!names.every((name) => EXTENSION_PATTERN.test(name))) {
    problems.add(pointer, 'format', 'must have names of letters, digits and . _ : -, a letter first', '128 characters')
  }
}
