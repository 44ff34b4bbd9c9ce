import { AsnConvert } from '@peculiar/asn1-schema'
import { KeyProblem } from '../key-problem'

/** Reads a structure in DER, which must end where the bytes end; a `KeyProblem` otherwise. */
export function parseDer<T>(bytes: Uint8Array | ArrayBuffer, type: new () => T): T {
  const der = Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes)
  if (lengthOf(der) !== der.length) throw unreadable()
  try {
    return AsnConvert.parse(der, type)
  } catch {
    throw unreadable()
  }
}

/** What is said of a file that is no PKCS #12. */
export function unreadable(): KeyProblem {
  return new KeyProblem('KEY_UNREADABLE', 'The file is no PKCS #12 that can be read.')
}

// The length of the outermost element with its header; undefined where it is not said in DER's definite form.
function lengthOf(der: Buffer): number | undefined {
  const first = der.at(1)
  if (first === undefined || first === 0x80) return undefined
  if (first < 0x80) return 2 + first
  const count = first & 0x7f
  return count <= 4 && der.length >= 2 + count ? 2 + count + der.readUIntBE(2, count) : undefined
}
