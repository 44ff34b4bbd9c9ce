/** Which question a case asks: is the document genuine, or do the goods originate where it says. */
export const CASE_KINDS = ['authenticity', 'origin'] as const

/** One of the questions. */
export type CaseKind = (typeof CASE_KINDS)[number]

/** Why a case is opened; none for a random one. A closed list, since free text on the ledger could name people or goods. */
export const CASE_REASONS = [
  'seal-or-signature-doubtful',
  'document-altered',
  'declaration-differs',
  'criterion-doubtful',
  'description-doubtful',
  'classification-doubtful',
  'transport-doubtful',
  'suspected-fraud',
  'other',
] as const

/** One of the reasons. */
export type CaseReason = (typeof CASE_REASONS)[number]

/** What a reply says to a question. */
export const CASE_ANSWERS = ['yes', 'no', 'unknown'] as const

/** One of the answers. */
export type CaseAnswer = (typeof CASE_ANSWERS)[number]

/** What the importing side concludes. */
export const CASE_RESULTS = ['confirmed', 'not-authentic', 'not-originating', 'not-established'] as const

/** One of the conclusions. */
export type CaseResult = (typeof CASE_RESULTS)[number]

/** What a conclusion rests on; `no-reply` only when the time for the reply is over, or nobody knows how long it is. */
export const CASE_BASES = ['reply', 'no-reply', 'other-information'] as const

/** One of the bases. */
export type CaseBasis = (typeof CASE_BASES)[number]

/** What becomes of the preference. */
export const PREFERENCES = ['granted', 'denied', 'partly'] as const

/** One of the decisions about it. */
export type Preference = (typeof PREFERENCES)[number]

/** Why a case is taken back. */
export const WITHDRAWAL_REASONS = ['opened-in-error', 'resolved-otherwise', 'claim-withdrawn', 'other'] as const

/** One of the reasons. */
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number]
