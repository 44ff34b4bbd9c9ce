import { X509Certificate, createPrivateKey, verify } from 'node:crypto'
import { toPem, withLowS } from './certificate'
import { contentAt, partsOf } from './der'
import type { Credentials } from './identity'
import { keyIdOf, library, signingKeyOf, wholeSeconds } from './x509-library'

/** What a revocation list says, besides who signed it. */
export interface RevocationListFields {
  /** The revoked certificates, PEM. */
  readonly certificates: readonly string[]
  /** Since when they are; default: now. Fabric does not look at it. */
  readonly since?: Date
  /** Default: now. */
  readonly thisUpdate?: Date
  /** When the next list is due; absent: not said. Fabric does not look at it. */
  readonly nextUpdate?: Date
}

/** An X.509 revocation list of the authority in PEM, signed with ECDSA, the lower `s` and SHA-256. */
export async function writeRevocationList(authority: Credentials, fields: RevocationListFields): Promise<string> {
  const x509 = library()
  const { certificates, since = new Date(), thisUpdate = new Date(), nextUpdate } = fields
  const key = createPrivateKey(authority.privateKey)
  const issuer = new x509.X509Certificate(authority.certificate)
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.subjectName,
    thisUpdate: wholeSeconds(thisUpdate),
    ...(nextUpdate && { nextUpdate: wholeSeconds(nextUpdate) }),
    entries: certificates.map((certificate) => ({
      serialNumber: new X509Certificate(certificate).serialNumber,
      revocationDate: wholeSeconds(since),
    })),
    // Fabric finds a list's authority by it.
    extensions: [new x509.AuthorityKeyIdentifierExtension(keyIdOf(x509, issuer))],
    signingKey: await signingKeyOf(key),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  const curve = key.asymmetricKeyDetails?.namedCurve ?? ''
  return toPem(withLowS(Buffer.from(list.rawData), curve), 'X509 CRL')
}

/**
 * The serial numbers, in hex, of an authority's certificates that the lists revoke. As in Fabric a list of another
 * authority, or one that this one has not signed, revokes nothing, and its dates do not matter.
 * @throws Error for what is no list, or does not say whose it is: Fabric would then take no identity at all.
 */
export function revokedSerials(lists: readonly string[], authority: X509Certificate): ReadonlySet<string> {
  if (lists.length === 0) return new Set()
  const keyId = subjectKeyIdOf(authority)
  const own = lists.map(readList).filter((list) => list.authorityKeyId === keyId && isSignedBy(list, authority))
  return new Set(own.flatMap(({ serials }) => serials))
}

/** A serial number as `revokedSerials` writes it: lower case, without leading zeros. */
export function plainSerial(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '')
}

interface RevocationList {
  readonly authorityKeyId: string
  readonly serials: readonly string[]
  readonly toBeSigned: Buffer
  readonly digest: string | undefined
  readonly signature: Buffer
}

function readList(text: string): RevocationList {
  const [, base64] = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(text) ?? []
  if (base64 === undefined) throw new Error('could not parse RevocationList: it is not PEM')
  const list = parsed(Buffer.from(base64, 'base64'))
  const { authorityKeyId } = list
  if (authorityKeyId !== undefined) return { ...list, authorityKeyId }
  throw new Error('could not obtain Authority Key Identifier for crl: authorityKeyIdentifier not found in certificate')
}

/** RFC 5280, 5.1. The library that writes lists finds no entries in one that does not say when the next is due. */
function parsed(der: Buffer): Omit<RevocationList, 'authorityKeyId'> & { readonly authorityKeyId: string | undefined } {
  try {
    const [toBeSigned, algorithm, signed] = partsOf(der)
    if (toBeSigned === undefined || algorithm === undefined || signed === undefined) throw new RangeError('too short')
    const fields = partsOf(toBeSigned).filter((field) => ![INTEGER, ...TIMES].includes(tagOf(field)))
    // What is left begins with algorithm and issuer.
    const entries = fields.slice(2).find((field) => tagOf(field) === SEQUENCE)
    const extensions = fields.find((field) => tagOf(field) === LIST_EXTENSIONS)
    return {
      toBeSigned,
      digest: DIGESTS[contentOf(partsOf(algorithm)[0]).toString('hex')],
      signature: contentOf(signed).subarray(1),
      serials: entries === undefined ? [] : partsOf(entries).map((entry) => serialOf(partsOf(entry)[0])),
      authorityKeyId: keyIdentifier(extensionOf(extensions, AUTHORITY_KEY_ID)),
    }
  } catch (error) {
    throw new Error('could not parse RevocationList', { cause: error })
  }
}

function isSignedBy({ toBeSigned, digest, signature }: RevocationList, { publicKey }: X509Certificate): boolean {
  return digest !== undefined && verify(digest, toBeSigned, publicKey, signature)
}

const [INTEGER, SEQUENCE, LIST_EXTENSIONS, CERTIFICATE_EXTENSIONS, KEY_IDENTIFIER] = [0x02, 0x30, 0xa0, 0xa3, 0x80]
/** UTCTime and GeneralizedTime. */
const TIMES = [0x17, 0x18]
/** Object identifiers, by the bytes of their DER. */
const [SUBJECT_KEY_ID, AUTHORITY_KEY_ID] = ['551d0e', '551d23']
const DIGESTS: Readonly<Record<string, string>> = {
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
}

function subjectKeyIdOf({ raw }: X509Certificate): string {
  const fields = partsOf(partsOf(raw)[0] ?? Buffer.alloc(0))
  const value = extensionOf(
    fields.find((field) => tagOf(field) === CERTIFICATE_EXTENSIONS),
    SUBJECT_KEY_ID,
  )
  if (value === undefined) throw new Error('subjectKeyIdentifier not found in certificate')
  return contentOf(value).toString('hex')
}

/** The value of one of the extensions in their explicit tag. */
function extensionOf(extensions: Buffer | undefined, id: string): Buffer | undefined {
  const [list] = extensions === undefined ? [] : partsOf(extensions)
  const found = (list === undefined ? [] : partsOf(list))
    .map((extension) => partsOf(extension))
    .find(([oid]) => contentOf(oid).toString('hex') === id)
  const value = found?.at(-1)
  return value && contentOf(value)
}

function keyIdentifier(value: Buffer | undefined): string | undefined {
  const part = value && partsOf(value).find((field) => tagOf(field) === KEY_IDENTIFIER)
  return part && contentOf(part).toString('hex')
}

function serialOf(integer: Buffer | undefined): string {
  return plainSerial(contentOf(integer).toString('hex'))
}

function tagOf(element: Buffer): number {
  return element.readUInt8(0)
}

function contentOf(element: Buffer | undefined): Buffer {
  if (element === undefined) throw new RangeError('an element is missing')
  const { start, end } = contentAt(element, 0)
  if (end > element.length) throw new RangeError('an element ends too early')
  return element.subarray(start, end)
}
