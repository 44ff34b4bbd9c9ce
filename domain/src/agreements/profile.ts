import type { Period } from '../calendar/period'
import type { IsoDate } from '../date'
import type { Condition } from './condition'
import type { CriterionGrammar } from './criterion'
import type { ElementName } from '../dataset/elements'
import type { Evidence, Rule } from './evidence'

/** How origin is proved: a body certifies, an exporter with an authorisation declares, or a trader certifies himself. */
export const PROOF_KINDS = ['certificate', 'approved-exporter-declaration', 'self-certification'] as const

/** One of the kinds of proof. */
export type ProofKind = (typeof PROOF_KINDS)[number]

/** Who signs a proof. */
export const PROOF_SIGNERS = [
  'issuing-body',
  'approved-exporter',
  'registered-exporter',
  'exporter',
  'producer',
  'importer',
] as const

/** How a proof travels under the agreement: on paper, as an electronic document, or as data between authorities. */
export const PROOF_FORMS = ['paper', 'electronic-document', 'data-exchange'] as const

/** One of the forms. */
export type ProofForm = (typeof PROOF_FORMS)[number]

/** One kind of proof that an agreement accepts. */
export interface ProofRule {
  readonly kind: ProofKind
  readonly signedBy: readonly (typeof PROOF_SIGNERS)[number][]
  readonly forms: Rule<readonly ProofForm[]>
  readonly evidence: Exclude<Evidence, 'not-read'>
  readonly source: string
  /** What else must be known, in one sentence. */
  readonly remark?: string
}

/** Between which countries (ISO 3166-1 alpha-2) an agreement works. */
export type Parties =
  | { readonly relation: 'among'; readonly countries: readonly string[] }
  | { readonly relation: 'between'; readonly countries: readonly string[]; readonly counterparts: readonly string[] }
  | { readonly relation: 'one-way'; readonly exporters: readonly string[]; readonly importers: readonly string[] }
  | { readonly relation: 'any' }

/** Since when an agreement is in force; `later` for parties that joined after the first ones. */
export interface EntryIntoForce {
  readonly from: IsoDate
  readonly later: readonly { readonly country: string; readonly from: IsoDate }[]
}

/** What an agreement says of one element. What it says nothing of is optional. */
export interface ElementRule {
  readonly element: ElementName
  readonly need: 'required' | 'conditional' | 'forbidden'
  /** For `conditional`: required exactly when this holds. For `forbidden`: forbidden when it holds, else always. */
  readonly when?: Condition
  readonly evidence: Exclude<Evidence, 'not-read'>
  readonly source: string
}

/** A value that changed on a day; null stands for the time before the next entry. */
export interface Since<T> {
  readonly from: IsoDate | null
  readonly value: T
}

/** How goods are classified on the proof. */
export interface TariffCode {
  readonly least: number
  readonly most: number
  readonly tariff: 'harmonized-system' | 'importing-party' | 'regional'
}

/** The deadlines that an agreement may set. */
export const DEADLINES = [
  'verification-acknowledgement',
  'verification-reply',
  'verification-reply-extension',
  'verification-reply-fraud',
  'determination',
  'whole-verification',
  'visit-consent',
  'visit-postponement',
  'visit-comments',
  'visit-report',
  'refusal-notice',
  'goods-in-transit-claim',
] as const

/** One of the deadlines. */
export type DeadlineName = (typeof DEADLINES)[number]

/** The events from which deadlines run. */
export const START_EVENTS = [
  'receipt-of-request',
  'date-of-request',
  'receipt-of-reply',
  'receipt-of-visit-notice',
  'visit',
  'receipt-of-findings',
  'receipt-of-proof',
  'entry-into-force',
] as const

/** One of the events. */
export type StartEvent = (typeof START_EVENTS)[number]

/** One deadline of an agreement. */
export interface DeadlineRule {
  readonly name: DeadlineName
  readonly from: Rule<StartEvent>
  readonly period: Rule<DeadlinePeriod>
  /** What the text says of missing it, in one sentence; empty when nothing was read. */
  readonly consequence: string
}

/** The time allowed; with `least`, a range within which the asking side sets it. */
export interface DeadlinePeriod {
  readonly most: Period
  readonly least?: Period
  readonly duty: 'shall' | 'endeavour'
}

/** How much material may stay in its classification without harm, in per cent of a value. */
export interface DeMinimisRule {
  readonly percent: number
  readonly of: 'fob'
}

/** A certified true copy of a lost certificate. */
export interface TrueCopyRule {
  readonly limit: Period | null
  readonly words: string
  readonly onlyIfUnused: boolean
}

/** Certificates drawn from certificates of another party. */
export interface BackToBackRule {
  readonly allowed: boolean
  readonly severalOriginals: boolean
  readonly expiryNotAfterOriginals: boolean
  readonly quantityNotAboveOriginals: boolean
}

/** How many shipments one proof covers. */
export interface ShipmentRule {
  readonly covers: 'single' | 'several'
  readonly blanket: Period | null
}

/** A value below which a proof is not needed, or any exporter may declare. */
export interface ValueWaiver {
  readonly effect: 'no-proof-needed' | 'any-exporter-may-declare'
  readonly amount: string
  readonly currency: string
  readonly basis: 'customs-value' | 'fob' | 'consignment-value'
}

/** What an agreement forgives, in the words of its list. */
export interface MinorDiscrepancyRule {
  readonly kinds: readonly string[]
}

/** An agreement as data: what its proofs of origin must say, for how long and until when. */
export interface AgreementProfile {
  readonly formatVersion: 1
  readonly code: string
  readonly version: string
  readonly name: string
  /** The text whose rules these are. */
  readonly legalAct: string
  /** `in-use` between members; `pattern` for members to come. */
  readonly status: 'in-use' | 'pattern'
  readonly preferential: boolean
  readonly parties: Rule<Parties>
  readonly inForce: Rule<EntryIntoForce>
  readonly proofs: readonly ProofRule[]
  readonly elements: readonly ElementRule[]
  readonly criterion: Rule<CriterionGrammar>
  readonly deMinimis: Rule<DeMinimisRule>
  /** How many items a certificate may have; null for no limit. */
  readonly itemLimit: Rule<readonly Since<number | null>[]>
  readonly tariffCode: Rule<TariffCode>
  /** The edition of the Harmonized System that the agreement is written in, by the year of the edition. */
  readonly hsEdition: Rule<readonly Since<string>[]>
  readonly validity: Rule<Period>
  /** How long after shipment a certificate may be issued without being retroactive. */
  readonly retroactiveGrace: Rule<Period>
  readonly retroactiveLimit: Rule<Period>
  readonly retroactiveWords: Rule<string>
  readonly trueCopy: Rule<TrueCopyRule>
  /** How long after its issue an electronic certificate may be issued again; left out by agreements without such a rule. */
  readonly reissue?: Rule<Period>
  readonly deadlines: readonly DeadlineRule[]
  readonly retention: Rule<Period>
  readonly backToBack: Rule<BackToBackRule>
  readonly shipments: Rule<ShipmentRule>
  readonly valueWaivers: Rule<readonly ValueWaiver[]>
  /** ISO 639-1 codes of the languages that a proof may be in. */
  readonly languages: Rule<readonly string[]>
  readonly minorDiscrepancies: Rule<MinorDiscrepancyRule>
  /** What an electronically applied seal needs to count as an original: one of these. */
  readonly electronicSeal: Rule<readonly ('qr-code' | 'secured-website')[]>
  /** Limits and doubts that a reader must know. */
  readonly notes: readonly string[]
}
