import type { Unjudged } from '../shape'
import type { Cryptography } from './cryptography'
import { readDisclosure } from './disclosure'
import type { Manifest, ManifestEntry } from './manifest'
import { NotADocument } from './not-a-document'
import { EXPORTER_CLAIM } from './profile'
import type { ShownPart } from './shown-part'

/** A part of a document: its text, and the same as ASCII bytes. */
export interface Part {
  readonly text: string
  readonly bytes: Uint8Array
}

/** What a document shows of its dataset. */
export interface Revealed {
  /** As far as it is shown; digests are gone. */
  readonly dataset: Unjudged
  /** The exporter's own signed declaration, where the document shows one. */
  readonly exporterDeclaration: string | undefined
  /** JSON Pointers of what was signed but is not shown. */
  readonly withheld: readonly string[]
  /** JSON Pointers of what may have been altered: for each disclosure that was never signed, whatever it may have been. */
  readonly tampered: readonly string[]
  /** How many disclosures were never signed. */
  readonly foreign: number
  /** The disclosures that were signed, by the pointer of their element. */
  readonly disclosures: ReadonlyMap<string, string>
}

/** Puts the disclosures back into the shown part; those that were never signed are left out, and what they may have been is named. */
export function reveal(
  { dataset, parents }: ShownPart,
  manifest: Manifest,
  parts: readonly Part[],
  cryptography: Pick<Cryptography, 'digest'>,
): Revealed {
  const entries = parts.map(({ bytes }) => manifest.get(cryptography.digest(bytes)))
  const disclosures = new Map<string, string>()
  parts.forEach(({ text, bytes }, index) => {
    const entry = entries[index]
    if (entry === undefined) return
    if (disclosures.has(entry.pointer)) throw new NotADocument('A disclosure stands in the document twice.')
    disclosures.set(entry.pointer, text)
    put(parents.get(entry.parent), entry.name, bytes)
  })
  const elements = [...manifest.values()]
  const withheld = elements.map(({ pointer }) => pointer).filter((pointer) => !disclosures.has(pointer))
  const { [EXPORTER_CLAIM]: declaration, ...shown } = dataset
  const foreign = entries.filter((entry) => entry === undefined).length
  return {
    dataset: shown,
    exporterDeclaration: typeof declaration === 'string' ? declaration : undefined,
    withheld,
    tampered: foreign === 0 ? [] : suspects(entries, parts, elements, new Set(withheld)),
    foreign,
    disclosures,
  }
}

function put(parent: Record<string, unknown> | undefined, name: string, part: Uint8Array): void {
  const disclosure = readDisclosure(part)
  if (disclosure?.name !== name) {
    throw new NotADocument('A disclosure that was signed is unreadable, or has another name than its place.')
  }
  if (parent === undefined || Object.hasOwn(parent, name)) {
    throw new NotADocument('An element is both shown and disclosed.')
  }
  parent[name] = disclosure.value
}

/**
 * What a disclosure may have been that was never signed: of the elements that nothing shows, those between its
 * neighbours (disclosures follow the order of the manifest), by its name if one of them has it.
 */
function suspects(
  entries: readonly (ManifestEntry | undefined)[],
  parts: readonly Part[],
  manifest: readonly ManifestEntry[],
  withheld: ReadonlySet<string>,
): readonly string[] {
  const order = new Map(manifest.map((entry, position) => [entry, position]))
  const positions = entries.map((entry) => entry && order.get(entry))
  const found = new Set<string>()
  const foreign = entries.flatMap((entry, index) => (entry === undefined ? [index] : []))
  for (const index of foreign.slice(0, SUSPECTS_MOST)) {
    const after = positions.findLast((position, at) => at < index && position !== undefined) ?? -1
    const before = positions.find((position, at) => at > index && position !== undefined) ?? manifest.length
    const between = manifest.slice(after + 1, before)
    const candidates = (between.length > 0 ? between : manifest).filter(({ pointer }) => withheld.has(pointer))
    const part = parts[index]
    const name = (part && readDisclosure(part.bytes))?.name
    const named = candidates.filter((candidate) => candidate.name === name)
    for (const { pointer } of named.length > 0 ? named : candidates) found.add(pointer)
  }
  return [...found]
}

// Whoever sends thousands of made-up disclosures need not be told about each.
const SUSPECTS_MOST = 50
