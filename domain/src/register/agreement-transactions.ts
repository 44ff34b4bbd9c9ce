import { parseAgreementCode, parseAgreementVersion } from '../agreement'
import { isKnown } from '../agreements/evidence'
import { parseAgreementProfile, profileHash } from '../agreements/parse-profile'
import type { AgreementProfile } from '../agreements/profile'
import { civilDate } from '../calendar/civil-date'
import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import { parseDate } from '../date'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { orNull, parseObject } from '../shape'
import {
  loadParty,
  loadProposal,
  parseSuccessor,
  partyKey,
  printAgreement,
  profileKey,
  proposalKey,
} from './agreement-record'
import type { PartyRecord, ProposalRecord, Successor } from './agreement-record'
import { isRepeat, ownMember, reused } from './caller'
import { approvalOf, decideAccession, decideApproval, decideWithdrawal } from './decide-party'
import { parseProfileHash } from './fields'
import { missingApprovals, partiesAmongMembers, wordsOn } from './in-force'
import { REGISTER_LIMITS } from './words'

const LIST = { arguments: LIST_ARGUMENTS, writes: true, roles: ['member-admin'] } as const

/** The transactions by which members agree on the profiles of their agreements. */
export const AGREEMENT_TRANSACTIONS = {
  proposeProfile: {
    summary: 'Proposes versions of agreement profiles in the name of a party, which approves them by that.',
    ...LIST,
    refusals: [
      'PROFILE_INVALID',
      'PROFILE_ALREADY_PROPOSED',
      'PROFILE_UNKNOWN',
      'MEMBER_NOT_PARTY',
      'REQUEST_ID_REUSED',
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, propose),
  },
  approveProfile: {
    summary: 'Approves versions of agreement profiles, each by its hash, in the name of a party.',
    ...LIST,
    refusals: ['PROFILE_UNKNOWN', 'PROFILE_HASH_DIFFERENT', 'MEMBER_NOT_PARTY'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, approve),
  },
  accede: {
    summary: 'Makes the member a party to versions of agreements from a day on, that were agreed without it.',
    ...LIST,
    refusals: [
      ...(['PROFILE_UNKNOWN', 'PROFILE_HASH_DIFFERENT', 'MEMBER_NOT_PARTY'] as const),
      ...(['TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED', 'REQUEST_ID_REUSED'] as const),
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, accede),
  },
  withdrawFromAgreement: {
    summary: 'Ends that the member is a party to versions of agreements, from a day to come.',
    ...LIST,
    refusals: [
      ...(['PROFILE_UNKNOWN', 'MEMBER_NOT_PARTY'] as const),
      ...(['TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED', 'REQUEST_ID_REUSED'] as const),
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, withdraw),
  },
  agreement: {
    summary: 'Reads the proposal of a version, what every party said of it, and who did not approve it yet.',
    arguments: ['agreement', 'version'],
    writes: false,
    roles: [],
    refusals: ['PROFILE_UNKNOWN'],
    run: readAgreement,
  },
} as const satisfies Record<string, TransactionSpec>

interface ProposalEntry {
  readonly profile: AgreementProfile
  readonly inForceFrom: ProposalRecord['inForceFrom']
  /** The version whose place it takes, and until when that one is accepted. */
  readonly replaces: Successor | null
}

async function propose(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const { profile, inForceFrom, replaces } = parseProposalEntry(input)
  const { code: agreement, version } = profile
  const member = ownMember(tx.caller)
  const approvers = isKnown(profile.parties) ? partiesAmongMembers(profile.parties.value) : []
  if (!approvers.includes(member)) throw new Refusal('MEMBER_NOT_PARTY', `profile: names ${member} as no party`)
  const hash = profileHash(profile)
  const before = await loadProposal(tx.workspace, agreement, version)
  if (before !== undefined) {
    requireSameProposal(before, { hash, inForceFrom, proposedBy: member }, recorded)
    return
  }
  if (replaces !== null) await announceSuccessor(tx, agreement, replaces, version)
  const basis = { formatVersion: 1, agreement, version, hash } as const
  const proposal: ProposalRecord = { ...basis, proposedBy: member, inForceFrom, approvers, successors: [], recorded }
  tx.workspace.write(profileKey(hash), canonicalText(profile))
  tx.workspace.write(proposalKey(agreement, version), printAgreement(proposal))
  tx.workspace.write(partyKey(agreement, version, member), printAgreement(approvalOf(proposal, member, recorded)))
}

