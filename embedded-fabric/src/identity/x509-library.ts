import { webcrypto } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createRequire } from 'node:module'
import type * as Library from '@peculiar/x509'

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384' }

/** Loaded when it is first needed: a channel that starts on kept keys, and knows no revoked ones, never pays for it. */
export function library(): typeof Library {
  const load = createRequire(__filename)
  // It finds its parts by decorators' metadata, which it does not load itself.
  load('reflect-metadata')
  return load('@peculiar/x509') as typeof Library
}

/** What an authority's leaves and revocation lists call it, in hex; throws a TypeError when its certificate does not say. */
export function keyIdOf(x509: typeof Library, certificate: Library.X509Certificate): string {
  const keyId = certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
  if (keyId !== undefined) return keyId
  throw new TypeError(`certificate of ${certificate.subject}: no subject key identifier`)
}

/** An authority's private key as WebCrypto takes it; throws a TypeError for one on a curve that Fabric does not know. */
export async function signingKeyOf(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const namedCurve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (namedCurve === undefined) throw new TypeError('an authority signs with a key on P-256 or P-384')
  const der = key.export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve }, false, ['sign'])
}

/** X.509 has no fractions of a second. */
export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
