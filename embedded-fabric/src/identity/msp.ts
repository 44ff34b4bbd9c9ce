import { X509Certificate, hash, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import { toPem, withLowS } from './certificate'
import { NODE_ROLES } from './identity'
import type { Identity, Membership, NodeRole, OrganizationMaterial } from './identity'
import { isKnownCurve, isLowS } from './low-s'
import { plainSerial, revokedSerials } from './revocation-list'

export type IdentityRule = 'malformed' | 'unknown MSP' | 'authority' | 'chain' | 'revoked' | 'role' | 'expired'

/** An identity, or an authority, that a channel's members would not accept; the message has Fabric's words. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError'
  /** Which rule was broken. */
  readonly rule: IdentityRule
  /** The MSP that the identity names, if it could be read. */
  readonly mspId: string | undefined

  constructor(rule: IdentityRule, message: string, mspId?: string) {
    super(message)
    this.rule = rule
    this.mspId = mspId
  }
}

/** Bounds of the caches; whoever has one valid certificate could else fill the memory. */
const IDENTITY_LIMIT = 10_000
const VERIFIED_LIMIT = 50_000

interface Known {
  readonly identity: Identity
  readonly notBefore: number
  readonly notAfter: number
}

/**
 * The MSPs of a channel. Each organisation has one root authority, its revocation lists, and Fabric's NodeOUs;
 * intermediate authorities are not supported.
 */
export function createMembership(organizations: readonly PublicMaterial[]): Membership {
  const roots = new Map<string, Root>()
  for (const organization of organizations) {
    const { mspId } = organization
    if (roots.has(mspId)) throw new IdentityError('authority', `MSP ${mspId} is given twice`, mspId)
    roots.set(mspId, readRoot(organization))
  }
  const known = new Map<string, Known>()
  const verified = new Set<string>()
  return {
    mspIds: [...roots.keys()],
    identify(serialized, at = new Date()) {
      const bytes = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.length)
      const name = bytes.toString('latin1')
      let entry = known.get(name)
      if (entry === undefined) {
        entry = readIdentity(bytes, roots, verified)
        makeRoom(known, IDENTITY_LIMIT)
        known.set(name, entry)
      }
      checkValidity(entry, at)
      return entry.identity
    },
  }
}

type PublicMaterial = Pick<OrganizationMaterial, 'mspId' | 'revocationLists'> & {
  readonly ca: { readonly certificate: string }
}

interface Root {
  readonly certificate: X509Certificate
  readonly key: KeyObject
  readonly curve: string
  /** Serial numbers of its certificates that count no more. */
  readonly revoked: ReadonlySet<string>
}

function readRoot({ mspId, ca: { certificate: pem }, revocationLists = [] }: PublicMaterial): Root {
  const refuse = (problem: string): never => {
    throw new IdentityError('authority', `CA certificate of ${mspId}: ${problem}`, mspId)
  }
  const certificate = readCertificate(pem, mspId)
  const { publicKey: key } = certificate
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (!certificate.ca) refuse('CA Certificate did not have the CA attribute')
  if (!certificate.checkIssued(certificate) || !certificate.verify(key)) {
    refuse('not self-signed; intermediate authorities are not supported')
  }
  if (!isKnownCurve(curve)) return refuse('only ECDSA on P-256 or P-384 is supported')
  return { certificate, key, curve, revoked: readRevoked(mspId, certificate, revocationLists) }
}

function readRevoked(mspId: string, authority: X509Certificate, lists: readonly string[]): ReadonlySet<string> {
  try {
    return revokedSerials(lists, authority)
  } catch (error) {
    throw new IdentityError('authority', `revocation lists of ${mspId}: ${(error as Error).message}`, mspId)
  }
}

function readIdentity(bytes: Buffer, roots: ReadonlyMap<string, Root>, verified: Set<string>): Known {
  const { mspId, pem } = readSerialized(bytes)
  const root = roots.get(mspId)
  if (root === undefined) throw new IdentityError('unknown MSP', `MSP ${mspId} is not defined on channel`, mspId)
  const certificate = readCertificate(pem, mspId)
  const { publicKey: key } = certificate
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (!isKnownCurve(curve)) {
    throw new IdentityError(
      'chain',
      `could not validate identity's public key algorithm: ${key.asymmetricKeyType ?? 'this key'} is not supported`,
      mspId,
    )
  }
  checkChain(certificate, root, mspId)
  const der = withLowS(certificate.raw, root.curve)
  const identity: Identity = {
    mspId,
    role: roleOf(certificate, mspId),
    serialized: Uint8Array.from(bytes),
    certificate: toPem(der, 'CERTIFICATE'),
    notAfter: certificate.validToDate,
    ...verifier(key, curve, hash('sha256', der, 'binary'), verified),
  }
  return { identity, notBefore: certificate.validFromDate.getTime(), notAfter: certificate.validToDate.getTime() }
}

