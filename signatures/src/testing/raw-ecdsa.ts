import { createECDH } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Signs a digest as it is, which tokens do and Node does not: ECDSA on P-256 (SEC 1, 4.1.3), r then s. For tests only. */
export function signDigest(key: KeyObject, digest: Buffer): Buffer {
  const once = createECDH('prime256v1')
  const point = once.generateKeys()
  const r = modulo(integer(point.subarray(1, 33)))
  const d = integer(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'))
  const s = modulo(inverse(integer(once.getPrivateKey())) * (integer(digest) + r * d))
  return Buffer.from([r, s].map((part) => part.toString(16).padStart(64, '0')).join(''), 'hex')
}

/** The other signature that holds with the same key: s counted from the other end. */
export function otherSignature(signature: Uint8Array): Buffer {
  const s = ORDER - integer(Buffer.from(signature).subarray(32))
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
}

/** Whether s is in the lower half, which some systems ask for. */
export function isLow(signature: Uint8Array): boolean {
  return integer(Buffer.from(signature).subarray(32)) <= ORDER / 2n
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

function modulo(value: bigint): bigint {
  return value % ORDER
}

// By Fermat, since the order is a prime.
function inverse(value: bigint): bigint {
  let result = 1n
  let square = modulo(value)
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = modulo(result * square)
    square = modulo(square * square)
  }
  return result
}
