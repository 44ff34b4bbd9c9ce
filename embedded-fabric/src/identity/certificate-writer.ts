import { createPrivateKey } from 'node:crypto'
import { isIP } from 'node:net'
import type * as Library from '@peculiar/x509'
import { toPem, withLowS } from './certificate'
import { keyIdOf, library, signingKeyOf, wholeSeconds } from './x509-library'

/** What a certificate says, besides who signed it. */
export interface CertificateFields {
  /** The parts of its name in their order, such as `['CN', 'peer0.org1.example.com']`. */
  readonly subject: readonly (readonly ['CN' | 'O' | 'OU', string])[]
  readonly notBefore: Date
  readonly notAfter: Date
  /** `SubjectPublicKeyInfo` as DER. */
  readonly publicKey: Buffer
  readonly usage: 'authority' | 'signature' | 'tls'
  readonly tlsRoles?: readonly ('server' | 'client')[]
  /** Of an authority: what its leaves call it, in hex. */
  readonly subjectKeyId?: string
  /** Names and addresses of a TLS server. */
  readonly hosts?: readonly string[]
  /** Where Fabric CA keeps an identity's attributes, and where contracts look for them. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** Who signs: an authority by its certificate, or a new one that signs its own. */
export interface Signer {
  /** PEM, PKCS #8. */
  readonly privateKey: string
  /** PEM; absent for a certificate that signs itself. */
  readonly certificate?: string
}

const ATTRIBUTES_ID = '1.2.3.4.5.6.7.8.1'

/** An X.509 certificate in PEM, signed with ECDSA, the lower `s` and SHA-256. */
export async function writeCertificate(fields: CertificateFields, signer: Signer): Promise<string> {
  const x509 = library()
  const key = createPrivateKey(signer.privateKey)
  const subject = nameOf(x509, fields.subject)
  const authority = signer.certificate === undefined ? undefined : new x509.X509Certificate(signer.certificate)
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    // The very bytes of the authority's name: verifiers compare bytes.
    issuer: authority?.subjectName ?? subject,
    notBefore: wholeSeconds(fields.notBefore),
    notAfter: wholeSeconds(fields.notAfter),
    publicKey: new x509.PublicKey(fields.publicKey),
    signingKey: await signingKeyOf(key),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: extensionsOf(x509, fields, authority),
  })
  // WebCrypto signs with either `s`; Fabric's MSPs take certificates with the lower one only.
  const curve = key.asymmetricKeyDetails?.namedCurve ?? ''
  return toPem(withLowS(Buffer.from(certificate.rawData), curve), 'CERTIFICATE')
}

function nameOf(x509: typeof Library, parts: CertificateFields['subject']): Library.Name {
  return new x509.Name(parts.map(([type, text]) => ({ [type]: [{ utf8String: text }] })))
}

function extensionsOf(
  x509: typeof Library,
  fields: CertificateFields,
  authority: Library.X509Certificate | undefined,
): Library.Extension[] {
  const { usage, tlsRoles = [], subjectKeyId, hosts = [], attributes } = fields
  const authorityKeyId = authority && keyIdOf(x509, authority)
  const names = hosts.map((host) => ({
    type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const),
    value: plain(host),
  }))
  return [
    new x509.KeyUsagesExtension(usageFlags(x509, usage), true),
    ...(tlsRoles.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(tlsRoles.map((role) => roleId(x509, role)))]),
    new x509.BasicConstraintsExtension(usage === 'authority', undefined, true),
    ...(subjectKeyId === undefined ? [] : [new x509.SubjectKeyIdentifierExtension(subjectKeyId)]),
    ...(authorityKeyId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(authorityKeyId)]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    ...(attributes === undefined ? [] : [attributesOf(x509, attributes)]),
  ]
}

function usageFlags(x509: typeof Library, usage: CertificateFields['usage']): Library.KeyUsageFlags {
  const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags
  if (usage === 'signature') return digitalSignature
  if (usage === 'tls') return digitalSignature | keyEncipherment
  return digitalSignature | keyEncipherment | keyCertSign | cRLSign
}

function roleId(x509: typeof Library, role: 'server' | 'client'): string {
  return role === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth
}

/** An address of IPv6 without the dots that it may end with, which the library does not know. */
function plain(host: string): string {
  return isIP(host) === 6 ? new URL(`http://[${host}]`).hostname.slice(1, -1) : host
}

function attributesOf(x509: typeof Library, attributes: Readonly<Record<string, string>>): Library.Extension {
  return new x509.Extension(ATTRIBUTES_ID, false, Buffer.from(JSON.stringify({ attrs: attributes })))
}
