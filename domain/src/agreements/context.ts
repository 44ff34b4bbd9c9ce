import type { IsoDate } from '../date'
import type { ProofKind } from './profile'

/** What a check may be told beside the dataset; without it the rules that need it end in a notice. */
export interface CheckContext {
  /** The kind of proof; else what the dataset looks like. */
  readonly proof?: ProofKind
  /** The certificate that this one is a true copy of. */
  readonly copyOf?: CopiedCertificate
  /** The certificates that a back-to-back certificate was drawn from. */
  readonly originals?: readonly OriginalCertificate[]
  /** Who may issue, with the time of each entry. */
  readonly register?: IssuerRegister
  /** The share of the materials of an item that keep their classification: whole or decimal text, per cent. */
  readonly deMinimis?: readonly { readonly sequence: number; readonly percent: string }[]
  /** How the seal was applied, and how it can be checked. */
  readonly seal?: { readonly applied: 'by-hand' | 'electronically'; readonly verifiableBy: readonly string[] }
}

/** The original of a true copy. */
export interface CopiedCertificate {
  readonly certificateNumber: string
  readonly issueDate: IsoDate
  /** The day on which the copy was made. */
  readonly copyDate: IsoDate
  /** Whether the original was verified to be unused; left out when nobody asked. */
  readonly unused?: boolean
}

/** A certificate that another one draws from, with what is left of it. */
export interface OriginalCertificate {
  readonly certificateNumber: string
  readonly validUntil: IsoDate
  readonly items: readonly {
    readonly hsCode: string
    /** What is left to draw: decimal text and a unit code. */
    readonly left: { readonly value: string; readonly unit: string }
  }[]
}

/** An entry of the register of issuers, in force from a day to a day (both included) or until further notice. */
export interface RegisterEntry {
  readonly id: string
  readonly from: IsoDate
  readonly until: IsoDate | null
}

/** The register of issuers, as it is known today with its history. */
export interface IssuerRegister {
  readonly authorities: readonly RegisterEntry[]
  readonly officials: readonly RegisterEntry[]
  readonly approvedExporters: readonly RegisterEntry[]
}
