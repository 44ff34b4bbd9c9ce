import type { ChainReading, Cryptography, PublicJwk, Signer } from '../cryptography'
import { jwkThumbprint } from '../thumbprint'

// The part of Node's own cryptography that tests need; the domain itself knows nothing of Node.
interface NodeCrypto {
  readonly hash: (name: 'sha256', data: Uint8Array | string, encoding: 'base64url' | 'hex') => string
  readonly randomBytes: (count: number) => Uint8Array
  readonly generateKeyPairSync: (type: 'ec', options: object) => { readonly privateKey: NodeKey }
  readonly createPublicKey: (key: NodeKey | object) => NodeKey
  readonly createPrivateKey: (key: object) => NodeKey
  readonly sign: (name: 'sha256', data: Uint8Array, key: object) => Uint8Array
  readonly verify: (name: 'sha256', data: Uint8Array, key: object, signature: Uint8Array) => boolean
}
interface NodeKey {
  readonly export: (options: { readonly format: 'jwk' }) => { readonly x: string; readonly y: string }
}
interface NodeBuffer {
  readonly Buffer: { readonly from: (data: string | Uint8Array, encoding?: string) => Bytes }
}
type Bytes = Uint8Array & { readonly toString: (encoding: 'utf8' | 'base64url') => string }
interface Builtin {
  (name: 'node:crypto'): NodeCrypto
  (name: 'node:buffer'): NodeBuffer
}
declare const process: { readonly getBuiltinModule: Builtin }

/** Node's own cryptography, for a second look that shares nothing with the code under test. */
export const nodeCrypto = process.getBuiltinModule('node:crypto')

/** Node's own reading of base64url, as bytes or as text. */
export function nodeBytes(base64url: string): Bytes {
  return process.getBuiltinModule('node:buffer').Buffer.from(base64url, 'base64url')
}

/** Node's own writing of base64url. */
export function nodeBase64url(data: string | Uint8Array): string {
  return process.getBuiltinModule('node:buffer').Buffer.from(data).toString('base64url')
}

/** What the rules need of cryptography; chains lead nowhere. */
export const CRYPTOGRAPHY: Cryptography = {
  digest: (input) => nodeCrypto.hash('sha256', input, 'base64url'),
  verify: (key, input, signature) =>
    signature.length === 64 &&
    nodeCrypto.verify('sha256', input, { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' }, signature),
  followChain: () => ({ result: 'not-anchored', publicJwk: undefined }),
}

/** The same, with this answer to every chain. */
export function withChain(reading: ChainReading): Cryptography {
  return { ...CRYPTOGRAPHY, followChain: () => reading }
}

const KEYS = new Map<string, NodeKey>()

function publicKeyOf(jwk: PublicJwk): NodeKey {
  const known = KEYS.get(jwk.x) ?? nodeCrypto.createPublicKey({ key: { ...jwk }, format: 'jwk' })
  KEYS.set(jwk.x, known)
  return known
}

/** A signer with a new key. */
export function aSigner(changes: Partial<Signer> = {}): Signer {
  return { ...signerOf(nodeCrypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), ...changes }
}

/** The signer with this key: the same each time, for vectors. */
export function signerWith(privateJwk: PublicJwk & { readonly d: string }): Signer {
  return signerOf(nodeCrypto.createPrivateKey({ key: privateJwk, format: 'jwk' }))
}

function signerOf(key: NodeKey): Signer {
  const { x, y } = nodeCrypto.createPublicKey(key).export({ format: 'jwk' })
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y }
  return {
    keyId: jwkThumbprint(publicJwk, CRYPTOGRAPHY),
    publicJwk,
    certificateChain: [],
    sign: (input) => nodeCrypto.sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }),
  }
}
