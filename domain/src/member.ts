import { Refusal } from './refusal'

/** The customs administrations of the network, in the order in which they are listed everywhere. */
export const MEMBERS = [
  { code: 'AU', name: 'Australia', mspId: 'AUMSP' },
  { code: 'CN', name: 'China', mspId: 'CNMSP' },
  { code: 'ID', name: 'Indonesia', mspId: 'IDMSP' },
  { code: 'JP', name: 'Japan', mspId: 'JPMSP' },
  { code: 'KR', name: 'Korea', mspId: 'KRMSP' },
  { code: 'MG', name: 'Madagascar', mspId: 'MGMSP' },
  { code: 'UY', name: 'Uruguay', mspId: 'UYMSP' },
  { code: 'CH', name: 'Switzerland', mspId: 'CHMSP' },
] as const

/** The organisation that reads the register and writes nothing. */
export const OBSERVER = { code: 'WCO', name: 'WCO Secretariat', mspId: 'WCOMSP' } as const

/** A customs administration of the network. */
export type Member = (typeof MEMBERS)[number]

/** Two letters (ISO 3166-1) that name a member. */
export type MemberCode = Member['code']

/** A member or the observer: whoever runs a node. */
export type OrganisationCode = MemberCode | typeof OBSERVER.code

/** How many members may be faulty or malicious without harm: f = floor((n - 1) / 3). */
export const TOLERATED_FAULTS = Math.floor((MEMBERS.length - 1) / 3)

/** How many members must have re-run the rules for a change to count: at least one of them is honest. */
export const REQUIRED_ENDORSEMENTS = TOLERATED_FAULTS + 1

/** The member whose peers and users have this MSP id, if it is one. */
export function memberByMspId(mspId: string): Member | undefined {
  return MEMBERS.find((member) => member.mspId === mspId)
}

/** The member with this code. */
export function memberByCode(code: MemberCode): Member {
  const member = MEMBERS.find((candidate) => candidate.code === code)
  if (member === undefined) throw new Refusal('MEMBER_UNKNOWN', 'member: is not one of the network')
  return member
}

/** The code, if it is that of a member: the observer's and any other is not. */
export function memberNamed(code: unknown): MemberCode | undefined {
  return MEMBERS.find((candidate) => candidate.code === code)?.code
}

/** Accepts the code of a member, nothing else; `field` names the place in the refusal. */
export function parseMemberCode(input: unknown, field = 'member'): MemberCode {
  const member = memberNamed(input)
  if (member === undefined) throw new Refusal('MEMBER_UNKNOWN', `${field}: must be one of ${CODES}`)
  return member
}

/** The name of the private collection of two members, the same whichever comes first. */
export function pairCollection(one: MemberCode, other: MemberCode): string {
  return one < other ? `pair_${one}_${other}` : `pair_${other}_${one}`
}

const CODES = MEMBERS.map((member) => member.code).join(' ')

/** Every pair of members, once. */
export function memberPairs(): readonly (readonly [MemberCode, MemberCode])[] {
  return MEMBERS.flatMap((one, index) => MEMBERS.slice(index + 1).map((other) => [one.code, other.code] as const))
}
