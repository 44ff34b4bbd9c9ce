import { sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { bits, contentAt, element, integer, octets, oid, partsOf, sequence, set, time, utf8, yes } from './der'
import { toLowS } from './low-s'

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const VERSION_3 = element(0xa0, integer(Buffer.from([2])))
const SUBJECT_KEY_ID = oid('2.5.29.14')
const NAME_TYPES = { CN: oid('2.5.4.3'), O: oid('2.5.4.10'), OU: oid('2.5.4.11') }
/** Places of a certificate's fields (RFC 5280, 4.1). */
const [SUBJECT, EXTENSIONS] = [5, 7]

export interface CertificateFields {
  readonly serialNumber: Buffer
  /** Name as DER, see `distinguishedName`. */
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly notBefore: Date
  readonly notAfter: Date
  /** `SubjectPublicKeyInfo` as DER. */
  readonly publicKey: Buffer
  readonly extensions: readonly Buffer[]
}

/** An X.509 certificate as DER, signed with ECDSA, the lower `s` and SHA-256. */
export function signCertificate(fields: CertificateFields, authority: KeyObject): Buffer {
  const toBeSigned = sequence(
    VERSION_3,
    integer(fields.serialNumber),
    ECDSA_WITH_SHA256,
    fields.issuer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subject,
    fields.publicKey,
    element(0xa3, sequence(...fields.extensions)),
  )
  const signature = toLowS(sign('sha256', toBeSigned, authority), authority.asymmetricKeyDetails?.namedCurve ?? '')
  return sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature))
}

/** A name as DER from its parts in their order. */
export function distinguishedName(...parts: readonly (readonly [keyof typeof NAME_TYPES, string])[]): Buffer {
  return sequence(...parts.map(([type, text]) => set(sequence(NAME_TYPES[type], utf8(text)))))
}

const extension = (id: string, isCritical: boolean, value: Uint8Array): Buffer =>
  sequence(oid(id), ...(isCritical ? [yes()] : []), octets(value))

/** Extensions of certificates, RFC 5280 4.2.1. */
export const extensions = {
  authority: (): Buffer => extension('2.5.29.19', true, sequence(yes())),
  noAuthority: (): Buffer => extension('2.5.29.19', true, sequence()),
  /** Bits 0 (digital signature), 2 (key encipherment), 5 (certificates) and 6 (revocation lists). */
  authorityUsage: (): Buffer => extension('2.5.29.15', true, bits(Buffer.from([0b1010_0110]), 1)),
  signatureUsage: (): Buffer => extension('2.5.29.15', true, bits(Buffer.from([0b1000_0000]), 7)),
  tlsUsage: (): Buffer => extension('2.5.29.15', true, bits(Buffer.from([0b1010_0000]), 5)),
  tlsRoles: (...roles: readonly ('server' | 'client')[]): Buffer => {
    const ids = roles.map((role) => oid(`1.3.6.1.5.5.7.3.${role === 'server' ? 1 : 2}`))
    return extension('2.5.29.37', false, sequence(...ids))
  },
  subjectKeyId: (keyId: Buffer): Buffer => sequence(SUBJECT_KEY_ID, octets(octets(keyId))),
  authorityKeyId: (keyId: Buffer): Buffer => extension('2.5.29.35', false, sequence(element(0x80, keyId))),
  hosts: (names: readonly string[]): Buffer => {
    const parts = names.map((name) =>
      isIP(name) === 0 ? element(0x82, Buffer.from(name)) : element(0x87, addressBytes(name)),
    )
    return extension('2.5.29.17', false, sequence(...parts))
  },
  /** Where Fabric CA keeps an identity's attributes, and where contracts look for them. */
  attributes: (attributes: Readonly<Record<string, string>>): Buffer =>
    extension('1.2.3.4.5.6.7.8.1', false, Buffer.from(JSON.stringify({ attrs: attributes }))),
}

/** What a certificate's leaves repeat of it: its subject as DER and its subject key identifier, if it has one. */
export function issuerOf(der: Buffer): { readonly subject: Buffer; readonly keyId: Buffer | undefined } {
  const [toBeSigned = Buffer.alloc(0)] = partsOf(der)
  const fields = partsOf(toBeSigned)
  const [list = Buffer.alloc(2)] = partsOf(fields[EXTENSIONS] ?? Buffer.alloc(2))
  const keyId = partsOf(list)
    .map(partsOf)
    .find(([id]) => id?.equals(SUBJECT_KEY_ID))
    ?.at(-1)
  const inner = keyId && partsOf(keyId)[0]
  return { subject: fields[SUBJECT] ?? Buffer.alloc(0), keyId: inner?.subarray(contentAt(inner, 0).start) }
}

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

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  // A URL's host is the address in its shortest form, without dots.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)))
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}
