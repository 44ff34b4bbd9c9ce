import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Signer } from '@eco/domain'
import { ordered } from './certificate-order'
import { KeyProblem } from './key-problem'
import { ownJwk } from './public-key'
import { signerOf } from './signer'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g
// PKCS #8, and the older form of OpenSSL.
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m

/** A key in PEM: PKCS #8, encrypted or not, or SEC 1; certificates may stand in the same text or in one of their own. */
export interface PemKey {
  readonly key: string
  readonly passphrase?: string
  readonly certificates?: string
}

/** Opens a key in PEM. */
export function openPem({ key, passphrase, certificates = key }: PemKey): Signer {
  const privateKey = readKey(key, passphrase)
  ownJwk(privateKey)
  return signerOf(privateKey, ordered(readCertificates(certificates), createPublicKey(privateKey)))
}

/** All certificates in a PEM text; none is an empty list. */
export function readCertificates(pem: string): readonly X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map(readCertificate)
}

function readKey(key: string, passphrase: string | undefined): KeyObject {
  if (ENCRYPTED.test(key) && passphrase === undefined) {
    throw new KeyProblem('PASSPHRASE_WRONG', 'The key is encrypted; give its passphrase.')
  }
  try {
    return createPrivateKey({ key, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch {
    // What a wrong passphrase decrypts may look like anything, now and then even like a damaged key.
    if (ENCRYPTED.test(key)) throw new KeyProblem('PASSPHRASE_WRONG', 'The passphrase does not open the key.')
    throw new KeyProblem('KEY_UNREADABLE', 'The text holds no private key in PEM that can be read.')
  }
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new KeyProblem('CERTIFICATE_UNREADABLE', 'A certificate beside the key cannot be read.')
  }
}
