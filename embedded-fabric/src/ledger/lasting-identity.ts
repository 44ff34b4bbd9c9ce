import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import type { Identity, Membership } from '../identity/identity'
import { IdentityError } from '../identity/msp'

/**
 * An identity without regard to today's date; undefined for one that is no good. Every peer must come to the same
 * outcome whenever it validates a block, so that Fabric looks at dates when it takes a transaction, not when it commits it.
 */
export function lastingIdentity(membership: Membership, serialized: Uint8Array): Identity | undefined {
  try {
    return membership.identify(serialized)
  } catch (error) {
    return isOutdated(error) ? atItsTime(membership, serialized) : undefined
  }
}

function isOutdated(error: unknown): boolean {
  return error instanceof IdentityError && error.rule === 'expired'
}

function atItsTime(membership: Membership, serialized: Uint8Array): Identity | undefined {
  try {
    const pem = msp.SerializedIdentity.deserializeBinary(serialized).getIdBytes_asU8()
    return membership.identify(serialized, new X509Certificate(pem).validToDate)
  } catch {
    return undefined
  }
}
