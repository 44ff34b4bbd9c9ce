import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PFX } from '@peculiar/asn1-pfx'
import type { SafeBag } from '@peculiar/asn1-pfx'
import type { Signer } from '@eco/domain'
import { ordered } from '../certificate-order'
import { KeyProblem } from '../key-problem'
import { ownJwk } from '../public-key'
import { signerOf } from '../signer'
import { certificateOf, dataOf, friendlyNameOf, isKey, keyOf, readBags } from './bags'
import { parseDer, unreadable } from './der'
import { assertMac } from './mac'

const FILE_BYTES_MOST = 256 * 1024
const VERSION = 3

/** A file of the form PKCS #12 (also called PFX), and what opens it. */
export interface Pkcs12Key {
  readonly bytes: Uint8Array
  readonly passphrase: string
}

/**
 * Opens a PKCS #12 file (RFC 7292) as OpenSSL 3, Java and Windows write it today: one key with its certificate,
 * encrypted by PBES2 with AES, under a MAC with SHA-2. Older protections are refused; the problem says what to do.
 */
export async function openPkcs12({ bytes, passphrase }: Pkcs12Key): Promise<Signer> {
  if (bytes.length > FILE_BYTES_MOST) {
    throw new KeyProblem('LIMIT_EXCEEDED', `A PKCS #12 file has at most ${FILE_BYTES_MOST / 1024} KiB.`)
  }
  const { version, authSafe, macData } = parseDer(bytes, PFX)
  if (version !== VERSION) throw unreadable()
  const content = dataOf(authSafe)
  await assertMac(macData, content, passphrase)
  const bags = await readBags(content, passphrase)
  const privateKey = readKey(await keyOf(onlyKey(bags), passphrase))
  ownJwk(privateKey)
  const chain = ordered(bags.map(certificateOf).flatMap(readCertificate), createPublicKey(privateKey))
  if (chain.length > 0) return signerOf(privateKey, chain)
  throw new KeyProblem('CERTIFICATE_OF_ANOTHER_KEY', 'The file holds a key, but no certificate of it.')
}

function onlyKey(bags: readonly SafeBag[]): SafeBag {
  const keys = bags.filter(isKey)
  const [key] = keys
  if (key === undefined) throw new KeyProblem('KEY_NOT_FOUND', 'The file holds no private key.')
  if (keys.length === 1) return key
  const names = keys.map((bag) => friendlyNameOf(bag) ?? 'one without a name').slice(0, 10)
  const sentence = `The file must hold one private key; it holds ${keys.length}: ${names.join(', ')}.`
  throw new KeyProblem('KEY_AMBIGUOUS', sentence)
}

function readKey(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch {
    throw new KeyProblem('KEY_UNREADABLE', 'The private key in the file cannot be read.')
  }
}

function readCertificate(der: Buffer | undefined): X509Certificate[] {
  if (der === undefined) return []
  try {
    return [new X509Certificate(der)]
  } catch {
    throw new KeyProblem('CERTIFICATE_UNREADABLE', 'A certificate in the file cannot be read.')
  }
}
