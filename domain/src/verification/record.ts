import { canonicalText, parseJson } from '../canonical'
import type { VerificationState } from '../certificate'
import { parseAuthorityId } from '../certificate-id'
import { parseRequestId } from '../change'
import { isUtcTime } from '../date'
import { malformed, parseList, parseObject, parseWholeNumber, parseWord } from '../shape'
import { CONTENT_PARSERS } from './content'
import type { CaseContents, OpenedContent } from './content'
import { CASE_EVENTS, CASE_STATES, CASE_STEPS } from './steps'
import type { CaseEventName, CaseState, VisitState } from './steps'

/** One event of a case, when by the submitter's clock, and by which authority of the issuing side. */
export interface CaseEventOf<N extends CaseEventName> {
  readonly event: N
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly requestId: string
  /** Null for the importing side, which acts as one. */
  readonly by: string | null
  readonly content: CaseContents[N]
}

/** Any event of a case. */
export type CaseEvent = { readonly [N in CaseEventName]: CaseEventOf<N> }[CaseEventName]

/** A verification case: everything that happened in it, the oldest first. Its state follows from that. */
export interface VerificationCase {
  /** The first case about a certificate is 1. */
  readonly number: number
  readonly events: readonly [CaseEventOf<'opened'>, ...CaseEvent[]]
}

/** What is kept beside the cases of a certificate: how many there are, and how far the last one has come. */
export interface CaseHead {
  readonly count: number
  readonly state: CaseState
  /** Whether a case before the last one was determined. */
  readonly determinedBefore: boolean
}

/** How many cases a certificate may have in its life, and how many events one case. */
export const CASE_LIMITS = { casesPerCertificate: 999, eventsPerCase: 200 } as const

/** The record's text on the ledger. */
export function printCase({ number, events }: VerificationCase): string {
  return canonicalText({ formatVersion: FORMAT_VERSION, number, events })
}

/** Reads a case, whole and with nothing else in it. */
export function parseCase(text: string, field = 'case'): VerificationCase {
  return readCase(parseJson(text, field), field)
}

/** Accepts a case that stands among others. */
export function readCase(input: unknown, field: string): VerificationCase {
  const entry = parseObject(input, field, ['formatVersion', 'number', 'events'])
  if (entry.formatVersion !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  const parsed = parseList(entry.events, `${field}.events`, [1, CASE_LIMITS.eventsPerCase], parseEvent)
  const [first, ...rest] = parsed
  if (first?.event !== 'opened') throw malformed(`${field}.events`, 'must begin with opened')
  const number = parseWholeNumber(entry.number, `${field}.number`, 1, CASE_LIMITS.casesPerCertificate)
  return { number, events: [first, ...rest] }
}

/** The text of the head: a list, since every check reads it. */
export function printHead({ count, state, determinedBefore }: CaseHead): string {
  return canonicalText([FORMAT_VERSION, count, state, determinedBefore])
}

/** Reads the head, and nothing else. */
export function parseHead(text: string, field = 'cases'): CaseHead {
  const [version, count, state, before] = parseList(parseJson(text, field), field, [4, 4], (part) => part)
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  if (typeof before !== 'boolean') throw malformed(`${field}[3]`, 'must be true or false')
  return {
    count: parseWholeNumber(count, `${field}.count`, 1, CASE_LIMITS.casesPerCertificate),
    state: parseWord(state, `${field}.state`, CASE_STATES),
    determinedBefore: before,
  }
}

/** The verification state of a certificate from the text under `v/<id>`; without one there never was a case. */
export function verificationStateOf(text: string | undefined): VerificationState {
  if (text === undefined) return 'none'
  const { state, determinedBefore } = parseHead(text)
  if (state === 'withdrawn') return determinedBefore ? 'determined' : 'none'
  return state === 'acknowledged' ? 'open' : state
}

/** True for a case in which nothing is decided yet. */
export function isUndecided(state: CaseState): boolean {
  return state !== 'determined' && state !== 'withdrawn'
}

/** How far a case has come. */
export function stateOfCase({ events }: Pick<VerificationCase, 'events'>): CaseState {
  const last = events.findLast(({ event }) => CASE_STEPS[event].to !== undefined)
  return (last && CASE_STEPS[last.event].to) ?? 'open'
}

/** How far the visit within a case has come. */
export function visitStateOf({ events }: Pick<VerificationCase, 'events'>): VisitState {
  const last = events.findLast(({ event }) => CASE_STEPS[event].visit !== undefined)
  return (last && CASE_STEPS[last.event].visit?.to) ?? 'none'
}

/** What was asked, by whom and of whom. */
export function openedOf({ events: [first] }: VerificationCase): OpenedContent {
  return first.content
}

/** The body of the issuing member that has to answer, as the last acknowledgement says. */
export function addresseeOf(record: VerificationCase): string {
  return lastEvent(record, 'acknowledged')?.content.addressee ?? openedOf(record).addressee
}

/** The first event of this name. */
export function firstEvent<N extends CaseEventName>(record: VerificationCase, name: N): CaseEventOf<N> | undefined {
  return record.events.find(isNamed(name))
}

/** The last event of this name. */
export function lastEvent<N extends CaseEventName>(record: VerificationCase, name: N): CaseEventOf<N> | undefined {
  return record.events.findLast(isNamed(name))
}

/** Under which purpose the text of an event travels between the two members: `case/1/answered`, then `-b`, `-c`, … */
export function purposeOfEvent(number: number, name: CaseEventName, nth: number): string {
  return `case/${number}/${name}${nth === 1 ? '' : `-${letters(nth)}`}`
}

// 2 is b, 26 is z, 27 is aa: purposes are written with letters only.
function letters(count: number): string {
  const last = String.fromCharCode(97 + ((count - 1) % 26))
  return count > 26 ? `${letters(Math.floor((count - 1) / 26))}${last}` : last
}

function isNamed<N extends CaseEventName>(name: N): (event: CaseEvent) => event is CaseEvent & CaseEventOf<N> {
  return (event): event is CaseEvent & CaseEventOf<N> => event.event === name
}

function parseEvent(input: unknown, field: string): CaseEvent {
  const entry = parseObject(input, field, ['event', 'at', 'requestId', 'by', 'content'])
  const event = parseWord(entry.event, `${field}.event`, CASE_EVENTS)
  if (typeof entry.at !== 'string' || !isUtcTime(entry.at)) throw malformed(`${field}.at`, 'must be a time in UTC')
  return caseEvent(event, CONTENT_PARSERS[event](entry.content, `${field}.content`), {
    at: entry.at,
    requestId: parseRequestId(entry.requestId, `${field}.requestId`),
    by: entry.by === null ? null : parseAuthorityId(entry.by, `${field}.by`),
  })
}

/** An event from its parts. */
export function caseEvent<N extends CaseEventName>(
  event: N,
  content: CaseContents[N],
  rest: Pick<CaseEvent, 'at' | 'requestId' | 'by'>,
): CaseEvent {
  // The compiler does not follow that name and content belong together where the name is a type parameter.
  return { event, content, ...rest } as CaseEvent
}

const FORMAT_VERSION = 1
