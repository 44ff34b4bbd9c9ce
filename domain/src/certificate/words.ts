/** What may be done with a certificate; the order is part of the ledger's format, so words are only added at the end. */
export const TRANSITIONS = [
  'issue',
  'cancel',
  'annul',
  'replace',
  'draw',
  'use',
  'reserve',
  'confirm',
  'release',
  'correct-use',
  'refuse',
  'clarify',
  'reassess',
  'acquit',
  'change-destination',
  'certify-copy',
] as const

/** One of the steps. */
export type Transition = (typeof TRANSITIONS)[number]

/** Why a certificate is withdrawn. A closed list, as all reasons, since free text on the ledger could name people or goods. */
export const CANCELLATION_REASONS = [
  'issued-in-error',
  'data-incorrect',
  'goods-not-exported',
  'requested-by-exporter',
  'other',
] as const

/** One of the reasons. */
export type CancellationReason = (typeof CANCELLATION_REASONS)[number]

/** Why a certificate is declared void although something of it may have been used. */
export const ANNULMENT_REASONS = [
  'issued-in-error',
  'data-incorrect',
  'obtained-by-fraud',
  'verification-failed',
  'other',
] as const

/** One of the reasons. */
export type AnnulmentReason = (typeof ANNULMENT_REASONS)[number]

/** Why a certificate takes the place of another one. Only older ledgers have a copy with a number of its own. */
export const REPLACEMENT_REASONS = [
  'data-incorrect',
  'consignment-changed',
  'lost',
  'reissued',
  'certified-true-copy',
  'other',
] as const

/** One of the reasons. */
export type ReplacementReason = (typeof REPLACEMENT_REASONS)[number]

/** Why a true copy of a certificate is certified (RCEP Art. 3.17.9, ATIGA Annex 8 Rule 12). */
export const TRUE_COPY_REASONS = ['lost', 'stolen', 'destroyed', 'other'] as const

/** One of the reasons. */
export type TrueCopyReason = (typeof TRUE_COPY_REASONS)[number]

/** Why a certificate is registered later than it was issued. */
export const LATE_REGISTRATION_REASONS = ['paper-fallback', 'register-unavailable', 'other'] as const

/** One of the reasons. */
export type LateRegistrationReason = (typeof LATE_REGISTRATION_REASONS)[number]

/** Why preference is refused for an item. */
export const REFUSED_ITEM_REASONS = [
  'not-originating',
  'criterion-not-met',
  'goods-differ',
  'quantity-differs',
  'classification-differs',
  'not-direct-transport',
  'proof-defective',
  'evidence-missing',
  'other',
] as const

/** One of the reasons. */
export type RefusedItemReason = (typeof REFUSED_ITEM_REASONS)[number]

/** Why a use is corrected. */
export const CORRECTION_REASONS = [
  'quantity-wrong',
  'declaration-amended',
  'declaration-withdrawn',
  'entered-in-error',
  'other',
] as const

/** One of the reasons. */
export type CorrectionReason = (typeof CORRECTION_REASONS)[number]

/** What importing customs decide of a refusal in the end. */
export const REASSESSMENTS = ['granted', 'upheld'] as const

/** One of the decisions. */
export type Reassessment = (typeof REASSESSMENTS)[number]

/** Every coded reason that the latest change of a certificate may have; only added at the end, as the steps. */
export const CHANGE_REASONS = [
  'issued-in-error',
  'data-incorrect',
  'goods-not-exported',
  'requested-by-exporter',
  'other',
  'obtained-by-fraud',
  'verification-failed',
  'consignment-changed',
  'lost',
  'reissued',
  'certified-true-copy',
  'paper-fallback',
  'register-unavailable',
  'not-originating',
  'criterion-not-met',
  'goods-differ',
  'quantity-differs',
  'classification-differs',
  'not-direct-transport',
  'proof-defective',
  'evidence-missing',
  'quantity-wrong',
  'declaration-amended',
  'declaration-withdrawn',
  'entered-in-error',
  'granted',
  'upheld',
  'force-majeure',
  'imported-in-time',
  'stolen',
  'destroyed',
] as const

/** One of the reasons. */
export type ChangeReason = (typeof CHANGE_REASONS)[number]