function parseProposalEntry(input: unknown): ProposalEntry {
  const { profile, inForceFrom, replaces } = parseObject(input, 'entry', ['profile', 'inForceFrom', 'replaces'])
  const reading = parseAgreementProfile(profile)
  if (!reading.ok) {
    const [first] = reading.problems
    throw new Refusal('PROFILE_INVALID', `profile${first?.pointer ?? ''}: ${first?.sentence ?? 'cannot be read'}`)
  }
  return {
    profile: {
      ...reading.profile,
      code: parseAgreementCode(reading.profile.code, 'profile.code'),
      version: parseAgreementVersion(reading.profile.version, 'profile.version'),
    },
    inForceFrom: parseDate(inForceFrom, 'inForceFrom'),
    replaces: orNull(replaces, 'replaces', parseSuccessor),
  }
}

function requireSameProposal(
  before: ProposalRecord,
  { hash, inForceFrom, proposedBy }: Pick<ProposalRecord, 'hash' | 'inForceFrom' | 'proposedBy'>,
  recorded: Stamp,
): void {
  const own = before.proposedBy === proposedBy && isRepeat(before.recorded, recorded)
  if (!own) throw new Refusal('PROFILE_ALREADY_PROPOSED', 'profile: this version of the agreement was proposed already')
  if (before.hash !== hash || before.inForceFrom !== inForceFrom) throw reused('the proposal')
}

async function announceSuccessor(
  tx: Transaction,
  agreement: string,
  { version: old, acceptedUntil }: Successor,
  version: string,
): Promise<void> {
  const forerunner = await loadProposal(tx.workspace, agreement, old)
  if (forerunner === undefined) throw new Refusal('PROFILE_UNKNOWN', 'replaces: this version was not proposed')
  if (forerunner.successors.length >= REGISTER_LIMITS.successors) {
    throw new Refusal('LIMIT_EXCEEDED', `replaces: at most ${REGISTER_LIMITS.successors} successors`)
  }
  const successors = [...forerunner.successors, { version, acceptedUntil }]
  tx.workspace.write(proposalKey(agreement, old), printAgreement({ ...forerunner, successors }))
}

async function approve(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const { agreement, version, hash } = parseObject(input, 'entry', ['agreement', 'version', 'hash'])
  const proposal = await mustLoad(tx, agreement, version)
  const before = await loadParty(tx.workspace, proposal, ownMember(tx.caller))
  const approved = { hash: parseProfileHash(hash, 'hash'), member: ownMember(tx.caller) }
  save(tx, proposal, before, decideApproval(proposal, before, approved, recorded))
}

async function accede(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const { agreement, version, hash, from } = parseObject(input, 'entry', ['agreement', 'version', 'hash', 'from'])
  const proposal = await mustLoad(tx, agreement, version)
  const member = ownMember(tx.caller)
  const accession = { member, hash: parseProfileHash(hash, 'hash'), from: parseDate(from, 'from') }
  const before = await loadParty(tx.workspace, proposal, member)
  const text = await tx.workspace.read(profileKey(proposal.hash))
  save(tx, proposal, before, decideAccession(proposal, before, { ...accession, text: text ?? '' }, recorded))
}

async function withdraw(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const { agreement, version, from } = parseObject(input, 'entry', ['agreement', 'version', 'from'])
  const proposal = await mustLoad(tx, agreement, version)
  const member = ownMember(tx.caller)
  const before = await loadParty(tx.workspace, proposal, member)
  const today = civilDate(recorded.time, member)
  save(tx, proposal, before, decideWithdrawal(before, { from: parseDate(from, 'from'), today, member }, recorded))
}

async function mustLoad(tx: Transaction, agreement: unknown, version: unknown): Promise<ProposalRecord> {
  const names = [parseAgreementCode(agreement, 'agreement'), parseAgreementVersion(version, 'version')] as const
  const proposal = await loadProposal(tx.workspace, ...names)
  if (proposal === undefined) throw new Refusal('PROFILE_UNKNOWN', `agreement: ${names.join(' ')} is not proposed`)
  return proposal
}

function save(tx: Transaction, proposal: ProposalRecord, before: PartyRecord | undefined, after: PartyRecord): void {
  if (after === before) return
  tx.workspace.write(partyKey(proposal.agreement, proposal.version, after.member), printAgreement(after))
}

async function readAgreement(tx: Transaction, agreement = '', version = ''): Promise<string> {
  const proposal = await mustLoad(tx, agreement, version)
  const words = await wordsOn(tx.workspace, proposal)
  return canonicalText({ proposal, parties: [...words.values()], missing: missingApprovals(proposal, words) })
}
