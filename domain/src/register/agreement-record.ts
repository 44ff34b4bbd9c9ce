import { parseAgreementCode, parseAgreementVersion } from '../agreement'
import { canonicalText, parseJson } from '../canonical'
import type { Stamp } from '../change'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { ledgerKey } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger, remembered } from '../ledger/stored'
import { MEMBERS, parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { parseList, parseObject, parseWholeNumber } from '../shape'
import { parseProfileHash, parseStamp, parseTerm } from './fields'
import type { Term } from './fields'
import { REGISTER_LIMITS } from './words'

/** A later version that takes the place of a profile once it is in force, and until when the earlier form is accepted. */
export interface Successor {
  readonly version: string
  readonly acceptedUntil: IsoDate
}

/** A profile that a party proposed. Its text stands under its hash; each party's approval stands under a key of its own. */
export interface ProposalRecord {
  readonly formatVersion: 1
  readonly agreement: string
  readonly version: string
  readonly hash: string
  readonly proposedBy: MemberCode
  readonly inForceFrom: IsoDate
  /** Every party that was a member of the network: all of them must have approved. */
  readonly approvers: readonly MemberCode[]
  readonly successors: readonly Successor[]
  readonly recorded: Stamp
}

/** One member's word on one version: the very text that it approved, and the days on which it is a party to it. */
export interface PartyRecord {
  readonly formatVersion: 1
  readonly member: MemberCode
  readonly hash: string
  readonly periods: readonly Term[]
  readonly recorded: Stamp
}

/** The key of a proposal. */
export function proposalKey(agreement: string, version: string): string {
  return ledgerKey('agreement', agreement, version)
}

/** The key of a member's word on a proposal. */
export function partyKey(agreement: string, version: string, member: MemberCode): string {
  return ledgerKey('agreement', agreement, version, member)
}

/** The key of a profile's text. */
export function profileKey(hash: string): string {
  return ledgerKey('profile', hash)
}

/** The proposal of a version; undefined when nobody proposed it. */
export async function loadProposal(
  reader: RecordReader,
  agreement: string,
  version: string,
): Promise<ProposalRecord | undefined> {
  return ofLedger(await reader.read(proposalKey(agreement, version)), readProposal)
}

/** A member's word on a version; undefined before it said anything. */
export async function loadParty(
  reader: RecordReader,
  { agreement, version }: Pick<ProposalRecord, 'agreement' | 'version'>,
  member: MemberCode,
): Promise<PartyRecord | undefined> {
  return ofLedger(await reader.read(partyKey(agreement, version, member)), readParty)
}

/** Writes a proposal or a member's word on it as the ledger keeps it. */
export function printAgreement(record: ProposalRecord | PartyRecord): string {
  return canonicalText(record)
}

const PROPOSAL = [
  ...['formatVersion', 'agreement', 'version', 'hash', 'proposedBy', 'inForceFrom'],
  ...['approvers', 'successors', 'recorded'],
]

/** Reads a proposal; throws a `Refusal` that names the field and the rule. */
export function parseProposal(text: string): ProposalRecord {
  const entry = parseObject(parseJson(text, 'proposal'), 'proposal', PROPOSAL)
  parseWholeNumber(entry.formatVersion, 'proposal.formatVersion', 1, 1)
  return {
    formatVersion: 1,
    agreement: parseAgreementCode(entry.agreement, 'proposal.agreement'),
    version: parseAgreementVersion(entry.version, 'proposal.version'),
    hash: parseProfileHash(entry.hash, 'proposal.hash'),
    proposedBy: parseMemberCode(entry.proposedBy, 'proposal.proposedBy'),
    inForceFrom: parseDate(entry.inForceFrom, 'proposal.inForceFrom'),
    approvers: parseList(entry.approvers, 'proposal.approvers', [1, MEMBERS.length], parseMemberCode),
    successors: parseList(entry.successors, 'proposal.successors', [0, REGISTER_LIMITS.successors], parseSuccessor),
    recorded: parseStamp(entry.recorded, 'proposal.recorded'),
  }
}

/** Reads a member's word on a proposal; throws a `Refusal` that names the field and the rule. */
export function parseParty(text: string): PartyRecord {
  const names = ['formatVersion', 'member', 'hash', 'periods', 'recorded']
  const entry = parseObject(parseJson(text, 'party'), 'party', names)
  parseWholeNumber(entry.formatVersion, 'party.formatVersion', 1, 1)
  return {
    formatVersion: 1,
    member: parseMemberCode(entry.member, 'party.member'),
    hash: parseProfileHash(entry.hash, 'party.hash'),
    periods: parseList(entry.periods, 'party.periods', [1, REGISTER_LIMITS.periods], parseTerm),
    recorded: parseStamp(entry.recorded, 'party.recorded'),
  }
}

/** Accepts what a version says of its forerunner, as the forerunner's record keeps it. */
export function parseSuccessor(input: unknown, field: string): Successor {
  const { version, acceptedUntil } = parseObject(input, field, ['version', 'acceptedUntil'])
  return {
    version: parseAgreementVersion(version, `${field}.version`),
    acceptedUntil: parseDate(acceptedUntil, `${field}.acceptedUntil`),
  }
}

// Every certificate of a list asks for them.
const readProposal = remembered(parseProposal)
const readParty = remembered(parseParty)
