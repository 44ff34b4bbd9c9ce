/** The lists of codes that an element may be written in. */
export type CodeListName = 'countries' | 'currencies' | 'units' | 'packages'

/** How the value of an element is written; the schema, the types, the parser and the documentation follow from it. */
export type Format =
  | TextFormat
  | WordFormat
  | CodeFormat
  | DateFormat
  | DateTimeFormat
  | DecimalFormat
  | WholeFormat
  | FlagFormat
  | ObjectFormat
  | ListFormat
  | PlaceFormat
  | ExtensionsFormat

/** Text of 1 to `most` characters (Unicode code points) that the pattern matches, whole; `rule` says so in words. */
export interface TextFormat {
  readonly kind: 'text'
  readonly most: number
  readonly pattern: string
  readonly rule: string
}

/** One of a few words. */
export interface WordFormat<W extends string = string> {
  readonly kind: 'word'
  readonly words: readonly W[]
}

/** A code of a published list. */
export interface CodeFormat {
  readonly kind: 'code'
  readonly list: CodeListName
}

/** A UN/LOCODE: a country and three letters or digits from 2 to 9; whether the place is listed is not checked. */
export interface PlaceFormat {
  readonly kind: 'place'
}

/** Members of names that parties agreed on among themselves; kept and signed, but judged by nobody. */
export interface ExtensionsFormat {
  readonly kind: 'extensions'
  readonly most: number
}

/** A day that exists (`2026-01-31`). */
export interface DateFormat {
  readonly kind: 'date'
}

/** A point in time with its offset (RFC 3339). */
export interface DateTimeFormat {
  readonly kind: 'dateTime'
}

/** An exact decimal as text, `whole` digits before the point and `decimals` behind it; 0 only where `zero` says so. */
export interface DecimalFormat {
  readonly kind: 'decimal'
  readonly whole: number
  readonly decimals: number
  readonly zero: boolean
}

/** A whole number, both ends included. */
export interface WholeFormat {
  readonly kind: 'whole'
  readonly least: number
  readonly most: number
}

/** Yes or no. */
export interface FlagFormat {
  readonly kind: 'flag'
}

/** An object with these members and no others; `oneOf` names members of which at least one must be there. */
export interface ObjectFormat<M extends Members = Members> {
  readonly kind: 'object'
  readonly members: M
  readonly oneOf: readonly string[]
}

/** A list of 1 to `most` entries; `unique` when no two may be the same. */
export interface ListFormat<F = Format> {
  readonly kind: 'list'
  readonly of: F
  readonly most: number
  readonly unique: boolean
}

/** One member of an object, with the ids that the element has in UNTDED and in the WCO Data Model. */
export interface Member {
  readonly format: Format
  readonly required: boolean
  readonly untded?: string
  readonly wco?: string
}

/** The names that members of `extensions` may have. */
export const EXTENSION_NAME = '^[A-Za-z][A-Za-z0-9._:-]{0,127}$'

/** The members of an object by name. */
export type Members = Readonly<Record<string, Member>>

/** The ids of a member, where it has any. */
export type MemberIds = Pick<Member, 'untded' | 'wco'>

// Neither control characters nor those that turn the direction of text or join it unseen: what is printed is what is signed.
const HIDDEN = '\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u2028-\\u202e\\u2066-\\u2069\\ufeff'
const LINE = `^[^ \\u00a0${HIDDEN}](?:[^${HIDDEN}]*[^ \\u00a0${HIDDEN}])?$`
const LINES = `^[^ \\u00a0${HIDDEN}](?:(?:[^${HIDDEN}]|\\n)*[^ \\u00a0${HIDDEN}])?$`

/** One line of text. */
export function line(most: number): TextFormat {
  return { kind: 'text', most, pattern: LINE, rule: 'one line of visible text without spaces at its ends' }
}

/** Text in which line feeds may stand. */
export function lines(most: number): TextFormat {
  return { kind: 'text', most, pattern: LINES, rule: 'visible text without spaces at its ends' }
}

/** Text after a pattern that must match it whole. */
export function text(most: number, pattern: string, rule: string): TextFormat {
  return { kind: 'text', most, pattern, rule }
}

/** One of these words. */
export function word<const W extends string>(words: readonly W[]): WordFormat<W> {
  return { kind: 'word', words }
}

/** A code of that list. */
export function code(list: CodeListName): CodeFormat {
  return { kind: 'code', list }
}

/** A decimal above 0. */
export function decimal(whole: number, decimals: number): DecimalFormat {
  return { kind: 'decimal', whole, decimals, zero: false }
}

/** A decimal that may be 0. */
export function decimalOrZero(whole: number, decimals: number): DecimalFormat {
  return { kind: 'decimal', whole, decimals, zero: true }
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): WholeFormat {
  return { kind: 'whole', least, most }
}

/** An object of these members; at least one of `oneOf` must be there. */
export function object<const M extends Members>(
  members: M,
  oneOf: readonly (keyof M & string)[] = [],
): ObjectFormat<M> {
  return { kind: 'object', members, oneOf }
}

/** A list of 1 to `most` entries. */
export function list<F extends Format>(of: F, most: number): ListFormat<F> {
  return { kind: 'list', of, most, unique: false }
}

/** A list of 1 to `most` entries of which no two are the same. */
export function set<F extends Format>(of: F, most: number): ListFormat<F> {
  return { kind: 'list', of, most, unique: true }
}

/** A member that must be there. */
export function needed<F extends Format>(format: F, ids: MemberIds = {}): { format: F; required: true } & MemberIds {
  return { format, required: true, ...ids }
}

/** A member that may be left out. */
export function maybe<F extends Format>(format: F, ids: MemberIds = {}): { format: F; required: false } & MemberIds {
  return { format, required: false, ...ids }
}

/** A day. */
export const DATE: DateFormat = { kind: 'date' }

/** A point in time. */
export const DATE_TIME: DateTimeFormat = { kind: 'dateTime' }

/** Yes or no. */
export const FLAG: FlagFormat = { kind: 'flag' }

/** A UN/LOCODE. */
export const PLACE: PlaceFormat = { kind: 'place' }

/** Members that nobody judges. */
export const EXTENSIONS: ExtensionsFormat = { kind: 'extensions', most: 50 }
