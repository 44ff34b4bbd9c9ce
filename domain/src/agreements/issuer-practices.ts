import type { KnownRule } from './evidence'
import { SINGAPORE_HANDBOOK } from './profiles/draft'

/** What the system of one issuing country can take, whatever the agreement says. */
export interface IssuerPractice extends Pick<KnownRule<never>, 'evidence' | 'source'> {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly mostItems: number
  /** Characters of additional details. */
  readonly mostRemarks: number
}

/** The practices that were read: five lines of 35 characters and 50 items in Singapore. */
export const ISSUER_PRACTICES: readonly IssuerPractice[] = [
  { country: 'SG', mostItems: 50, mostRemarks: 175, evidence: 'secondary', source: SINGAPORE_HANDBOOK },
]
