import type { ChainReading, ChainResult, Cryptography, PublicJwk } from '@eco/domain'
import { BoundedCache } from './bounded-cache'
import { CERTIFICATE_BYTES_MOST, CERTIFICATES_MOST, readCertificate } from './certificate'
import type { Certificate } from './certificate'
import { isSignedBy } from './public-key'

const CHAINS_MOST = 500
const ANCHORS_MOST = 500
const CHARACTERS_MOST = 2 * CERTIFICATE_BYTES_MOST

type Texts = readonly string[]
type ReadAnchor = (text: string) => Certificate | undefined

/** The time in which all certificates of a path are in force, in milliseconds since 1970, both ends included. */
interface Window {
  readonly from: number
  readonly to: number
}

/** A chain that was followed, whatever the time; with a window for each anchor that it leads to. */
interface Followed {
  readonly chain: Texts
  readonly anchors: Texts
  readonly publicJwk: PublicJwk | undefined
  readonly result: Exclude<ChainResult, 'not-in-force'>
  readonly windows: readonly Window[]
}

/**
 * Follows chains of certificates (RFC 5280, 6.1, as far as documents need it) and remembers those it has followed.
 * Revocation is not asked for: whether a key is trusted is the register's to say. A signature by RSASSA-PSS is refused.
 */
export function chainFollower(): Cryptography['followChain'] {
  const followed = new BoundedCache<Followed>(CHAINS_MOST)
  const known = new BoundedCache<Certificate | undefined>(ANCHORS_MOST)
  const readAnchor: ReadAnchor = (text) => known.get(text, () => readCertificate(text))
  return (chain, anchors, at) => {
    if (!isWithinLimits(chain)) return { result: 'broken', publicJwk: undefined }
    const found = followed.get(
      chain[0] ?? '',
      () => follow(chain, anchors, readAnchor),
      (earlier) => isSame(earlier.chain, chain) && isSame(earlier.anchors, anchors),
    )
    return { result: resultAt(found, Date.parse(at)), publicJwk: found.publicJwk }
  }
}

// What is too long to be a chain is not remembered either.
function isWithinLimits(chain: Texts): boolean {
  return chain.length > 0 && chain.length <= CERTIFICATES_MOST && chain.every((text) => text.length <= CHARACTERS_MOST)
}

function isSame(one: Texts, other: Texts): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index])
}

function resultAt({ result, windows }: Followed, at: number): ChainReading['result'] {
  if (result !== 'anchored') return result
  return windows.some(({ from, to }) => from <= at && at <= to) ? 'anchored' : 'not-in-force'
}

function follow(chain: Texts, anchors: Texts, readAnchor: ReadAnchor): Followed {
  const path = chain.map(readCertificate).filter((certificate) => certificate !== undefined)
  const publicJwk = path[0]?.publicJwk
  // Copies, since the caller's own may change.
  const question = { chain: [...chain], anchors: [...anchors], publicJwk }
  const isWhole = path.length === chain.length && publicJwk !== undefined && holdsTogether(path)
  if (!isWhole) return { ...question, result: 'broken', windows: [] }
  return { ...question, ...lead(path, anchors, readAnchor) }
}

// Where the path leads: an anchor is one of its certificates, byte for byte, or has issued the last of them.
function lead(
  path: readonly Certificate[],
  anchors: Texts,
  readAnchor: ReadAnchor,
): Pick<Followed, 'result' | 'windows'> {
  const known = anchors.map(readAnchor).filter((anchor) => anchor !== undefined)
  if (path.some(({ x509 }) => known.some((anchor) => anchor.x509.raw.equals(x509.raw)))) {
    return { result: 'anchored', windows: [windowOf(path)] }
  }
  const last = path.at(-1)
  const named = known.filter((anchor) => last?.x509.checkIssued(anchor.x509))
  if (last === undefined || named.length === 0) return { result: 'not-anchored', windows: [] }
  const issuers = named.filter((anchor) => mayCertify(anchor, path.length - 1) && isIssued(last, anchor))
  // It says that an anchor has issued it, which is not so.
  if (issuers.length === 0) return { result: 'broken', windows: [] }
  return { result: 'anchored', windows: issuers.map((anchor) => windowOf([...path, anchor])) }
}

function windowOf(path: readonly Certificate[]): Window {
  return {
    from: Math.max(...path.map(({ validFrom }) => validFrom)),
    to: Math.min(...path.map(({ validTo }) => validTo)),
  }
}

// The first signs documents, each next one certificates, with so many below it as it allows.
function holdsTogether(path: readonly Certificate[]): boolean {
  return path.every((certificate, index) => {
    const isFit = index === 0 ? certificate.mayOnlySign : mayCertify(certificate, index - 1)
    return isFit && isIssued(certificate, path[index + 1])
  })
}

function mayCertify({ mayCertify: may, pathLength, isStrong }: Certificate, below: number): boolean {
  return may && isStrong && below <= pathLength
}

// The last one has no issuer here; if it says that it has issued itself, that has to be so.
function isIssued(certificate: Certificate, issuer: Certificate | undefined): boolean {
  const { x509, isSignedStrongly } = certificate
  if (issuer !== undefined)
    return isSignedStrongly && x509.checkIssued(issuer.x509) && isSignedBy(x509, issuer.x509.publicKey)
  return !x509.checkIssued(x509) || isSignedBy(x509, x509.publicKey)
}
