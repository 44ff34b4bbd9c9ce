import { isKnown } from '../agreements/evidence'
import { parseAgreementProfile } from '../agreements/parse-profile'
import { civilDate } from '../calendar/civil-date'
import { addDays } from '../calendar/day'
import { parseJson } from '../canonical'
import type { Stamp } from '../change'
import type { IsoDate } from '../date'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import type { PartyRecord, ProposalRecord } from './agreement-record'
import { isRepeat, reused } from './caller'
import { partiesAmongMembers } from './in-force'
import { REGISTER_LIMITS } from './words'

interface Approval {
  readonly member: MemberCode
  readonly hash: string
}

/** A member's word by which it is a party as long as the profile is in force. */
export function approvalOf({ hash, inForceFrom }: ProposalRecord, member: MemberCode, recorded: Stamp): PartyRecord {
  return { formatVersion: 1, member, hash, periods: [{ from: inForceFrom, until: null }], recorded }
}

/** A party's approval of the very text that was proposed; what it said before, if it approved already. */
export function decideApproval(
  proposal: ProposalRecord,
  before: PartyRecord | undefined,
  { member, hash }: Approval,
  recorded: Stamp,
): PartyRecord {
  requireHash(proposal, hash)
  if (!proposal.approvers.includes(member)) {
    throw new Refusal('MEMBER_NOT_PARTY', `agreement: ${member} is not one of its parties; a later party accedes`)
  }
  return before ?? approvalOf(proposal, member, recorded)
}

/** The word of a member that becomes a party later, or again. */
export function decideAccession(
  proposal: ProposalRecord,
  before: PartyRecord | undefined,
  { member, hash, from, text }: Approval & { readonly from: IsoDate; readonly text: string },
  recorded: Stamp,
): PartyRecord {
  requireHash(proposal, hash)
  if (before !== undefined && isRepeat(before.recorded, recorded)) {
    if (before.periods.at(-1)?.from !== from) throw reused('an accession')
    return before
  }
  requireMayAccede(proposal, before, member, text)
  requireFromToday(before, from, civilDate(recorded.time, member))
  const periods = [...(before?.periods ?? []), { from, until: null }]
  if (periods.length > REGISTER_LIMITS.periods) {
    throw new Refusal('LIMIT_EXCEEDED', `periods: at most ${REGISTER_LIMITS.periods}`)
  }
  return { formatVersion: 1, member, hash, periods, recorded }
}

function requireFromToday(before: PartyRecord | undefined, from: IsoDate, today: IsoDate): void {
  const ended = before?.periods.at(-1)?.until ?? null
  if (from >= today && (ended === null || ended < from)) return
  throw new Refusal('EFFECT_NOT_ALLOWED', 'from: a member cannot become a party before today')
}

/** The word of a party that withdraws with notice, from a day to come; what was before that day stays. */
export function decideWithdrawal(
  before: PartyRecord | undefined,
  { member, from, today }: { readonly member: MemberCode; readonly from: IsoDate; readonly today: IsoDate },
  recorded: Stamp,
): PartyRecord {
  const last = before?.periods.at(-1)
  if (before === undefined || last === undefined) {
    throw new Refusal('MEMBER_NOT_PARTY', `agreement: ${member} is no party to it`)
  }
  const until = addDays(from, -1)
  if (isRepeat(before.recorded, recorded)) {
    if (last.until !== until) throw reused('a withdrawal')
    return before
  }
  if (last.until !== null) throw new Refusal('TRANSITION_NOT_ALLOWED', `agreement: ${member} has withdrawn already`)
  if (from <= today || until < last.from) {
    throw new Refusal('EFFECT_NOT_ALLOWED', 'from: a party withdraws with notice, from a day to come')
  }
  return { ...before, periods: [...before.periods.slice(0, -1), { from: last.from, until }], recorded }
}

function requireHash(proposal: ProposalRecord, hash: string): void {
  if (proposal.hash === hash) return
  throw new Refusal('PROFILE_HASH_DIFFERENT', 'hash: is not that of the profile that was proposed')
}

function requireMayAccede(
  { approvers }: ProposalRecord,
  before: PartyRecord | undefined,
  member: MemberCode,
  text: string,
): void {
  if (before?.periods.at(-1)?.until === null) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', `agreement: ${member} is a party already`)
  }
  if (before !== undefined) return
  if (approvers.includes(member)) throw new Refusal('TRANSITION_NOT_ALLOWED', 'agreement: this party approves it')
  const reading = parseAgreementProfile(parseJson(text, 'profile'))
  const named = reading.ok && isKnown(reading.profile.parties) ? partiesAmongMembers(reading.profile.parties.value) : []
  if (named.includes(member)) return
  throw new Refusal('MEMBER_NOT_PARTY', `agreement: its text does not name ${member}; that takes a new version`)
}
