import { bits, contentAt, partsOf, sequence } from './der'
import { toLowS } from './low-s'

/**
 * The certificate with the lower `s` in its authority's signature, as Fabric's MSPs do before they compare
 * certificates: who holds one could else turn it into a second one that is valid too.
 * @param curve of the authority's key
 */
export function withLowS(der: Buffer, curve: string): Buffer {
  const [toBeSigned, algorithm, signed] = partsOf(der)
  if (toBeSigned === undefined || algorithm === undefined || signed === undefined) return der
  const signature = signed.subarray(contentAt(signed, 0).start + 1)
  const low = toLowS(signature, curve)
  return low === signature ? der : sequence(toBeSigned, algorithm, bits(low))
}

/** A DER block in PEM: lines of 64 characters and a newline at the end, as Fabric writes it. */
export function toPem(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
