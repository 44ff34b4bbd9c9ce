import type { TakeEntry } from '../certificate/use-entries'
import type { CertificateId, CertificateReference } from '../certificate-id'
import { blindAmount, smallestUnits, unblindAmount, unusedOf } from '../item-account'
import type { ItemAccount } from '../item-account'
import { Refusal } from '../refusal'
import type { LineAnswer } from './check-lines'
import type { Declaration } from './declaration'
import { printUnits } from './print-units'

/** What only the gateway that holds the document knows of a certificate, or makes for a declaration. */
export interface ReservationMeans {
  readonly idOf: (certificate: CertificateReference) => CertificateId
  readonly factorOf: (certificate: CertificateReference, seq: number) => bigint
  /** The digest of the declaration for this certificate. */
  readonly digestOf: (certificate: CertificateReference) => string
  readonly newUse: () => string
}

/** The entry that reserves what a line takes. */
export interface LineReservation {
  readonly line: number
  readonly entry: TakeEntry
}

/**
 * An entry for each line that may be reserved, in the order of the lines. Each line is a use of its own, so that one that
 * is refused or corrected later holds up no other.
 */
export function reservationsOf(
  { date, late }: Pick<Declaration, 'date' | 'late'>,
  answers: readonly LineAnswer[],
  means: ReservationMeans,
): readonly LineReservation[] {
  return answers.flatMap(({ line, certificate, itemSequence: seq, counted, mayReserve, checks }) => {
    if (!mayReserve || certificate === undefined || seq === undefined || counted === undefined) return []
    const isLate = checks.some(({ code }) => code === 'DECLARED_LATE_WITH_REASON')
    const entry = {
      certificate: means.idOf(certificate),
      use: means.newUse(),
      items: [{ seq, amount: blindAmount(smallestUnits(counted.value), means.factorOf(certificate, seq)) }],
      declaration: means.digestOf(certificate),
      date,
      late: isLate ? (late ?? null) : null,
    }
    return [{ line, entry }]
  })
}

/** What is left of each item of a certificate, for who knows the factors; an item that does not unblind is left out. */
export function quantitiesLeft(
  accounts: readonly ItemAccount[],
  factorOf: (seq: number) => bigint,
): readonly { readonly seq: number; readonly value: string }[] {
  return accounts.flatMap((account) => {
    const value = clearQuantity(unusedOf(account).toString(), factorOf(account.seq))
    return value === undefined ? [] : [{ seq: account.seq, value }]
  })
}

/** A blinded amount as a quantity in the item's unit; undefined when it was not blinded with this factor. */
export function clearQuantity(blinded: string, factor: bigint): string | undefined {
  try {
    return printUnits(unblindAmount(blinded, factor))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const LEFT = /\bitem (\d{1,5}) has (\d{1,256}) left\b/

/** What a refusal for want of quantity says is left of an item, for who knows the factors of the certificate. */
export function leftInRefusal(
  detail: string,
  factorOf: (seq: number) => bigint,
): { readonly seq: number; readonly value: string } | undefined {
  const [, item, left] = LEFT.exec(detail) ?? []
  if (item === undefined || left === undefined) return undefined
  const value = clearQuantity(left, factorOf(Number(item)))
  return value === undefined ? undefined : { seq: Number(item), value }
}
