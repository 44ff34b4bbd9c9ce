import { DIGEST_PATTERN } from '../hash'
import { isObject } from '../shape'
import { NotADocument } from './not-a-document'
import { SEALED_LIMITS } from './profile'

/** An element that may be withheld: its place, which is a name in the object above. */
export interface ManifestEntry {
  readonly pointer: string
  readonly parent: string
  readonly name: string
}

/** The elements that may be withheld, by the digest of their disclosure, in the order of the manifest. */
export type Manifest = ReadonlyMap<string, ManifestEntry>

// No name of an element has a character that a JSON Pointer would have to escape.
const POINTER = /^(\/[A-Za-z0-9_-]+)+$/

/** Reads the manifest of a document. */
export function readManifest(manifest: unknown): Manifest {
  if (!isObject(manifest)) throw new NotADocument('The manifest is not an object.')
  const entries = Object.entries(manifest)
  const byDigest = new Map<string, ManifestEntry>()
  for (const [pointer, digest] of entries) byDigest.set(readDigest(pointer, digest), entryOf(pointer))
  if (entries.length > SEALED_LIMITS.disclosures) {
    throw new NotADocument(`At most ${SEALED_LIMITS.disclosures} elements may be withheld.`)
  }
  if (byDigest.size < entries.length) throw new NotADocument('The manifest has a digest twice.')
  return byDigest
}

function readDigest(pointer: string, digest: unknown): string {
  if (POINTER.test(pointer) && typeof digest === 'string' && DIGEST_PATTERN.test(digest)) return digest
  throw new NotADocument('An entry of the manifest is not a JSON Pointer with the digest of its element.')
}

function entryOf(pointer: string): ManifestEntry {
  const end = pointer.lastIndexOf('/')
  return { pointer, parent: pointer.slice(0, end), name: pointer.slice(end + 1) }
}
