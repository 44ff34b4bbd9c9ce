import { openAccount, unusedOf } from '../item-account'
import { Refusal } from '../refusal'
import type { RegisteredCertificate } from './registered'
import type { CertificateStatus, TakenItem } from './status'

/** What has become of a certificate, before the mark of the change that is being made. */
export type OpenStatus = Omit<CertificateStatus, 'last'>

/** The parts of an account that a step moves. */
export type TakenPart = 'reserved' | 'used' | 'drawn' | 'refused'

/** By how much each part grows; less than nothing gives back. */
export type Movement = Partial<Readonly<Record<TakenPart, bigint>>>

/** The status of a certificate of which nothing has become yet. */
export const UNTOUCHED: OpenStatus = {
  document: 'issued',
  taken: [],
  uses: 0,
  declaration: null,
  acquitted: false,
  acquittedBy: null,
  replacedBy: null,
  ended: null,
}

const PARTS = ['reserved', 'used', 'drawn', 'refused'] as const

/** How much of an item is left, in its blinded unit. @throws Refusal where there is no such item. */
export function leftOf(registered: RegisteredCertificate, status: OpenStatus, seq: number, field: string): bigint {
  return unusedOf({ ...openAccount(seq, issuedOf(registered, seq, field)), ...takenOf(status, seq) })
}

/** Moves amounts in the account of one item. @throws Refusal where less is left than is asked for. */
export function move(
  registered: RegisteredCertificate,
  status: OpenStatus,
  { seq, field, by }: { readonly seq: number; readonly field: string; readonly by: Movement },
): OpenStatus {
  const left = leftOf(registered, status, seq, field)
  const asked = PARTS.reduce((sum, part) => sum + (by[part] ?? 0n), 0n)
  if (asked > left) throw new Refusal('QUANTITY_EXCEEDED', `${field}: item ${seq} has ${left} left`)
  const taken = takenOf(status, seq)
  const part = (name: TakenPart): string => (BigInt(taken[name]) + (by[name] ?? 0n)).toString()
  const moved = { seq, reserved: part('reserved'), used: part('used'), drawn: part('drawn'), refused: part('refused') }
  return { ...status, taken: withItem(status.taken, moved) }
}

/** True as long as nothing of the certificate is reserved, used, drawn or refused. */
export function isUntouchedStatus({ taken, uses }: OpenStatus): boolean {
  return taken.length === 0 && uses === 0
}

/** What has been taken of an item. */
export function takenOf({ taken }: OpenStatus, seq: number): TakenItem {
  return taken.find((item) => item.seq === seq) ?? { seq, reserved: '0', used: '0', drawn: '0', refused: '0' }
}

/** One more use or reservation for a declaration. */
export function begun(status: OpenStatus, declaration: string): OpenStatus {
  return { ...status, uses: status.uses + 1, declaration: status.declaration ?? declaration }
}

/** One use or reservation less; with the last one the declaration is free again. */
export function givenUp(status: OpenStatus): OpenStatus {
  const uses = status.uses - 1
  return { ...status, uses, declaration: uses === 0 ? null : status.declaration }
}

function issuedOf({ items }: RegisteredCertificate, seq: number, field: string): string {
  const item = items.find((candidate) => candidate.seq === seq)
  if (item === undefined) throw new Refusal('ITEM_UNKNOWN', `${field}: the certificate has no item ${seq}`)
  return item.issued
}

function withItem(taken: readonly TakenItem[], moved: TakenItem): readonly TakenItem[] {
  const others = taken.filter(({ seq }) => seq !== moved.seq)
  const isEmpty = PARTS.every((part) => moved[part] === '0')
  return [...others, ...(isEmpty ? [] : [moved])].sort((one, other) => one.seq - other.seq)
}
