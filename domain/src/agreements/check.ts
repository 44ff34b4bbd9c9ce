import { checkBackToBack } from './check-back-to-back'
import { checkCopies } from './check-copies'
import { checkDates } from './check-dates'
import { checkDeMinimis } from './check-de-minimis'
import { checkElements } from './check-elements'
import { checkFrame } from './check-frame'
import { checkIssuer } from './check-issuer'
import { checkItems } from './check-items'
import { checkShipments } from './check-shipments'
import type { CheckContext } from './context'
import { factsOf, proofOf } from './facts'
import type { Facts } from './facts'
import { FindingList } from './finding'
import type { ProfileFinding } from './finding'
import type { AgreementProfile } from './profile'

/** What every part of the check reads and writes. */
export interface CheckInput {
  readonly facts: Facts
  readonly profile: AgreementProfile
  readonly findings: FindingList
  readonly context: CheckContext
}

/**
 * Judges a dataset by the profile of its agreement: every rule that it breaks, and as notices the rules that could not
 * be judged. It never throws, and says nothing of whether the goods originate.
 */
export function checkAgainstProfile(
  dataset: unknown,
  profile: AgreementProfile,
  context: CheckContext = {},
): readonly ProfileFinding[] {
  const findings = new FindingList()
  const accepted = profile.proofs.map(({ kind }) => kind)
  const facts = factsOf(dataset, context.proof ?? proofOf(dataset, accepted))
  const input = { facts, profile, findings, context }
  for (const check of CHECKS) check(input)
  return findings.all()
}

const CHECKS = [
  checkFrame,
  checkElements,
  checkItems,
  checkDeMinimis,
  checkDates,
  checkShipments,
  checkCopies,
  checkBackToBack,
  checkIssuer,
]
