import type { CertificateId, CertificateRecord, MemberCode } from '@eco/domain'
import { DOCUMENT_PURPOSE, gapOf } from '@eco/domain'
import { ownMember, storedRetention } from './delivery-parts'
import type { DeliveryParts } from './delivery-parts'

/** What is missing on one side, by ids in the ledger's own order. */
export interface FoundGaps {
  readonly registered: readonly CertificateId[]
  readonly delivered: readonly CertificateId[]
  readonly failed: readonly CertificateId[]
  readonly notHeld: readonly CertificateId[]
}

const PAGE = 200

/**
 * Compares the register with what this gateway holds, with one member or all. The order is the ledger's own, so that both
 * sides list the same without counting anything.
 */
export function findGaps(parts: DeliveryParts, side: 'outgoing' | 'incoming', other?: MemberCode): FoundGaps {
  const gaps = { registered: [], delivered: [], failed: [], notHeld: [] } as {
    [Name in keyof FoundGaps]: CertificateId[]
  }
  for (const record of exchangedWith(parts, side, other)) {
    const isPurged = storedRetention(parts.store, record.id, record.importingMember)?.purge != null
    const gap = gapOf(record.states.delivery, isPurged)
    if (gap !== undefined) gaps[gap].push(record.id)
    if (!isPurged && !isHeld(parts, side, record)) gaps.notHeld.push(record.id)
  }
  return gaps
}

/** Whether this gateway holds the document that it should: to deliver it, or because it has acknowledged it. */
export function isHeld(
  { exchanged }: DeliveryParts,
  side: 'outgoing' | 'incoming',
  record: CertificateRecord,
): boolean {
  if (side === 'outgoing') return exchanged.outgoing(record.id, DOCUMENT_PURPOSE) !== undefined
  return record.states.delivery !== 'acknowledged' || exchanged.received(record.id) !== undefined
}

function* exchangedWith(
  parts: DeliveryParts,
  side: 'outgoing' | 'incoming',
  other: MemberCode | undefined,
): Generator<CertificateRecord> {
  const own = ownMember(parts)
  if (own === undefined) return
  const [issuer, importer] = side === 'outgoing' ? [own, other] : [other, own]
  const filter = { ...(issuer && { issuer }), ...(importer && { importer }) }
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = parts.store.list(filter, after, PAGE)
    for (const { record } of page.certificates) yield record
    after = page.next
  }
}
