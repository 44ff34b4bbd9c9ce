import { createDecipheriv, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { AsnPropTypes, AsnProp, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { KeyProblem } from '../key-problem'
import { parseDer, unreadable } from './der'
import { iterations, oldProtection } from './protection'

const derive = promisify(pbkdf2)

const ID_PBKDF2 = '1.2.840.113549.1.5.12'
const ID_PBES2 = '1.2.840.113549.1.5.13'
const ID_HMAC_SHA1 = '1.2.840.113549.2.7'
const KEY_BYTES_LEAST = 16
const KEY_BYTES_MOST = 64
const NOTHING = new ArrayBuffer(0)
const PASSWORD_BASED_OLD = /^1\.2\.840\.113549\.1\.(12\.1|5)\.\d+$/

/** The hash functions of HMAC (RFC 8018, B.1.2). */
export const HMACS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
])

const CIPHERS: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32 }],
])

/** PBES2-params and PBMAC1-params (RFC 8018, A.4 and A.5): how the key is derived, and what is done with it. */
export class SchemeParameters {
  derivation = new AlgorithmIdentifier()
  use = new AlgorithmIdentifier()
}
AsnProp({ type: AlgorithmIdentifier })(SchemeParameters.prototype, 'derivation')
AsnProp({ type: AlgorithmIdentifier })(SchemeParameters.prototype, 'use')

// RFC 8018, A.2; the salt's other form, by an algorithm, is used by nobody.
class DerivationParameters {
  salt = new OctetString()
  iterations: number | string = 0
  keyBytes: number | undefined = undefined
  prf = new AlgorithmIdentifier({ algorithm: ID_HMAC_SHA1 })
}
AsnProp({ type: OctetString })(DerivationParameters.prototype, 'salt')
AsnProp({ type: AsnPropTypes.Integer })(DerivationParameters.prototype, 'iterations')
AsnProp({ type: AsnPropTypes.Integer, optional: true })(DerivationParameters.prototype, 'keyBytes')
AsnProp({ type: AlgorithmIdentifier, optional: true })(DerivationParameters.prototype, 'prf')

/** Decrypts what PBES2 has encrypted with AES-CBC; the passphrase counts in UTF-8, as OpenSSL, Java and Windows have it. */
export async function decrypt(
  { algorithm, parameters }: AlgorithmIdentifier,
  encrypted: ArrayBuffer,
  passphrase: string,
): Promise<Buffer> {
  if (algorithm !== ID_PBES2) throw PASSWORD_BASED_OLD.test(algorithm) ? oldProtection() : unknownAlgorithm(algorithm)
  const { derivation, use } = parseDer(parameters ?? NOTHING, SchemeParameters)
  const cipher = CIPHERS.get(use.algorithm)
  if (cipher === undefined) throw oldProtection()
  const key = await deriveKey(derivation, passphrase, cipher.keyBytes)
  const vector = parseDer(use.parameters ?? NOTHING, OctetString)
  return decipher(cipher.name, key, Buffer.from(vector.buffer), Buffer.from(encrypted))
}

/** A key by PBKDF2 (RFC 8018, 5.2) of as many bytes as its use needs; of as many as the file says, if any will do. */
export async function deriveKey(
  { algorithm, parameters }: AlgorithmIdentifier,
  passphrase: string,
  needed: number | 'any',
): Promise<Buffer> {
  if (algorithm !== ID_PBKDF2) throw unknownAlgorithm(algorithm)
  const { salt, iterations: count, keyBytes: said, prf } = parseDer(parameters ?? NOTHING, DerivationParameters)
  const hash = HMACS.get(prf.algorithm)
  if (hash === undefined) throw oldProtection()
  const keyBytes = needed === 'any' ? (said ?? 0) : needed
  const isFit = keyBytes >= KEY_BYTES_LEAST && keyBytes <= KEY_BYTES_MOST && (said ?? keyBytes) === keyBytes
  if (!isFit) throw unreadable()
  return derive(passphrase, Buffer.from(salt.buffer), iterations(count), keyBytes, hash)
}

/** What is said of an algorithm that is none of those in use. */
export function unknownAlgorithm(algorithm: string): KeyProblem {
  return new KeyProblem('KEY_NOT_SUPPORTED', `The file is protected by an algorithm that is not known: ${algorithm}.`)
}

function decipher(name: string, key: Buffer, vector: Buffer, encrypted: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(name, key, vector)
    return Buffer.concat([decipher.update(encrypted), decipher.final()])
  } catch {
    throw unreadable()
  }
}
