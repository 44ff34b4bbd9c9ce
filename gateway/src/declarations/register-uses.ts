import type { CertificateId, ItemAccount, UseRecord } from '@eco/domain'
import { parseUse, partsOfKey, shortId } from '@eco/domain'
import type { Store } from '../read-model/store'

/** One use, reservation or refusal as the register holds it, by its name. */
export interface RegisteredUse extends UseRecord {
  readonly use: string
}

/** The uses of a certificate in the read model, in the order of their first writing. */
export function usesOf(store: Pick<Store, 'records'>, id: CertificateId): readonly RegisteredUse[] {
  return store
    .records('use', shortId(id))
    .map(({ key, text }) => ({ use: partsOfKey(key)?.parts[1] ?? '', ...parseUse(text) }))
}

/** The coded reasons of the refusals of a certificate's items, one for each item that was refused. */
export function refusalReasonsOf(store: Pick<Store, 'records'>, id: CertificateId): readonly string[] {
  return usesOf(store, id).flatMap(({ refusal, items }) => (refusal === null ? [] : items.map(() => refusal)))
}

/** Accounts in which what a declaration itself has reserved stands as not reserved. */
export function withOwnReserved(
  items: readonly ItemAccount[],
  uses: readonly RegisteredUse[],
  declaration: string | undefined,
): readonly ItemAccount[] {
  const own = uses.filter((use) => use.state === 'reserved' && use.declaration === declaration)
  return items.map((item) => {
    const amounts = own.flatMap((use) => use.items).filter(({ seq }) => seq === item.seq)
    const reserved = amounts.reduce((left, { amount }) => left - BigInt(amount), BigInt(item.reserved))
    return { ...item, reserved: reserved.toString() }
  })
}

/** Whether another declaration than the named one has used or reserved something. */
export function isTakenByAnother(uses: readonly RegisteredUse[], declaration: string | undefined): boolean {
  return uses.some(({ state, ...use }) => (state === 'used' || state === 'reserved') && use.declaration !== declaration)
}
