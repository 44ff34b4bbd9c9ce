import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Cryptography, PublicJwk } from '@eco/domain'
import { BoundedCache } from './bounded-cache'
import { chainFollower } from './chain'
import { digest } from './digest'
import { derOf } from './ecdsa-signature'

const SIGNATURE_BYTES = 64
const COORDINATE_CHARACTERS = 43
const KEYS_MOST = 10_000

/**
 * What documents need of cryptography, by Node's own. Keys and chains once seen are remembered, so keep one of these.
 * Of the two values of s with which an ECDSA signature holds either is accepted, as RFC 7518 has it: nothing may
 * therefore be known by its signature's bytes.
 */
export function nodeCryptography(): Cryptography {
  const keys = new BoundedCache<KeyObject | undefined>(KEYS_MOST)
  return {
    digest,
    verify: (jwk, input, signature) => {
      if (!isShaped(jwk) || signature.length !== SIGNATURE_BYTES) return false
      const key = keys.get(`${jwk.x}.${jwk.y}`, () => importKey(jwk))
      return key !== undefined && verify('sha256', input, key, derOf(signature))
    },
    followChain: chainFollower(),
  }
}

function isShaped({ x, y }: PublicJwk): boolean {
  return x.length === COORDINATE_CHARACTERS && y.length === COORDINATE_CHARACTERS
}

// Two coordinates that are no point of the curve are no key.
function importKey({ kty, crv, x, y }: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
}
