import type { OrganisationCode } from './member'

/** What a user may be, as its certificate says. */
export const ROLES = ['issuer', 'customs', 'authority-admin', 'member-admin', 'auditor'] as const

/** One of the roles. */
export type Role = (typeof ROLES)[number]

/** The X.509 attribute that holds the role. */
export const ROLE_ATTRIBUTE = 'eco.role'

/** The X.509 attribute that holds the id of the issuing authority that the user acts for. */
export const AUTHORITY_ATTRIBUTE = 'eco.authority'

/** Who acts: taken from the submitting identity, never from a field of the input. */
export interface Caller {
  readonly organisation: OrganisationCode
  readonly role: Role | undefined
  readonly authority: string | undefined
}

/** The role with this name, if it is one. */
export function roleNamed(name: unknown): Role | undefined {
  return ROLES.find((role) => role === name)
}
