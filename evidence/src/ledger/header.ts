import { createHash } from 'node:crypto'

/** The three things that a block's hash is taken of. */
export interface BlockHeader {
  readonly number: number
  readonly previousHash: Uint8Array
  readonly dataHash: Uint8Array
}

/** What orderers sign and the next block names: ASN.1 DER of number, previous hash and data hash. */
export function headerBytes({ number, previousHash, dataHash }: BlockHeader): Uint8Array {
  return der(0x30, der(0x02, numberBytes(number)), der(0x04, previousHash), der(0x04, dataHash))
}

/** The hash that the next block names. */
export function headerHash(header: BlockHeader): string {
  return sha256Hex(headerBytes(header))
}

/** What the header says of the block's envelopes. */
export function dataHash(envelopes: readonly Uint8Array[]): string {
  return sha256Hex(...envelopes)
}

/** SHA-256 of the parts one behind another, in hex. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Bytes in lower-case hex. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length < 0x80 ? [body.length] : [0x81, body.length]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

function numberBytes(value: number): Buffer {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}
