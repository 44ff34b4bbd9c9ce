import { createPublicKey, hash, randomBytes, verify, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Signer } from '@eco/domain'
import { ordered } from '../certificate-order'
import { KeyProblem } from '../key-problem'
import { readCertificates } from '../pem'
import { certifiedKeyOf, keyThumbprint, publicJwkOf } from '../public-key'
import { CK, loadPkcs11js } from './pkcs11js'
import type { Handle, Pkcs11Package } from './pkcs11js'
import { Session } from './session'
import type { TokenAccess } from './session'

const P256 = Buffer.from('06082a8648ce3d030107', 'hex')
const SM2 = Buffer.from('06082a811ccf5501822d', 'hex')
// A public key on P-256 (RFC 5480) up to its point.
const SPKI_START = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const POINT_BYTES = 65
const PROBE_BYTES = 32

/** A key in a token, by its label or its id (hex); certificates in PEM, if not those in the token are to be used. */
export interface Pkcs11Key extends TokenAccess {
  readonly keyLabel?: string
  readonly keyId?: string
  readonly certificates?: string
}

/** A signer that holds something open; `close` may be called twice, and nothing is signed after it. */
export interface ClosableSigner extends Signer {
  readonly close: () => Promise<void>
}

/**
 * Opens a key that stays in its token (PKCS #11), and has it sign once so that key and public key are known to belong
 * together. It holds one session until it is closed.
 */
export async function pkcs11Signer(
  source: Pkcs11Key,
  load: () => Pkcs11Package = loadPkcs11js,
): Promise<ClosableSigner> {
  const given = source.certificates === undefined ? undefined : readCertificates(source.certificates)
  const session = Session.open(load(), source)
  try {
    const key = onlyKey(session, source)
    assertCurve(session, key)
    const certificates = given ?? certificatesIn(session)
    const publicKey = await publicKeyOf(session, key, certificates)
    const isCertified =
      given !== undefined || certificates.some((certificate) => certifiedKeyOf(certificate)?.equals(publicKey))
    return signerIn(session, key, publicKey, isCertified ? ordered(certificates, publicKey) : [])
  } catch (error) {
    await session.close()
    throw error
  }
}

function signerIn(session: Session, key: Handle, publicKey: KeyObject, chain: readonly string[]): ClosableSigner {
  const publicJwk = publicJwkOf(publicKey)
  if (publicJwk === undefined) throw notP256('an EC key on another curve')
  return {
    keyId: keyThumbprint(publicJwk),
    publicJwk,
    certificateChain: chain,
    sign: (input) => session.sign(key, hash('sha256', input, 'buffer')),
    close: () => session.close(),
  }
}

function onlyKey(session: Session, { keyLabel, keyId }: Pkcs11Key): Handle {
  const found = session.find([
    { type: CK.class, value: CK.privateKey },
    ...(keyLabel === undefined ? [] : [{ type: CK.label, value: keyLabel }]),
    ...(keyId === undefined ? [] : [{ type: CK.id, value: Buffer.from(keyId, 'hex') }]),
  ])
  const [key] = found
  if (key === undefined) throw new KeyProblem('KEY_NOT_FOUND', 'The token has no such private key.')
  if (found.length === 1) return key
  const names = found.slice(0, 10).map((each) => session.attribute(each, CK.label)?.toString() ?? 'one without a name')
  const sentence = `One private key must be meant; the token has ${found.length} such: ${names.join(', ')}.`
  throw new KeyProblem('KEY_AMBIGUOUS', sentence)
}

function assertCurve(session: Session, key: Handle): void {
  const curve = session.attribute(key, CK.ecParameters)
  if (curve?.equals(SM2) === true) throw notP256('an SM2 key')
  if (session.attribute(key, CK.keyType)?.[0] !== CK.ec) throw notP256('a key of another kind')
  if (curve !== undefined && !curve.equals(P256)) throw notP256('an EC key on another curve')
}

function notP256(kind: string): KeyProblem {
  const sentence = `Documents are signed with ES256, by an EC key on P-256; this is ${kind}.`
  return new KeyProblem('KEY_NOT_SUPPORTED', sentence)
}

function certificatesIn(session: Session): readonly X509Certificate[] {
  return session.find([{ type: CK.class, value: CK.certificate }]).flatMap((object) => {
    try {
      return [new X509Certificate(session.attribute(object, CK.value) ?? '')]
    } catch {
      return []
    }
  })
}

// A token does not say which public key belongs to a private one: a label and an id are what somebody wrote.
async function publicKeyOf(
  session: Session,
  key: Handle,
  certificates: readonly X509Certificate[],
): Promise<KeyObject> {
  const probe = randomBytes(PROBE_BYTES)
  const signature = await session.sign(key, hash('sha256', probe, 'buffer'))
  const candidates = [...publicKeysIn(session), ...certificates.map(certifiedKeyOf)].filter(
    (each) => each !== undefined,
  )
  const publicKey = candidates.find(
    (each) =>
      publicJwkOf(each) !== undefined && verify('sha256', probe, { key: each, dsaEncoding: 'ieee-p1363' }, signature),
  )
  if (publicKey !== undefined) return publicKey
  const code = certificates.length > 0 ? 'CERTIFICATE_OF_ANOTHER_KEY' : 'KEY_NOT_FOUND'
  throw new KeyProblem(code, 'Neither the token nor a certificate shows the public key of the private key.')
}

function publicKeysIn(session: Session): readonly KeyObject[] {
  return session.find([{ type: CK.class, value: CK.publicKey }]).flatMap((object) => {
    // The point stands in an OCTET STRING by the rules, and by itself in some tokens; it is the last in both.
    const point = session.attribute(object, CK.ecPoint)?.subarray(-POINT_BYTES) ?? Buffer.alloc(0)
    try {
      return [createPublicKey({ key: Buffer.concat([SPKI_START, point]), format: 'der', type: 'spki' })]
    } catch {
      return []
    }
  })
}
