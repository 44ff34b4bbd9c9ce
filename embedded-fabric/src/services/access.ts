import type { Identity, Membership } from '../identity/identity'
import { IdentityError } from '../identity/msp'

/** Who may do what on the channel: every member organisation's identities read; observers' write nothing. */
export interface AccessRules {
  /** True for an identity that `Readers` lets in. */
  mayRead(identity: Identity): boolean
  /** The identity behind a signed message, if it may read the channel; throws an AccessError. */
  reader(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
  /** The same for submitting transactions to the orderers. */
  writer(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
}

/** A signed message that a channel's policy does not let in; the message has Fabric's words. */
export class AccessError extends Error {
  override readonly name = 'AccessError'
  /** True when nothing but the end of the certificate's validity is wrong. */
  readonly expired: boolean

  constructor(policy: 'Readers' | 'Writers', expired = false) {
    super(policyFailure(policy))
    this.expired = expired
  }
}

/** How Fabric says that a signature satisfies no organisation's policy. */
export function policyFailure(policy: 'Readers' | 'Writers'): string {
  return `implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${policy}' sub-policies to be satisfied`
}

export function accessRules(membership: Membership, observers: ReadonlySet<string>): AccessRules {
  // As the configuration block says: orderers' certificates are in neither policy, peers' write nothing.
  const mayRead = ({ role }: Identity): boolean => role !== 'orderer'
  const mayWrite = ({ role, mspId }: Identity): boolean =>
    (role === 'client' || role === 'admin') && !observers.has(mspId)
  return {
    mayRead,
    reader: (creator, message, signature) => {
      const identity = identify(membership, creator, 'Readers')
      if (mayRead(identity) && identity.verify(message, signature)) return identity
      throw new AccessError('Readers')
    },
    writer: (creator, message, signature) => {
      const identity = identify(membership, creator, 'Writers')
      if (mayWrite(identity) && identity.verify(message, signature)) return identity
      throw new AccessError('Writers')
    },
  }
}

function identify(membership: Membership, creator: Uint8Array, policy: 'Readers' | 'Writers'): Identity {
  try {
    return membership.identify(creator)
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error
    throw new AccessError(policy, error.rule === 'expired')
  }
}
