import type { Unjudged } from '../shape'
import type { Manifest } from './manifest'
import { NotADocument } from './not-a-document'

/** What the signed part shows of a dataset. */
export interface ShownPart {
  /** A copy without digests. */
  readonly dataset: Record<string, unknown>
  /** The objects in it that had digests, by their pointers: disclosures are put there. */
  readonly parents: ReadonlyMap<string, Record<string, unknown>>
}

/** Takes the digests out of the claims; each must be one that the manifest knows at that very place, and none may miss. */
export function readShownPart(claims: Unjudged, manifest: Manifest): ShownPart {
  const reading: Reading = { manifest, parents: new Map(), digests: 0 }
  const dataset = readObject(claims, '', reading)
  if (reading.digests !== manifest.size) {
    throw new NotADocument('The manifest names an element whose digest is not in its place.')
  }
  return { dataset, parents: reading.parents }
}

interface Reading {
  readonly manifest: Manifest
  readonly parents: Map<string, Record<string, unknown>>
  digests: number
}

function readObject(claims: object, pointer: string, reading: Reading): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(claims) as [string, unknown][]) {
    if (name === '...') throw new NotADocument('Entries of lists cannot be withheld in this profile.')
    if (name === '_sd') {
      reading.digests += countDigests(member, pointer, reading.manifest)
      reading.parents.set(pointer, copy)
    } else {
      copy[name] = isBranch(member) ? readBranch(member, `${pointer}/${name}`, reading) : member
    }
  }
  return copy
}

function readBranch(value: object, pointer: string, reading: Reading): unknown {
  if (!Array.isArray(value)) return readObject(value, pointer, reading)
  return value.map((entry: unknown, index) =>
    isBranch(entry) ? readBranch(entry, `${pointer}/${index}`, reading) : entry,
  )
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function countDigests(digests: unknown, pointer: string, manifest: Manifest): number {
  if (!Array.isArray(digests)) throw new NotADocument('The digests of an object are not a list.')
  const known = digests.every((digest) => manifest.get(digest as string)?.parent === pointer)
  if (!known || new Set(digests).size < digests.length) {
    throw new NotADocument('A digest is not in the manifest, not in its place, or there twice.')
  }
  return digests.length
}
