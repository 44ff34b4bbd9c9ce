import type { Identity, Membership } from '../identity/identity'
import { IdentityError } from '../identity/msp'

/** Who may do what on the channel: every member organisation's identities read; observers' write nothing. */
export interface AccessRules {
  /** The identity behind a signed message, if it may read the channel; throws an Error with Fabric's words. */
  reader(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
  /** The same for submitting transactions to the orderers. */
  writer(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity
}

export function accessRules(membership: Membership, observers: ReadonlySet<string>): AccessRules {
  const signed = (policy: string, creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Identity => {
    const identity = identify(membership, creator, policy)
    if (!identity.verify(message, signature)) throw denied(policy)
    return identity
  }
  return {
    reader: (creator, message, signature) => signed('Readers', creator, message, signature),
    writer(creator, message, signature) {
      const identity = signed('Writers', creator, message, signature)
      const mayWrite = identity.role === 'client' || identity.role === 'admin'
      if (!mayWrite || observers.has(identity.mspId)) throw denied('Writers')
      return identity
    },
  }
}

function identify(membership: Membership, creator: Uint8Array, policy: string): Identity {
  try {
    return membership.identify(creator)
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error
    const expired = policy === 'Writers' && error.rule === 'expired'
    throw expired ? new Error('broadcast client identity expired') : denied(policy)
  }
}

function denied(policy: string): Error {
  return new Error(
    `implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${policy}' sub-policies to be satisfied: permission denied`,
  )
}
