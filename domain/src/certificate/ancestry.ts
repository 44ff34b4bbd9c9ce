import type { CertificateId } from '../certificate-id'
import type { RecordReader } from '../ledger/ledger-state'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { brokenAncestors } from './ancestor'
import type { Ancestor } from './ancestor'
import { loadRegistered, loadStatus } from './load'
import type { RegisteredCertificate } from './registered'

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
