import type { CheckResult } from '../check/words'

/** What may be done next about a line of a declaration. None of these is done by itself: a person decides. */
export const LINE_STEPS = {
  CONSIDER_PREFERENCE: 'The preference may be considered; whether the goods originate is for the customs procedure.',
  PRESENT_CERTIFICATE: 'Ask the declarant for the certificate, or for the reference of the one that is meant.',
  CORRECT_DECLARATION: 'Ask the declarant to correct the line, or to cite the item that it is about.',
  CLAIM_REMAINDER: 'Only what is left of the item may be claimed; the rest needs another certificate.',
  REFUSE_ITEM: 'Refuse the preference for this item with a reason; the other items are not held up.',
  REQUEST_VERIFICATION: 'Ask the issuing side to verify; the goods may be released against security meanwhile.',
  DECIDE_LATE_ACCEPTANCE:
    'A late certificate may be accepted for force majeure, or when the goods were imported while it was valid.',
  DECIDE_LATE_CLAIM: 'Decide whether a preference may be claimed with a certificate issued after the declaration.',
  SETTLE_CLASSIFICATION: 'Settle the classification first; the preference is not lost by a difference about it.',
  ASK_FOR_DESTINATION: 'Only the importing member named on it may use it; its issuing authority may change that.',
  NO_PROOF_NEEDED: 'Below the value limit of the agreement no proof of origin is asked for.',
  WAIT_FOR_REGISTER: 'Wait for the register or for the document, and check again.',
} as const

/** One of the steps. */
export type LineStep = keyof typeof LINE_STEPS

/** The questions that are asked of each line, in their order. */
export const LINE_CHECKS = [
  'citation',
  'certificate',
  'agreement',
  'importing-member',
  'date',
  'shipments',
  'item',
  'form',
  'lines-of-item',
  'batch',
  'tariff-code',
  'origin',
  'unit',
  'quantity',
] as const

/** One of the questions. */
export type LineCheckName = (typeof LINE_CHECKS)[number]

/** What an answer means: which question it answers, how, in which sentence, and what it suggests to do. */
export interface LineCodeMeaning {
  readonly name: LineCheckName
  readonly result: CheckResult
  readonly sentence: string
  readonly step: LineStep | null
}

function pass(name: LineCheckName, sentence: string): LineCodeMeaning {
  return { name, result: 'pass', sentence, step: null }
}

function fail(name: LineCheckName, step: LineStep, sentence: string): LineCodeMeaning {
  return { name, result: 'fail', sentence, step }
}

function unknown(name: LineCheckName, step: LineStep, sentence: string): LineCodeMeaning {
  return { name, result: 'unknown', sentence, step }
}

