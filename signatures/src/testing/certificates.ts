import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'

/** Signature algorithms by the names that tests use. */
const ALGORITHMS = {
  'ecdsa-sha256': { id: '1.2.840.10045.4.3.2', digest: 'sha256' },
  'ecdsa-sha384': { id: '1.2.840.10045.4.3.3', digest: 'sha384' },
  'ecdsa-sha1': { id: '1.2.840.10045.4.1', digest: 'sha1' },
  'rsa-sha256': { id: '1.2.840.113549.1.1.11', digest: 'sha256' },
} as const

/** A certificate with the key that it certifies. */
export interface Certified {
  readonly text: string
  readonly name: string
  readonly key: KeyObject
}

/** What a certificate is to say; what is left out is as it should be. */
export interface Draft {
  readonly name: string
  /** Itself, if there is none. */
  readonly by?: Certified
  readonly key?: KeyObject
  readonly isAuthority?: boolean
  readonly pathLength?: number
  readonly usage?: number | 'none'
  readonly from?: string
  readonly to?: string
  readonly algorithm?: keyof typeof ALGORITHMS
  /** The object identifier of the key's kind, if it is to be another one. */
  readonly keyAlgorithm?: string
  readonly more?: readonly asn1.Extension[]
}

/** A new private key on P-256. */
export function aKey(namedCurve = 'P-256'): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey
}

/** A certificate that an end entity signs documents with, in force from 2024 to 2034, unless the draft says otherwise. */
export function certify(draft: Draft): Certified {
  const { name, by, key = aKey(), algorithm = 'ecdsa-sha256' } = draft
  const { id, digest } = ALGORITHMS[algorithm]
  const signatureAlgorithm = new asn1.AlgorithmIdentifier({ algorithm: id })
  const tbsCertificate = new asn1.TBSCertificate({
    version: asn1.Version.v3,
    serialNumber: new Uint8Array([1]).buffer,
    signature: signatureAlgorithm,
    issuer: nameOf(by?.name ?? name),
    subject: nameOf(name),
    validity: validityOf(draft),
    subjectPublicKeyInfo: publicKeyInfo(key, draft.keyAlgorithm),
    extensions: new asn1.Extensions([...constraintsOf(draft), ...(draft.more ?? [])]),
  })
  const signature = sign(digest, Buffer.from(AsnConvert.serialize(tbsCertificate)), by?.key ?? key)
  const certificate = new asn1.Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  })
  return { text: Buffer.from(AsnConvert.serialize(certificate)).toString('base64'), name, key }
}

/** A certificate authority, by itself unless the draft says otherwise. */
export function anAuthority(draft: Draft): Certified {
  return certify({ isAuthority: true, usage: asn1.KeyUsageFlags.keyCertSign, ...draft })
}

/** An extension with some content. */
export function extension(id: string, critical: boolean, value = new Uint8Array([5, 0]).buffer): asn1.Extension {
  return new asn1.Extension({ extnID: id, critical, extnValue: new OctetString(value) })
}

function constraintsOf({ isAuthority = false, pathLength, usage }: Draft): asn1.Extension[] {
  const basic = new asn1.BasicConstraints({
    cA: isAuthority,
    ...(pathLength !== undefined && { pathLenConstraint: pathLength }),
  })
  const flags = usage ?? asn1.KeyUsageFlags.digitalSignature
  return [
    extension(asn1.id_ce_basicConstraints, true, AsnConvert.serialize(basic)),
    ...(flags === 'none' ? [] : [extension(asn1.id_ce_keyUsage, true, AsnConvert.serialize(new asn1.KeyUsage(flags)))]),
  ]
}

function publicKeyInfo(key: KeyObject, algorithm: string | undefined): asn1.SubjectPublicKeyInfo {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const info = AsnConvert.parse(der, asn1.SubjectPublicKeyInfo)
  if (algorithm !== undefined) info.algorithm = new asn1.AlgorithmIdentifier({ algorithm })
  return info
}

function validityOf({ from = '2024-01-01T00:00:00Z', to = '2034-01-01T00:00:00Z' }: Draft): asn1.Validity {
  return new asn1.Validity({ notBefore: new Date(from), notAfter: new Date(to) })
}

function nameOf(text: string): asn1.Name {
  const value = new asn1.AttributeValue({ utf8String: text })
  return new asn1.Name([
    new asn1.RelativeDistinguishedName([new asn1.AttributeTypeAndValue({ type: '2.5.4.3', value })]),
  ])
}
