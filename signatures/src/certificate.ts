import { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'
import type { PublicJwk } from '@eco/domain'
import { readConstraints } from './constraints'
import type { Constraints } from './constraints'
import { publicJwkOf } from './public-key'

/** How many certificates a chain may have. */
export const CERTIFICATES_MOST = 4
/** How many bytes of DER a certificate may have. */
export const CERTIFICATE_BYTES_MOST = 8192

const CA_CURVES: readonly (string | undefined)[] = ['prime256v1', 'secp384r1']
const RSA_BITS_LEAST = 2048

// ECDSA (RFC 5758) and RSA PKCS #1 v1.5 (RFC 4055), each with SHA-256, SHA-384 and SHA-512.
const SIGNATURES = new Set([
  ...['1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4'],
  ...['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13'],
])

/** A certificate as far as documents need it. */
export interface Certificate extends Constraints {
  readonly x509: X509Certificate
  /** Its key, if it is on P-256. */
  readonly publicJwk: PublicJwk | undefined
  /** Its key may sign certificates: on P-256 or P-384, or RSA of 2048 bits or more. */
  readonly isStrong: boolean
  /** It was signed with SHA-2. */
  readonly isSignedStrongly: boolean
  /** Milliseconds since 1970. */
  readonly validFrom: number
  readonly validTo: number
}

/** Reads a certificate in base64 DER (RFC 7515, 4.1.6: not base64url, no line ends); undefined for all else. */
export function readCertificate(text: string): Certificate | undefined {
  const der = Buffer.from(text, 'base64')
  if (der.length > CERTIFICATE_BYTES_MOST || der.toString('base64') !== text) return undefined
  try {
    return read(der)
  } catch {
    return undefined
  }
}

function read(der: Buffer): Certificate | undefined {
  const x509 = new X509Certificate(der)
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(der, asn1.Certificate)
  const constraints = readConstraints(tbsCertificate.extensions ?? [])
  // OpenSSL reads PEM as well, and does not mind what follows a certificate.
  if (constraints === undefined || !x509.raw.equals(der)) return undefined
  return {
    ...constraints,
    x509,
    publicJwk: publicJwkOf(x509.publicKey),
    isStrong: isStrong(x509),
    isSignedStrongly: SIGNATURES.has(signatureAlgorithm.algorithm),
    validFrom: x509.validFromDate.getTime(),
    validTo: x509.validToDate.getTime(),
  }
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const { namedCurve, modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {}
  if (publicKey.asymmetricKeyType === 'rsa') return modulusLength >= RSA_BITS_LEAST
  return publicKey.asymmetricKeyType === 'ec' && CA_CURVES.includes(namedCurve)
}
