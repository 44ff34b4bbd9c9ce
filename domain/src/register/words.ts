/** What a member does in the network. */
export const MEMBER_FUNCTIONS = ['issuing', 'importing'] as const

/** One of them. */
export type MemberFunction = (typeof MEMBER_FUNCTIONS)[number]

/** In which direction a capability holds, seen from the member that declares it. */
export const DIRECTIONS = ['export', 'import'] as const

/** One of the directions. */
export type Direction = (typeof DIRECTIONS)[number]

/** How certificates travel under an agreement in one direction. */
export const CAPABILITY_MODES = ['electronic', 'paper-also', 'paper-only'] as const

/** One of the modes. */
export type CapabilityMode = (typeof CAPABILITY_MODES)[number]

/** What an authority may do: issue certificates, answer verification cases, or both. */
export const AUTHORITY_FUNCTIONS = ['issuing', 'competent'] as const

/** One of them. */
export type AuthorityFunction = (typeof AUTHORITY_FUNCTIONS)[number]

/** After how many days between issue and registration a reason must be given. */
export const DAYS_UNTIL_LATE = 3

/** How much of everything a register record holds. */
export const REGISTER_LIMITS = {
  nameLength: 256,
  legalActLength: 500,
  capabilities: 200,
  states: 100,
  keys: 500,
  keyAgreements: 50,
  periods: 50,
  successors: 20,
  chapters: 97,
  profileTextLength: 131_072,
} as const
