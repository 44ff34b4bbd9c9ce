import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Signer } from '@eco/domain'
import { ordered } from './certificate-order'
import { KeyProblem } from './key-problem'
import { ownJwk } from './public-key'
import { signerOf } from './signer'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

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
  try {
    return createPrivateKey({ key, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch (error) {
    throw problemOf(error as NodeJS.ErrnoException, passphrase)
  }
}

// A wrong passphrase shows as bytes that make no sense, of which OpenSSL has several words to say.
function problemOf({ code }: NodeJS.ErrnoException, passphrase: string | undefined): KeyProblem {
  if (code === 'ERR_MISSING_PASSPHRASE') {
    return new KeyProblem('PASSPHRASE_WRONG', 'The key is encrypted; give its passphrase.')
  }
  if (code === 'ERR_OSSL_BAD_DECRYPT' && passphrase !== undefined) {
    return new KeyProblem('PASSPHRASE_WRONG', 'The passphrase does not open the key.')
  }
  return new KeyProblem('KEY_UNREADABLE', 'The text holds no private key in PEM that can be read.')
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new KeyProblem('CERTIFICATE_UNREADABLE', 'A certificate beside the key cannot be read.')
  }
}
