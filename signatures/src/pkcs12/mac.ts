import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { MacData } from '@peculiar/asn1-pfx'
import { KeyProblem } from '../key-problem'
import { parseDer } from './der'
import { deriveKey, HMACS, SchemeParameters, unknownAlgorithm } from './pbes2'
import { iterations, oldProtection } from './protection'

const ID_PBMAC1 = '1.2.840.113549.1.5.14'
const OLD_HASHES = ['1.3.14.3.2.26', '1.2.840.113549.2.5']
const MAC_KEY = 3
// A passphrase is iterated in the main thread, which has other things to do as well.
const ITERATIONS_AT_ONCE = 5000

interface Hash {
  readonly name: string
  readonly bytes: number
  readonly blockBytes: number
}

const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['2.16.840.1.101.3.4.2.1', { name: 'sha256', bytes: 32, blockBytes: 64 }],
  ['2.16.840.1.101.3.4.2.2', { name: 'sha384', bytes: 48, blockBytes: 128 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'sha512', bytes: 64, blockBytes: 128 }],
])

/** Asserts that the file is as it was written, by whoever knew the passphrase (RFC 7292, 5.1, and RFC 9579). */
export async function assertMac(mac: MacData, content: Uint8Array, passphrase: string): Promise<void> {
  const { algorithm } = mac.mac.digestAlgorithm
  if (algorithm === '') {
    throw new KeyProblem(
      'KEY_NOT_SUPPORTED',
      'The file has no check of its integrity (MAC), and so could be anybody’s.',
    )
  }
  const expected =
    algorithm === ID_PBMAC1 ? await pbmac1(mac, content, passphrase) : await usual(mac, content, passphrase)
  const found = Buffer.from(mac.mac.digest.buffer)
  if (found.length === expected.length && timingSafeEqual(found, expected)) return
  throw new KeyProblem('PASSPHRASE_WRONG', 'The passphrase does not open the file, or the file was changed.')
}

async function usual(
  { mac, macSalt, iterations: count }: MacData,
  content: Uint8Array,
  passphrase: string,
): Promise<Buffer> {
  const { algorithm } = mac.digestAlgorithm
  if (OLD_HASHES.includes(algorithm)) throw oldProtection()
  const found = HASHES.get(algorithm)
  if (found === undefined) throw unknownAlgorithm(algorithm)
  const key = await macKey(found, passphrase, Buffer.from(macSalt.buffer), iterations(count))
  return createHmac(found.name, key).update(content).digest()
}

async function pbmac1({ mac }: MacData, content: Uint8Array, passphrase: string): Promise<Buffer> {
  const { derivation, use } = parseDer(mac.digestAlgorithm.parameters ?? new ArrayBuffer(0), SchemeParameters)
  const name = HMACS.get(use.algorithm)
  if (name === undefined) throw oldProtection()
  const key = await deriveKey(derivation, passphrase, 'any')
  return createHmac(name, key).update(content).digest()
}

// RFC 7292, B.2, for as many bytes as the hash has, so that there is one block of output only.
async function macKey(
  { name, bytes, blockBytes }: Hash,
  passphrase: string,
  salt: Buffer,
  count: number,
): Promise<Buffer> {
  const diversifier = Buffer.alloc(blockBytes, MAC_KEY)
  const secret = Buffer.from(`${passphrase}\0`, 'utf16le').swap16()
  const start = Buffer.concat([diversifier, repeated(salt, blockBytes), repeated(secret, blockBytes)])
  let key: Buffer = hash(name, start, 'buffer')
  for (let done = 1; done < count; done += 1) {
    key = hash(name, key, 'buffer')
    if (done % ITERATIONS_AT_ONCE === 0) await setImmediate()
  }
  return key.subarray(0, bytes)
}

function repeated(part: Buffer, blockBytes: number): Buffer {
  return Buffer.alloc(Math.ceil(part.length / blockBytes) * blockBytes, part)
}
