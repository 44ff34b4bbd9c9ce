import type { Identity, Membership } from '../identity/identity'
import { lastingIdentity } from '../ledger/lasting-identity'

/** Who may do what on the channel: every member organisation's identities read; observers' write nothing. */
export interface AccessRules {
  /** True for an identity that `Readers` lets in. */
  mayRead(identity: Identity): boolean
  /** The identity behind a signed message, if it may read the channel, whatever the date; throws an AccessError. */
  reader(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
  /** The same for submitting transactions to the orderers. */
  writer(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
}

/** A signed message that a channel's policy does not let in; the message has Fabric's words. */
export class AccessError extends Error {
  override readonly name = 'AccessError'

  constructor(policy: 'Readers' | 'Writers') {
    super(policyFailure(policy))
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

/** Policies look at no dates: whoever minds the end of a certificate asks for it. */
function identify(membership: Membership, creator: Uint8Array, policy: 'Readers' | 'Writers'): Identity {
  const identity = lastingIdentity(membership, creator)
  if (identity === undefined) throw new AccessError(policy)
  return identity
}
