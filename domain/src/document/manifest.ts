import { DIGEST_PATTERN } from '../hash'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import { NotADocument } from './not-a-document'
import { SEALED_LIMITS } from './profile'

/** An element that may be withheld: where it stands, and the digest of its disclosure. */
export interface ManifestEntry {
  readonly pointer: string
  readonly digest: string
  readonly name: string
}

// No name of an element has a character that a JSON Pointer would have to escape.
const POINTER = /^(\/[A-Za-z0-9_-]+)+$/

/** Reads the manifest of a document, by digest, in its own order, and holds it against the digests that stand in the claims. */
export function readManifest(manifest: unknown, claims: Unjudged): ReadonlyMap<string, ManifestEntry> {
  if (!isObject(manifest)) throw new NotADocument('The manifest is not an object.')
  const entries = Object.entries(manifest).map(([pointer, digest]) => readEntry(pointer, digest))
  if (entries.length > SEALED_LIMITS.disclosures) {
    throw new NotADocument(`At most ${SEALED_LIMITS.disclosures} elements may be withheld.`)
  }
  const byDigest = new Map(entries.map((entry) => [entry.digest, entry]))
  if (byDigest.size < entries.length) throw new NotADocument('The manifest has a digest twice.')
  const found = compare(claims, '', byDigest)
  if (found !== entries.length)
    throw new NotADocument('The manifest names an element whose digest is not in its place.')
  return byDigest
}

function readEntry(pointer: string, digest: unknown): ManifestEntry {
  if (!POINTER.test(pointer) || typeof digest !== 'string' || !DIGEST_PATTERN.test(digest)) {
    throw new NotADocument('An entry of the manifest is not a JSON Pointer with the digest of its element.')
  }
  return { pointer, digest, name: pointer.slice(pointer.lastIndexOf('/') + 1) }
}

// How many digests stand in a value and below; each must be one that the manifest knows at that very place.
function compare(value: unknown, pointer: string, byDigest: ReadonlyMap<string, ManifestEntry>): number {
  if (typeof value !== 'object' || value === null) return 0
  let found = 0
  for (const [name, member] of Object.entries(value)) {
    if (name === '...') throw new NotADocument('Entries of lists cannot be withheld in this profile.')
    found +=
      name === '_sd' ? compareDigests(member, pointer, byDigest) : compare(member, `${pointer}/${name}`, byDigest)
  }
  return found
}

function compareDigests(digests: unknown, pointer: string, byDigest: ReadonlyMap<string, ManifestEntry>): number {
  if (!Array.isArray(digests)) throw new NotADocument('The digests of an object are not a list.')
  const known = digests.every((digest) => {
    const entry = typeof digest === 'string' ? byDigest.get(digest) : undefined
    return entry?.pointer === `${pointer}/${entry?.name ?? ''}`
  })
  if (!known || new Set(digests).size < digests.length) {
    throw new NotADocument('A digest is not in the manifest, not in its place, or there twice.')
  }
  return digests.length
}
