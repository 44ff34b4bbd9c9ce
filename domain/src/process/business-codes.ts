import type { FindingRule } from '../agreements/finding'
import type { CheckCode } from '../check/words'
import type { LineCode, LineStep } from '../declaration/words'
import type { RefusalCode } from '../refusal'
import type { CaseNotice } from '../verification/notices'

/** What may be said of something that is wrong: what stops a step, what a check answers, what only informs. */
export type Said =
  | { readonly tag: 'refusal'; readonly code: RefusalCode; readonly rule?: FindingRule; readonly how: string }
  | { readonly tag: 'finding'; readonly code: CheckCode | LineCode; readonly how: string }
  | { readonly tag: 'notice'; readonly code: CaseNotice | LineStep; readonly how: string }

/** One thing that goes wrong with certificates in practice, and by which codes it is said. */
export interface BusinessCode {
  readonly wrong: string
  readonly said: readonly Said[]
}

const ISSUES = 'who issues'
const CHECKS = 'who checks the document'
const DECLARES = 'who checks a declaration'

/** What goes wrong with certificates in practice. Codes that do not exist do not compile; tests meet each over REST. */
export const BUSINESS_CODES: readonly BusinessCode[] = [
  {
    wrong: 'unknown issuer',
    said: [
      {
        tag: 'refusal',
        code: 'AUTHORITY_UNKNOWN',
        how: 'who issues, recognises or authorises for one that is not declared',
      },
      { tag: 'finding', code: 'SIGNATURE_KEY_UNKNOWN', how: CHECKS },
    ],
  },
  {
    wrong: 'issuer not valid at the date of issue',
    said: [
      { tag: 'refusal', code: 'AUTHORITY_NOT_ACTIVE', how: ISSUES },
      { tag: 'finding', code: 'AUTHORITY_NOT_ACTIVE', how: CHECKS },
      { tag: 'finding', code: 'SIGNATURE_KEY_NOT_IN_FORCE', how: CHECKS },
    ],
  },
  { wrong: 'number reused', said: [{ tag: 'refusal', code: 'CERTIFICATE_ALREADY_ISSUED', how: ISSUES }] },
  { wrong: 'hash mismatch', said: [{ tag: 'finding', code: 'HASH_DIFFERENT', how: CHECKS }] },
  { wrong: 'signature mismatch', said: [{ tag: 'finding', code: 'SIGNATURE_INVALID', how: CHECKS }] },
  {
    wrong: 'expired',
    said: [
      { tag: 'refusal', code: 'CERTIFICATE_EXPIRED', how: 'who uses it without a reason for late acceptance' },
      { tag: 'finding', code: 'EXPIRED', how: CHECKS },
      { tag: 'finding', code: 'DECLARED_TOO_LATE', how: DECLARES },
    ],
  },
  {
    wrong: 'retroactive flag missing',
    said: [
      { tag: 'refusal', code: 'AGREEMENT_NOT_FOLLOWED', rule: 'V4', how: ISSUES },
      { tag: 'finding', code: 'AGREEMENT_NOT_FOLLOWED', how: CHECKS },
    ],
  },
  {
    wrong: 'too many items',
    said: [{ tag: 'refusal', code: 'AGREEMENT_NOT_FOLLOWED', rule: 'V1', how: ISSUES }],
  },
  {
    wrong: 'criterion not allowed in this agreement',
    said: [{ tag: 'refusal', code: 'AGREEMENT_NOT_FOLLOWED', rule: 'criterion', how: ISSUES }],
  },
  {
    wrong: 'tariff code not of six digits, or of another edition',
    said: [
      { tag: 'refusal', code: 'AGREEMENT_NOT_FOLLOWED', rule: 'V3', how: ISSUES },
      { tag: 'finding', code: 'TARIFF_EDITION_DIFFERS', how: DECLARES },
      { tag: 'finding', code: 'TARIFF_CODE_DIFFERS', how: DECLARES },
    ],
  },
  {
    wrong: 'unit mismatch',
    said: [
      { tag: 'finding', code: 'UNIT_NOT_COMPARABLE', how: DECLARES },
      {
        tag: 'finding',
        code: 'UNIT_MUST_BE_SAME',
        how: `${DECLARES}, where the importing member asks for the same unit`,
      },
    ],
  },
  {
    wrong: 'quantity exceeded',
    said: [
      { tag: 'refusal', code: 'QUANTITY_EXCEEDED', how: 'who uses or reserves it' },
      { tag: 'finding', code: 'QUANTITY_EXCEEDED', how: DECLARES },
      { tag: 'finding', code: 'QUANTITY_USED_UP', how: CHECKS },
    ],
  },
  {
    wrong: 'already cancelled',
    said: [
      { tag: 'refusal', code: 'TRANSITION_NOT_ALLOWED', how: 'who cancels it again' },
      { tag: 'refusal', code: 'CERTIFICATE_WITHDRAWN', how: 'who uses it' },
      { tag: 'finding', code: 'CANCELLED', how: CHECKS },
    ],
  },
  {
    wrong: 'already replaced',
    said: [
      { tag: 'refusal', code: 'CERTIFICATE_WITHDRAWN', how: 'who replaces or uses it' },
      { tag: 'finding', code: 'REPLACED', how: CHECKS },
    ],
  },
  {
    wrong: 'back-to-back: valid longer than the original',
    said: [{ tag: 'refusal', code: 'ORIGINAL_EXPIRES_EARLIER', how: ISSUES }],
  },
  {
    wrong: 'back-to-back: more than is left of the original',
    said: [{ tag: 'refusal', code: 'QUANTITY_EXCEEDED', how: ISSUES }],
  },
  {
    wrong: 'not the importing country',
    said: [
      { tag: 'refusal', code: 'CALLER_NOT_IMPORTING_MEMBER', how: 'who uses it, asks about it or acquits it' },
      { tag: 'finding', code: 'IMPORTING_MEMBER_OTHER', how: DECLARES },
    ],
  },
  { wrong: 'case already open', said: [{ tag: 'refusal', code: 'CASE_ALREADY_OPEN', how: 'who opens another one' }] },
  {
    wrong: 'reply past its deadline',
    said: [
      { tag: 'notice', code: 'REPLY_LATE', how: 'both sides of the case' },
      { tag: 'notice', code: 'REPLY_OVERDUE', how: 'both sides of the case' },
    ],
  },
  {
    wrong: 'no proof needed below the value limit',
    said: [{ tag: 'notice', code: 'NO_PROOF_NEEDED', how: DECLARES }],
  },
]
