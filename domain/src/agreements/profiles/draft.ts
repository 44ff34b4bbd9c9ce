import { parseDate } from '../../date'
import type { IsoDate } from '../../date'
import type { Period } from '../../calendar/period'
import type { Condition } from '../condition'
import type { CriterionCode, CriterionGrammar } from '../criterion'
import type { ElementName } from '../../dataset/elements'
import { notRead } from '../evidence'
import type { Evidence } from '../evidence'
import type { AgreementProfile, ElementRule, EntryIntoForce, Since } from '../profile'

type KnownEvidence = Exclude<Evidence, 'not-read'>

/** A profile in which nothing was read yet; each profile replaces what it knows. */
export const UNREAD = {
  formatVersion: 1,
  status: 'in-use',
  preferential: true,
  elements: [],
  criterion: notRead(),
  deMinimis: notRead(),
  itemLimit: notRead(),
  tariffCode: notRead(),
  hsEdition: notRead(),
  validity: notRead(),
  retroactiveGrace: notRead(),
  retroactiveLimit: notRead(),
  retroactiveWords: notRead(),
  trueCopy: notRead(),
  deadlines: [],
  retention: notRead(),
  backToBack: notRead(),
  shipments: notRead(),
  valueWaivers: notRead(),
  languages: notRead(),
  minorDiscrepancies: notRead(),
  electronicSeal: notRead(),
  notes: [],
} satisfies Partial<AgreementProfile>

/** The member states of ASEAN. */
export const ASEAN = ['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'VN'] as const

/** The member states of EFTA; Liechtenstein takes part through its customs union with Switzerland. */
export const EFTA = ['CH', 'LI', 'IS', 'NO'] as const

/** What a Singapore handbook says of the criteria of agreements. */
export const SINGAPORE_HANDBOOK = 'Singapore Customs, Handbook on certificates of origin in TradeNet, Annex A'

/** The list of the Korea Customs Service of how origin is verified under each agreement. */
export const KOREA_VERIFICATION_LIST = 'Korea Customs Service, modes of verification by agreement'

/** A day that exists. */
export function day(text: string): IsoDate {
  return parseDate(text, 'profile')
}

/** An entry into force, with the parties that joined later. */
export function inForce(from: string, later: Readonly<Record<string, string>> = {}): EntryIntoForce {
  return {
    from: day(from),
    later: Object.entries(later).map(([country, date]) => ({ country, from: day(date) })),
  }
}

/** A number of months. */
export function months(amount: number): Period {
  return { amount, unit: 'months' }
}

/** A number of years, which agreements and calendars count as twelve months each. */
export function years(amount: number): Period {
  return { amount: amount * 12, unit: 'months' }
}

/** A number of calendar days. */
export function calendarDays(amount: number): Period {
  return { amount, unit: 'days' }
}

/** A number of working days. */
export function workingDays(amount: number): Period {
  return { amount, unit: 'working-days' }
}

/** A value that never changed. */
export function always<T>(value: T): readonly Since<T>[] {
  return [{ from: null, value }]
}

/** Elements that every proof must have. */
export function required(
  evidence: KnownEvidence,
  source: string,
  elements: readonly ElementName[],
): readonly ElementRule[] {
  return elements.map((element) => ({ element, need: 'required', evidence, source }))
}

/** An element that is needed exactly when the condition holds. */
export function conditional(
  evidence: KnownEvidence,
  source: string,
  element: ElementName,
  when: Condition,
): ElementRule {
  return { element, need: 'conditional', when, evidence, source }
}

/** An element that must not be there when the condition holds. */
export function forbidden(evidence: KnownEvidence, source: string, element: ElementName, when: Condition): ElementRule {
  return { element, need: 'forbidden', when, evidence, source }
}

/** A code that stands alone. */
export function plain(code: string, meaning: string): CriterionCode {
  return { code, forms: [code], meaning }
}

/** A grammar of codes. */
export function codes(
  list: readonly CriterionCode[],
  rest: Partial<Pick<CriterionGrammar, 'combinations' | 'extras'>> = {},
): CriterionGrammar {
  return { kind: 'codes', codes: list, combinations: rest.combinations ?? [], extras: rest.extras ?? [] }
}

/** A proof without a place for a criterion. */
export const NO_CRITERION: CriterionGrammar = { kind: 'none', codes: [], combinations: [], extras: [] }

/** A proof that states the rule of origin in words. */
export const CRITERION_IN_WORDS: CriterionGrammar = { kind: 'free-text', codes: [], combinations: [], extras: [] }

/** Wholly obtained. */
export const WO = plain('WO', 'wholly obtained or produced')

/** Produced exclusively from originating materials. */
export const PE = plain('PE', 'produced exclusively from originating materials')

/** Wholly obtained or produced from originating materials only, in China's agreements. */
export const WP = plain('WP', 'produced entirely from originating materials')

/** Meets the product-specific rule. */
export const PSR = plain('PSR', 'meets the product-specific rule')
