import type { Role } from '@eco/domain'

/** Who is asking, as the token says. */
export interface Caller {
  readonly subject: string
  readonly role: Role
  /** The issuing authority for which an issuer acts. */
  readonly authority: string | undefined
}
