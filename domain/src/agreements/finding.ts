import type { Evidence } from './evidence'

/** The rules that a finding may be about: V1 to V19 of the common list, and those that have a name only. */
export const FINDING_RULES = [
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
  'V7',
  'V8',
  'V9',
  'V10',
  'V11',
  'V12',
  'V13',
  'V14',
  'V15',
  'V16',
  'V17',
  'V18',
  'V19',
  'agreement',
  'parties',
  'in-force',
  'proof',
  'element-required',
  'element-forbidden',
  'criterion',
  'hs-edition',
  'validity',
  'shipments',
] as const

/** One of the rules. */
export type FindingRule = (typeof FINDING_RULES)[number]

/**
 * `error`: the certificate breaks a rule that was read. `minor-discrepancy`: it does, and the agreement forgives it.
 * `notice`: a rule could not be judged, was not read, or is broken but rests on general knowledge only.
 */
export type Severity = 'error' | 'minor-discrepancy' | 'notice'

/** One thing that a check of a certificate against its agreement found. */
export interface ProfileFinding {
  readonly rule: FindingRule
  /** JSON Pointer into the dataset. */
  readonly pointer: string
  readonly severity: Severity
  /** What is wrong or unknown; never a value of the certificate. */
  readonly sentence: string
  readonly source: string
  readonly evidence: Evidence
}

/** How a certificate stands to its agreement as far as its form goes. */
export type Compliance = 'compliant' | 'minor-discrepancy' | 'not-compliant'

/** The worst that was found: notices leave a certificate compliant as far as the rules are known. */
export function complianceOf(findings: readonly ProfileFinding[]): Compliance {
  if (findings.some(({ severity }) => severity === 'error')) return 'not-compliant'
  return findings.some(({ severity }) => severity === 'minor-discrepancy') ? 'minor-discrepancy' : 'compliant'
}

/** What is wrong with one item only, by its JSON Pointer: a problem on one item does not block the others (V16). */
export function blockedItems(findings: readonly ProfileFinding[]): readonly string[] {
  const pointers = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer }) => /^\/items\/\d+/.exec(pointer)?.[0])
  return [...new Set(pointers.filter((pointer) => pointer !== undefined))]
}

interface Origin {
  readonly evidence: Evidence
  readonly source: string
}

/** Collects findings and gives each the weight that the evidence of its rule allows. */
export class FindingList {
  readonly #list: ProfileFinding[] = []

  /** A rule is broken; general knowledge makes it a notice. */
  broken(
    rule: FindingRule,
    pointer: string,
    origin: Origin,
    sentence: string,
    severity: Exclude<Severity, 'notice'> = 'error',
  ): void {
    if (origin.evidence === 'background') {
      this.notice(rule, pointer, origin, `${sentence} The rule is general knowledge and not confirmed.`)
      return
    }
    this.#add({ rule, pointer, severity, sentence }, origin)
  }

  /** Something that a person must know or look at. */
  notice(rule: FindingRule, pointer: string, origin: Origin, sentence: string): void {
    this.#add({ rule, pointer, severity: 'notice', sentence }, origin)
  }

  /** A rule that would have been judged here, but nobody has read it. */
  unread(rule: FindingRule, pointer: string, origin: Origin, what: string): void {
    this.notice(rule, pointer, origin, `What the agreement says of ${what} was not read, so it was not judged.`)
  }

  /** All findings in the order in which they were made. */
  all(): readonly ProfileFinding[] {
    return this.#list
  }

  #add(finding: Omit<ProfileFinding, 'source' | 'evidence'>, { source, evidence }: Origin): void {
    this.#list.push({ ...finding, source, evidence })
  }
}