/** True if the certificate of a serialised identity could be read and is past its end, whoever issued it. */
export function isExpired(serialized: Uint8Array, at: Date): boolean {
  try {
    const { mspId, pem } = readSerialized(Buffer.from(serialized))
    return readCertificate(pem, mspId).validToDate < at
  } catch {
    return false
  }
}

function readSerialized(bytes: Buffer): { mspId: string; pem: string } {
  try {
    const message = msp.SerializedIdentity.deserializeBinary(bytes)
    return { mspId: message.getMspid(), pem: Buffer.from(message.getIdBytes_asU8()).toString('latin1') }
  } catch {
    throw new IdentityError('malformed', 'could not deserialize a SerializedIdentity')
  }
}

/** `X509Certificate` would take DER too; Fabric takes PEM only. */
function readCertificate(pem: string, mspId: string): X509Certificate {
  if (!/^-----BEGIN [^\n]*-----\s*$/m.test(pem)) {
    throw new IdentityError('malformed', 'could not decode the PEM structure', mspId)
  }
  try {
    return new X509Certificate(pem)
  } catch {
    throw new IdentityError('malformed', 'parseCertificate failed: x509: malformed certificate', mspId)
  }
}

function checkChain(certificate: X509Certificate, root: Root, mspId: string): void {
  const refuse = (problem: string): never => {
    throw new IdentityError('chain', `could not obtain certification chain: ${problem}`, mspId)
  }
  if (certificate.ca) {
    const problem =
      'could not obtain certification chain: An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity'
    throw new IdentityError('role', problem, mspId)
  }
  if (!certificate.checkIssued(root.certificate) || !certificate.verify(root.key)) {
    refuse(
      'failed getting validation chain: the supplied identity is not valid: x509: certificate signed by unknown authority',
    )
  }
  // Fabric asks whether the chain was valid when the certificate began to be; the certificate's own end comes later.
  const begin = certificate.validFromDate.getTime() + 1000
  const { validFromDate, validToDate } = root.certificate
  if (begin < validFromDate.getTime() || begin > validToDate.getTime()) {
    const outside = outsideValidity(begin, validFromDate.getTime(), validToDate.getTime())
    refuse(`failed getting validation chain: the supplied identity is not valid: ${outside} (its authority)`)
  }
  if (root.revoked.has(plainSerial(certificate.serialNumber))) {
    const problem = 'could not validate identity against certification chain: The certificate has been revoked'
    throw new IdentityError('revoked', problem, mspId)
  }
}

/** As Fabric, which takes a certificate before its time too. */
function checkValidity({ identity, notBefore, notAfter }: Known, at: Date): void {
  const time = at.getTime()
  if (time <= notAfter) return
  const problem = `the supplied identity is not valid: ${outsideValidity(time, notBefore, notAfter)}`
  throw new IdentityError('expired', problem, identity.mspId)
}

function outsideValidity(time: number, notBefore: number, notAfter: number): string {
  const [relation, limit] = time > notAfter ? ['after', notAfter] : ['before', notBefore]
  return `x509: certificate has expired or is not yet valid: current time ${seconds(time)} is ${relation} ${seconds(limit)}`
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}

function roleOf(certificate: X509Certificate, mspId: string): NodeRole {
  const { OU: units = [] } = certificate.toLegacyObject().subject as { OU?: string | string[] }
  const names = [units].flat()
  const roles = names.flatMap((name) => NODE_ROLES.filter((role) => role === name))
  const [role] = roles
  if (role !== undefined && roles.length === 1) return role
  const problem =
    role === undefined
      ? 'the identity does not have an OU that resolves to client, peer, orderer, or admin role'
      : 'the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them'
  throw new IdentityError(
    'role',
    `could not validate identity's OUs: ${problem}. OUs: [${names.join(' ')}], MSP: [${mspId}]`,
    mspId,
  )
}

/** The same signature is checked at endorsement, ordering and commit: those found good are remembered. */
function verifier(
  key: KeyObject,
  curve: string,
  thumbprint: string,
  verified: Set<string>,
): Pick<Identity, 'verify' | 'vouch'> {
  const nameOf = (message: Uint8Array, signature: Uint8Array): string => {
    const text = Buffer.from(signature.buffer, signature.byteOffset, signature.length).toString('latin1')
    return `${thumbprint}${hash('sha256', message, 'binary')}${text}`
  }
  const remember = (name: string): void => {
    makeRoom(verified, VERIFIED_LIMIT)
    verified.add(name)
  }
  return {
    verify(message, signature) {
      const name = nameOf(message, signature)
      if (verified.has(name)) return true
      if (!isLowS(signature, curve) || !isGood(message, signature, key)) return false
      remember(name)
      return true
    },
    vouch: (message, signature) => {
      remember(nameOf(message, signature))
    },
  }
}

function isGood(message: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  try {
    return verify('sha256', message, key, signature)
  } catch {
    return false
  }
}

/** Forgets the oldest entry of a full cache. */
function makeRoom(cache: Map<string, unknown> | Set<string>, limit: number): void {
  if (cache.size < limit) return
  for (const oldest of cache.keys()) {
    cache.delete(oldest)
    return
  }
}