/** Every answer about a line, in one table: question, result, sentence, next step. */
export const LINE_CODES = {
  CERTIFICATE_CITED: pass('citation', 'The line cites a certificate that was presented.'),
  CERTIFICATE_NOT_CITED: unknown('citation', 'PRESENT_CERTIFICATE', 'The line cites no certificate.'),
  CERTIFICATE_NOT_PRESENTED: unknown(
    'citation',
    'PRESENT_CERTIFICATE',
    'The certificate that the line cites was not presented and did not arrive.',
  ),
  CERTIFICATE_AMBIGUOUS: unknown(
    'citation',
    'PRESENT_CERTIFICATE',
    'Several certificates have the number that the line cites; it must name the issuing authority too.',
  ),
  CERTIFICATE_HOLDS: pass('certificate', 'The certificate is authentic and stands in the register.'),
  CERTIFICATE_DOES_NOT_HOLD: fail('certificate', 'REFUSE_ITEM', 'The certificate itself does not hold.'),
  CERTIFICATE_UNDECIDED: unknown('certificate', 'WAIT_FOR_REGISTER', 'It is not settled that the certificate holds.'),
  AGREEMENT_CLAIMED: pass('agreement', 'The preference is claimed under the agreement of the certificate.'),
  OTHER_AGREEMENT_CLAIMED: fail(
    'agreement',
    'CORRECT_DECLARATION',
    'The preference is claimed under another agreement than that of the certificate.',
  ),
  AGREEMENT_NOT_READABLE: unknown('agreement', 'WAIT_FOR_REGISTER', 'The agreement of the certificate is not shown.'),
  IMPORTING_MEMBER_NAMED: pass('importing-member', 'The certificate is made out for this importing member.'),
  IMPORTING_MEMBER_OTHER: fail(
    'importing-member',
    'ASK_FOR_DESTINATION',
    'The certificate is made out for another importing member.',
  ),
  IMPORTING_MEMBER_NOT_READABLE: unknown(
    'importing-member',
    'WAIT_FOR_REGISTER',
    'For which importing member the certificate is made out is not shown.',
  ),
  DECLARED_IN_TIME: pass('date', 'The declaration was made within the validity of the certificate.'),
  DECLARED_BEFORE_ISSUE: unknown(
    'date',
    'DECIDE_LATE_CLAIM',
    'The declaration was made before the certificate was issued.',
  ),
  DECLARED_TOO_EARLY: fail(
    'date',
    'CORRECT_DECLARATION',
    'The declaration was made before the certificate was issued, which the importing member does not accept.',
  ),
  DECLARED_IN_FUTURE: fail('date', 'CORRECT_DECLARATION', 'The day of the declaration has not come yet.'),
  DECLARED_TOO_LATE: fail(
    'date',
    'DECIDE_LATE_ACCEPTANCE',
    'The declaration was made after the validity of the certificate had ended.',
  ),
  DECLARED_LATE_WITH_REASON: unknown(
    'date',
    'DECIDE_LATE_ACCEPTANCE',
    'The declaration was made after the validity had ended, with a reason that a person must judge.',
  ),
  VALIDITY_NOT_READABLE: unknown('date', 'WAIT_FOR_REGISTER', 'The validity of the certificate is not shown.'),
  SHIPMENT_FIRST_DECLARED: pass('shipments', 'No other declaration stands in the way.'),
  SHIPMENT_DECLARED_BEFORE: fail(
    'shipments',
    'REFUSE_ITEM',
    'The certificate covers a single shipment, and another declaration has claimed it.',
  ),
  ITEM_FOUND: pass('item', 'The item that the line is about is known.'),
  ITEM_NOT_FOUND: fail('item', 'CORRECT_DECLARATION', 'The certificate has no item of the number that the line cites.'),
  ITEM_NOT_MATCHED: fail(
    'item',
    'CORRECT_DECLARATION',
    'No item of the certificate has the tariff code and the origin of the line.',
  ),
  ITEM_AMBIGUOUS: unknown(
    'item',
    'CORRECT_DECLARATION',
    'Several items of the certificate may be meant; the line must cite one.',
  ),
  ITEM_NOT_READABLE: unknown('item', 'WAIT_FOR_REGISTER', 'The items of the certificate are not shown.'),
  FORM_FOLLOWED: pass('form', 'What the agreement asks of the certificate and of this item is there.'),
  FORM_FORGIVEN: pass('form', 'The certificate departs from its agreement in what the agreement forgives.'),
  FORM_BROKEN: fail('form', 'REFUSE_ITEM', 'The certificate, or this item of it, breaks rules of its agreement.'),
  FORM_NOT_KNOWN: unknown(
    'form',
    'REQUEST_VERIFICATION',
    'Whether the certificate follows its agreement cannot be told from what is known or shown.',
  ),
  ONE_LINE_FOR_ITEM: pass('lines-of-item', 'The number of lines for the item is in order.'),
  SEVERAL_LINES_FOR_ITEM: fail(
    'lines-of-item',
    'CORRECT_DECLARATION',
    'Several lines are about one item, and only one may be.',
  ),
  BATCH_IN_ORDER: pass('batch', 'All goods that must be declared together are.'),
  BATCH_INCOMPLETE: fail(
    'batch',
    'CORRECT_DECLARATION',
    'All goods of the certificate must be declared in one batch, and some are not.',
  ),
  TARIFF_CODE_AGREES: pass('tariff-code', 'The tariff codes agree in the digits that count.'),
  TARIFF_CODE_DIFFERS: fail(
    'tariff-code',
    'SETTLE_CLASSIFICATION',
    'The first six digits of the tariff code are not those of the item.',
  ),
  TARIFF_SUBDIVISION_DIFFERS: unknown(
    'tariff-code',
    'SETTLE_CLASSIFICATION',
    'The tariff codes agree in six digits, but not in all that the agreement asks for.',
  ),
  TARIFF_EDITION_DIFFERS: unknown(
    'tariff-code',
    'SETTLE_CLASSIFICATION',
    'The tariff codes differ and are written in different editions of the Harmonized System.',
  ),
  TARIFF_CODE_NOT_READABLE: unknown('tariff-code', 'WAIT_FOR_REGISTER', 'The tariff code of the item is not shown.'),
  ORIGIN_AGREES: pass('origin', 'The origin of the line is that of the item.'),
  ORIGIN_DIFFERS: fail('origin', 'CORRECT_DECLARATION', 'The origin of the line is not that of the item.'),
  ORIGIN_NOT_READABLE: unknown('origin', 'WAIT_FOR_REGISTER', 'The origin of the item is not shown.'),
  UNIT_SAME: pass('unit', 'The line counts in the unit of the item.'),
  UNIT_CONVERTED: pass('unit', 'The line counts in another unit, which converts exactly.'),
  UNIT_MUST_BE_SAME: fail(
    'unit',
    'CORRECT_DECLARATION',
    'The line counts in another unit than the item, which the importing member does not accept.',
  ),
  UNIT_NOT_COMPARABLE: unknown(
    'unit',
    'CORRECT_DECLARATION',
    'The line counts in a unit that does not convert to that of the item.',
  ),
  UNIT_NOT_EXACT: unknown(
    'unit',
    'CORRECT_DECLARATION',
    'The quantity does not convert to a whole number of millionths of the item’s unit.',
  ),
  UNIT_NOT_READABLE: unknown('unit', 'WAIT_FOR_REGISTER', 'The quantity of the item is not shown.'),
  QUANTITY_WITHIN: pass('quantity', 'The quantity is not above what is left of the item.'),
  QUANTITY_EXCEEDED: fail('quantity', 'CLAIM_REMAINDER', 'The quantity is above what is left of the item.'),
  QUANTITY_LEFT_UNKNOWN: unknown(
    'quantity',
    'WAIT_FOR_REGISTER',
    'What is left of the item cannot be told from the register.',
  ),
} as const satisfies Record<string, LineCodeMeaning>

/** One of the answers. */
export type LineCode = keyof typeof LINE_CODES

/** One question about a line, and its answer. */
export interface LineCheck {
  readonly name: LineCheckName
  readonly result: CheckResult
  readonly code: LineCode
  readonly sentence: string
}

/** The answer of that code, with what else is to be said behind its sentence. */
export function lineCheck(code: LineCode, more?: string): LineCheck {
  const { name, result, sentence } = LINE_CODES[code]
  return { name, result, code, sentence: more === undefined || more === '' ? sentence : `${sentence} ${more}` }
}
