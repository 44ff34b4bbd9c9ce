import { parseAgreementCode } from '../agreement'
import { canonicalText, parseJson } from '../canonical'
import type { Stamp } from '../change'
import { parseDate, parseInstant } from '../date'
import type { IsoDate } from '../date'
import type { PublicJwk } from '../document/cryptography'
import { parsePublicJwk } from '../document/trust-snapshot'
import { ledgerKey } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger, remembered } from '../ledger/stored'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { orNull, parseList, parseObject, parseWholeNumber, parseWord } from '../shape'
import { isWithin, parseStamp, parseTerm } from './fields'
import type { Term } from './fields'
import { CAPABILITY_MODES, DIRECTIONS, MEMBER_FUNCTIONS, REGISTER_LIMITS } from './words'
import type { CapabilityMode, Direction, MemberFunction } from './words'

/** How certificates of one agreement travel from or to a member. */
export interface Capability {
  readonly agreement: string
  readonly direction: Direction
  readonly mode: CapabilityMode
}

/** A key of a member by which it agrees on secrets with another one, since a time; entries are only ever added. */
export interface AgreementKey {
  readonly publicJwk: PublicJwk
  readonly from: string
}

/** What a member says of itself. */
export interface MemberEntry {
  /** What it does; the two-letter country is the member's code itself. */
  readonly functions: readonly MemberFunction[]
  readonly keyAgreement: PublicJwk
  readonly capabilities: readonly Capability[]
  /** Since which day every certificate of its authorities is in the register; null if not all are. */
  readonly registersEverythingSince: IsoDate | null
  readonly inForce: Term
}

/** What the ledger holds of a member. */
export interface MemberRecord extends Omit<MemberEntry, 'keyAgreement'> {
  readonly formatVersion: 1
  readonly member: MemberCode
  readonly keyAgreements: readonly AgreementKey[]
  readonly recorded: Stamp
}

/** The key of a member's record. */
export function memberKey(member: MemberCode): string {
  return ledgerKey('member', member)
}

/** The record of a member; undefined before it declared anything. */
export async function loadMember(reader: RecordReader, member: MemberCode): Promise<MemberRecord | undefined> {
  return ofLedger(await reader.read(memberKey(member)), readMember)
}

/** How a member takes or sends certificates of an agreement on a day; undefined if it has not said so. */
export async function modeOf(
  reader: RecordReader,
  member: MemberCode,
  { agreement, direction, day }: Pick<Capability, 'agreement' | 'direction'> & { readonly day: string },
): Promise<CapabilityMode | undefined> {
  const record = await loadMember(reader, member)
  if (record === undefined || !isWithin(record.inForce, day)) return undefined
  return record.capabilities.find((one) => one.agreement === agreement && one.direction === direction)?.mode
}

/** Writes a member's record as the ledger keeps it. */
export function printMember(record: MemberRecord): string {
  return canonicalText(record)
}

const DECLARED = ['functions', 'capabilities', 'registersEverythingSince', 'inForce']

/** Reads a member's record; throws a `Refusal` that names the field and the rule. */
export function parseMember(text: string): MemberRecord {
  const fields = ['formatVersion', 'member', 'keyAgreements', 'recorded', ...DECLARED]
  const entry = parseObject(parseJson(text, 'member'), 'member', fields)
  parseWholeNumber(entry.formatVersion, 'member.formatVersion', 1, 1)
  const most = REGISTER_LIMITS.keyAgreements
  return {
    formatVersion: 1,
    member: parseMemberCode(entry.member, 'member.member'),
    keyAgreements: parseList(entry.keyAgreements, 'member.keyAgreements', [1, most], parseAgreementKey),
    recorded: parseStamp(entry.recorded, 'member.recorded'),
    ...declaredOf(entry),
  }
}

/** Accepts what a member declares of itself. */
export function parseMemberEntry(input: unknown): MemberEntry {
  const entry = parseObject(input, 'entry', [...DECLARED, 'keyAgreement'])
  return { keyAgreement: parsePublicJwk(entry.keyAgreement, 'keyAgreement'), ...declaredOf(entry) }
}

function declaredOf(entry: Readonly<Record<string, unknown>>): Omit<MemberEntry, 'keyAgreement'> {
  const { functions, capabilities, registersEverythingSince, inForce } = entry
  return {
    functions: parseList(functions, 'functions', [1, MEMBER_FUNCTIONS.length], (value, at) =>
      parseWord(value, at, MEMBER_FUNCTIONS),
    ),
    capabilities: parseList(capabilities, 'capabilities', [0, REGISTER_LIMITS.capabilities], parseCapability),
    registersEverythingSince: orNull(registersEverythingSince, 'registersEverythingSince', parseDate),
    inForce: parseTerm(inForce, 'inForce'),
  }
}

function parseCapability(input: unknown, field: string): Capability {
  const { agreement, direction, mode } = parseObject(input, field, ['agreement', 'direction', 'mode'])
  return {
    agreement: parseAgreementCode(agreement, `${field}.agreement`),
    direction: parseWord(direction, `${field}.direction`, DIRECTIONS),
    mode: parseWord(mode, `${field}.mode`, CAPABILITY_MODES),
  }
}

function parseAgreementKey(input: unknown, field: string): AgreementKey {
  const { publicJwk, from } = parseObject(input, field, ['publicJwk', 'from'])
  return { publicJwk: parsePublicJwk(publicJwk, `${field}.publicJwk`), from: parseInstant(from, `${field}.from`) }
}

// Every certificate of a list asks for it.
const readMember = remembered(parseMember)
