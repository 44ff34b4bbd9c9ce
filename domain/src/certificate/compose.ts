import type { CertificateRecord, DeliveryState, VerificationState } from '../certificate'
import type { LastChange } from '../change'
import type { ItemAccount } from '../item-account'
import { openAccount, unusedOf } from '../item-account'
import { UNTOUCHED } from './account'
import type { RegisteredCertificate } from './registered'
import type { ChangeMark, CertificateStatus, Destination } from './status'

/** The records of a certificate that this area keeps. */
export interface CertificateParts {
  readonly registered: RegisteredCertificate
  readonly status: CertificateStatus | undefined
  readonly destination: Destination | undefined
  /** The oldest first. */
  readonly copies: readonly ChangeMark[]
}

/** The accounts of a certificate's items. What is left of one that is no longer in force counts as cancelled. */
export function accountsOf({
  registered,
  status,
}: Pick<CertificateParts, 'registered' | 'status'>): readonly ItemAccount[] {
  const inForce = status === undefined || status.document === 'issued'
  return registered.items.map(({ seq, issued }) => {
    const taken = status?.taken.find((item) => item.seq === seq)
    const account = { ...openAccount(seq, issued), ...taken }
    return inForce ? account : { ...account, cancelled: unusedOf(account).toString() }
  })
}

/** The one view of a certificate from its records. */
export function composeRecord(
  parts: CertificateParts,
  other: { readonly delivery: DeliveryState | undefined; readonly verification: VerificationState | undefined },
): CertificateRecord {
  const { registered, destination, copies } = parts
  const { requestId, registeredAt, items, replaces, late, ...facts } = registered
  const { document, replacedBy, acquitted, ended } = parts.status ?? UNTOUCHED
  const originals = items.flatMap(({ drawnFrom }) => (drawnFrom === null ? [] : [drawnFrom.id]))
  return {
    formatVersion: 1,
    ...facts,
    importingMember: destination?.importingMember ?? registered.importingMember,
    registeredFor: registered.importingMember,
    items: accountsOf(parts),
    links: { replaces: replaces?.id ?? null, replacedBy, originals: [...new Set(originals)] },
    states: { document, delivery: other.delivery ?? 'registered', verification: other.verification ?? 'none' },
    acquitted,
    registration: { requestId, registeredAt: timeOf(registeredAt), ...(late === null ? {} : { late }) },
    ...rareParts(copies, ended),
    lastChange: lastChangeOf(parts),
  }
}

// What most certificates do not have is left out of their records.
function rareParts(
  copies: readonly ChangeMark[],
  ended: ChangeMark | null,
): Pick<CertificateRecord, 'copies' | 'ended'> {
  return {
    ...(copies.length === 0 ? {} : { copies: copies.map(changeOf) }),
    ...(ended === null ? {} : { ended: changeOf(ended) }),
  }
}

function lastChangeOf({ registered, status, destination, copies }: CertificateParts): LastChange {
  const { requestId, registeredAt } = registered
  const issued: ChangeMark = { transition: 'issue', reason: null, requestId, at: registeredAt }
  const marks = [issued, status?.last, destination?.last, copies.at(-1)].filter((mark) => mark !== undefined)
  return changeOf(marks.reduce((latest, mark) => (mark.at >= latest.at ? mark : latest)))
}

function changeOf({ transition, reason, requestId, at }: ChangeMark): LastChange {
  return { requestId, changedAt: timeOf(at), transition, ...(reason === null ? {} : { reason }) }
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
