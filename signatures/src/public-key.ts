import { createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { PublicJwk } from '@eco/domain'
import { jwkThumbprint, parsePublicJwk } from '@eco/domain'
import { digest } from './digest'
import { KeyProblem } from './key-problem'

// Node has no name for a key on China's curve; its object identifier, 1.2.156.10197.1.301, stands in the key's DER.
const SM2 = Buffer.from('06082a811ccf5501822d', 'hex')

/** The public part of a key (PEM or KeyObject) as a JWK; undefined unless it is an EC key on P-256. */
export function publicJwkOf(key: string | KeyObject): PublicJwk | undefined {
  try {
    const publicKey = typeof key === 'string' || key.type === 'private' ? createPublicKey(key) : key
    const isOurs = publicKey.asymmetricKeyType === 'ec' && publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    return isOurs ? parsePublicJwk(publicKey.export({ format: 'jwk' }), 'key') : undefined
  } catch {
    return undefined
  }
}

/** The key of a certificate (base64 DER); undefined for what is no certificate, or one of another kind of key. */
export function publicJwkOfCertificate(certificate: string): PublicJwk | undefined {
  try {
    return publicJwkOf(new X509Certificate(Buffer.from(certificate, 'base64')).publicKey)
  } catch {
    return undefined
  }
}

/** A certificate's key; undefined for one of a kind that OpenSSL does not know. */
export function certifiedKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    return undefined
  }
}

/** Whether a certificate was signed with the private part of this key; false for a key that could not have. */
export function isSignedBy(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key)
  } catch {
    return false
  }
}

/** The key's name: the SHA-256 thumbprint of RFC 7638, base64url. */
export function keyThumbprint(jwk: PublicJwk): string {
  return jwkThumbprint(jwk, { digest })
}

/** The public part of a private key; a `KeyProblem` names the kind of key where it is not one that signs ES256. */
export function ownJwk(key: KeyObject): PublicJwk {
  const jwk = publicJwkOf(key)
  if (jwk !== undefined) return jwk
  const kind = kindOf(key)
  throw new KeyProblem(
    'KEY_NOT_SUPPORTED',
    `Documents are signed with ES256, by an EC key on P-256; this is ${kind}, with which they cannot be signed.`,
  )
}

function kindOf(key: KeyObject): string {
  if (createPublicKey(key).export({ type: 'spki', format: 'der' }).includes(SM2)) return 'an SM2 key'
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = key
  if (type !== 'ec') return `a key of the type ${type}`
  return `an EC key on ${details?.namedCurve ?? 'a curve without a name'}`
}
