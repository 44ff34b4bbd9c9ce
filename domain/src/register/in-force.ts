import { profileNamed } from '../agreements/catalogue'
import { isKnown } from '../agreements/evidence'
import { coversTrade, inForceSince } from '../agreements/parties'
import { parseAgreementProfile } from '../agreements/parse-profile'
import type { AgreementProfile, Parties } from '../agreements/profile'
import { parseJson } from '../canonical'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger, remembered } from '../ledger/stored'
import { MEMBERS } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { loadParty, loadProposal, profileKey } from './agreement-record'
import type { PartyRecord, ProposalRecord } from './agreement-record'
import { isWithin } from './fields'

/** The members of the network that are parties to an agreement, in the order of the network. */
export function partiesAmongMembers(parties: Parties): readonly MemberCode[] {
  return MEMBERS.map(({ code }) => code).filter((code) => isPartyTo(parties, code))
}

function isPartyTo(parties: Parties, country: string): boolean {
  switch (parties.relation) {
    case 'any':
      return true
    case 'among':
      return parties.countries.includes(country)
    case 'between':
      return parties.countries.includes(country) || parties.counterparts.includes(country)
    case 'one-way':
      return parties.exporters.includes(country) || parties.importers.includes(country)
  }
}

/** Which certificates a profile is asked for. */
export interface ProfileUse {
  readonly agreement: string
  readonly version: string
  readonly issuingMember: MemberCode
  readonly importingMember: MemberCode
  /** The civil day of issue. */
  readonly date: string
}

/**
 * The profile by which a certificate is judged: proposed, approved by every party that was a member of the network, and
 * in force and accepted between the two members on the day of issue.
 * @throws Refusal PROFILE_UNKNOWN or PROFILE_NOT_IN_FORCE, which says for whom and since or until when.
 */
export async function profileInForce(reader: RecordReader, use: ProfileUse): Promise<AgreementProfile> {
  const { agreement, version, issuingMember, importingMember, date } = use
  const proposal = await loadProposal(reader, agreement, version)
  if (proposal === undefined) throw new Refusal('PROFILE_UNKNOWN', `agreement: ${agreement} ${version} is not proposed`)
  const words = await wordsOn(reader, proposal, [issuingMember, importingMember])
  const missing = missingApprovals(proposal, words)
  if (missing.length > 0) throw notInForce(use, `${missing.join(', ')} did not approve it`)
  if (date < proposal.inForceFrom) throw notInForce(use, `it is in force from ${proposal.inForceFrom}`)
  for (const member of [issuingMember, importingMember]) requireParty(use, words.get(member), member)
  await requireAccepted(reader, proposal, use)
  const profile = await loadProfile(reader, proposal.hash)
  requireCovered(profile, use)
  return profile
}

/**
 * The profile that a certificate names, whatever came into force since: the text that its parties approved on the
 * ledger, else the one of that name and version that comes with the product; undefined where there is neither.
 */
export async function profileOf(
  reader: RecordReader,
  { agreement, agreementVersion }: { readonly agreement: string; readonly agreementVersion: string },
): Promise<AgreementProfile | undefined> {
  const proposal = await loadProposal(reader, agreement, agreementVersion)
  const isApproved = proposal !== undefined && missingApprovals(proposal, await wordsOn(reader, proposal)).length === 0
  return isApproved ? loadProfile(reader, proposal.hash) : profileNamed(agreement, agreementVersion)
}

/** The text of a profile by its hash, parsed. */
export async function loadProfile(reader: RecordReader, hash: string): Promise<AgreementProfile> {
  const text = await reader.read(profileKey(hash))
  if (text === undefined) throw new Refusal('PROFILE_UNKNOWN', 'hash: no profile has it')
  const profile = ofLedger(text, readProfile)
  if (profile === undefined) throw new Error('The ledger holds a profile that cannot be read')
  return profile
}

const readProfile = remembered((text): AgreementProfile | undefined => {
  const reading = parseAgreementProfile(parseJson(text, 'profile'))
  return reading.ok ? reading.profile : undefined
})

/** What the parties said of a version, by member; more members may be asked for. */
export async function wordsOn(
  reader: RecordReader,
  proposal: ProposalRecord,
  more: readonly MemberCode[] = [],
): Promise<ReadonlyMap<MemberCode, PartyRecord>> {
  const words = new Map<MemberCode, PartyRecord>()
  for (const member of new Set([...proposal.approvers, ...more])) {
    const word = await loadParty(reader, proposal, member)
    if (word?.hash === proposal.hash) words.set(member, word)
  }
  return words
}

/** Which parties have not approved a version yet. */
export function missingApprovals(
  { approvers }: ProposalRecord,
  words: ReadonlyMap<MemberCode, PartyRecord>,
): readonly MemberCode[] {
  return approvers.filter((member) => !words.has(member))
}

function requireParty(use: ProfileUse, word: PartyRecord | undefined, member: MemberCode): void {
  if (word?.periods.some((period) => isWithin(period, use.date)) === true) return
  throw notInForce(use, `${member} was no party on ${use.date}`)
}

async function requireAccepted(reader: RecordReader, proposal: ProposalRecord, use: ProfileUse): Promise<void> {
  for (const { version, acceptedUntil } of proposal.successors) {
    if (use.date <= acceptedUntil) continue
    const next = await loadProposal(reader, proposal.agreement, version)
    if (next === undefined || use.date < next.inForceFrom) continue
    if (missingApprovals(next, await wordsOn(reader, next)).length > 0) continue
    throw notInForce(use, `version ${version} took its place; it was accepted until ${acceptedUntil}`)
  }
}

function requireCovered({ parties, inForce }: AgreementProfile, use: ProfileUse): void {
  const { issuingMember, importingMember, date } = use
  if (!isKnown(parties) || !coversTrade(parties.value, issuingMember, importingMember)) {
    throw notInForce(use, 'it does not work in this direction')
  }
  const since = isKnown(inForce) ? inForceSince(inForce.value, [issuingMember, importingMember]) : undefined
  if (since !== undefined && date < since) throw notInForce(use, `it is in force between them from ${since}`)
}

function notInForce({ agreement, version, issuingMember, importingMember }: ProfileUse, why: string): Refusal {
  const what = `${agreement} ${version} from ${issuingMember} to ${importingMember}`
  return new Refusal('PROFILE_NOT_IN_FORCE', `agreement: ${what}: ${why}`)
}
