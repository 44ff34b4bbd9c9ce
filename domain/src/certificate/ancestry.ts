import type { DocumentState } from '../certificate'
import type { CertificateId } from '../certificate-id'
import type { RecordReader } from '../ledger/ledger-state'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { loadRegistered, loadStatus } from './load'
import type { RegisteredCertificate } from './registered'
import type { ChangeReason } from './words'

/** A certificate from which another one comes, directly or not. */
export interface Ancestor {
  readonly id: CertificateId
  /** 1 for those from which the certificate itself is drawn. */
  readonly depth: number
  readonly document: DocumentState
  /** What ended it; null while it is in force. */
  readonly reason: ChangeReason | null
  /** True where it was replaced by one that is itself on the way: that is no defect. */
  readonly isPredecessor: boolean
}

interface Parent {
  readonly id: CertificateId
  readonly isPredecessor: boolean
}

/**
 * Everything a certificate comes from, the nearest first: what its items are drawn from, and what it replaces. Nothing of
 * it is written with the descendants, so that a change of an original shows on all of them at once.
 */
export async function ancestryOf(reader: RecordReader, id: CertificateId): Promise<readonly Ancestor[]> {
  const start = await loadRegistered(reader, id)
  return start === undefined ? [] : ancestorsOf(reader, start)
}

/** The same for a certificate whose registration is at hand. @throws Refusal where the chain is too long to be followed. */
export async function ancestorsOf(
  reader: RecordReader,
  start: Pick<RegisteredCertificate, 'items' | 'replaces'>,
): Promise<readonly Ancestor[]> {
  const found = new Map<CertificateId, Ancestor>()
  let generation = parentsOf(start)
  for (let depth = 1; generation.length > 0; depth += 1) {
    if (depth > LIMITS.chainDepth)
      throw new Refusal('LIMIT_EXCEEDED', `chain: at most ${LIMITS.chainDepth} certificates`)
    const next: Parent[] = []
    for (const parent of generation) {
      if (!found.has(parent.id)) next.push(...(await follow(reader, { parent, depth, found })))
    }
    generation = next
  }
  return [...found.values()]
}

/** Notes one ancestor, and gives those from which it comes in turn. */
async function follow(
  reader: RecordReader,
  {
    parent,
    depth,
    found,
  }: { readonly parent: Parent; readonly depth: number; readonly found: Map<CertificateId, Ancestor> },
): Promise<readonly Parent[]> {
  const registered = await loadRegistered(reader, parent.id)
  if (registered === undefined) return []
  const { document = 'issued', ended = null } = (await loadStatus(reader, parent.id)) ?? {}
  found.set(parent.id, { ...parent, depth, document, reason: ended?.reason ?? null })
  return parentsOf(registered)
}

/** The ancestors that take away what a certificate rests on; one that was replaced by another does not. */
export function brokenAncestors(ancestors: readonly Ancestor[]): readonly Ancestor[] {
  return ancestors.filter(({ document }) => document === 'annulled' || document === 'cancelled')
}

/** Refuses a certificate one of whose ancestors is annulled or cancelled. */
export async function requireSoundAncestry(reader: RecordReader, registered: RegisteredCertificate): Promise<void> {
  const [broken] = brokenAncestors(await ancestorsOf(reader, registered))
  if (broken === undefined) return
  throw new Refusal('ORIGINAL_NOT_VALID', `certificate: ${broken.id}, from which it is drawn, is ${broken.document}`)
}

function parentsOf({ items, replaces }: Pick<RegisteredCertificate, 'items' | 'replaces'>): readonly Parent[] {
  const originals = new Set(items.flatMap(({ drawnFrom }) => (drawnFrom === null ? [] : [drawnFrom.id])))
  const parents: Parent[] = [...originals].map((id) => ({ id, isPredecessor: false }))
  if (replaces !== null && !originals.has(replaces.id)) parents.push({ id: replaces.id, isPredecessor: true })
  return parents
}
