import type { MemberCode } from '../member'
import { PROFILES } from './catalogue'
import { isKnown } from './evidence'
import type { Evidence } from './evidence'
import { EXCHANGES } from './exchanges'
import { coversTrade } from './parties'
import type { AgreementProfile, ProofForm, ProofRule } from './profile'

/** One agreement that works from one member to another. */
export interface ApplicableProfile {
  readonly profile: AgreementProfile
  readonly proofs: readonly ApplicableProof[]
}

/** One kind of proof between two members, and how it travels. */
export interface ApplicableProof {
  readonly rule: ProofRule
  readonly forms: readonly ProofForm[]
  readonly formsEvidence: Evidence
}

/** The agreements by which goods of the exporter may enter the importing country, in the order of the catalogue. */
export function profilesBetween(exporter: MemberCode, importer: MemberCode): readonly ApplicableProfile[] {
  return PROFILES.filter((profile) => profile.status === 'in-use' && covers(profile, exporter, importer)).map(
    (profile) => ({ profile, proofs: profile.proofs.map((rule) => proofBetween(profile, rule, [exporter, importer])) }),
  )
}

function covers({ parties }: AgreementProfile, exporter: string, importer: string): boolean {
  return isKnown(parties) && coversTrade(parties.value, exporter, importer)
}

// Data travels only between pairs that have built the exchange, whatever the agreement allows.
function proofBetween(profile: AgreementProfile, rule: ProofRule, pair: readonly string[]): ApplicableProof {
  const allowed = isKnown(rule.forms) ? rule.forms.value : []
  const exchanged = EXCHANGES.some(
    ({ agreement, between, kind }) =>
      agreement === profile.code && kind === rule.kind && between.every((country) => pair.includes(country)),
  )
  const forms = allowed.filter((form) => form !== 'data-exchange' || exchanged)
  return { rule, forms, formsEvidence: rule.forms.evidence }
}
