import type { Evidence } from '../agreements/evidence'
import type { MemberCode } from '../member'

/** What an importing member asks of a declaration that cites certificates of an agreement (V14). */
export interface ImportRule {
  readonly agreement: string
  readonly exportCountry: MemberCode
  readonly importingMember: MemberCode
  /** One line of the declaration for each item, in one declaration for all items. */
  readonly oneLinePerItem: boolean
  readonly allGoodsInOneBatch: boolean
  readonly sameUnit: boolean
  readonly notBeforeIssue: boolean
  readonly evidence: Evidence
  readonly source: string
}

/** The rules that were read; whoever is not here asks for nothing more than what every line is asked. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    agreement: 'China-Korea',
    exportCountry: 'KR',
    importingMember: 'CN',
    oneLinePerItem: true,
    allGoodsInOneBatch: true,
    sameUnit: true,
    notBeforeIssue: true,
    evidence: 'read',
    source: 'Announcement 39/2016 of the General Administration of Customs of China',
  },
]

/** The rule of an importing member for certificates of a country under an agreement, if one was read. */
export function importRuleOf(
  agreement: string | undefined,
  exportCountry: string | undefined,
  importingMember: MemberCode,
): ImportRule | undefined {
  return IMPORT_RULES.find(
    (rule) =>
      rule.agreement === agreement && rule.exportCountry === exportCountry && rule.importingMember === importingMember,
  )
}
