import type { CheckInput } from './check'
import { isKnown } from './evidence'
import { textAt, valueAt } from './facts'
import { coversTrade, inForceSince } from './parties'

/** Agreement, parties, entry into force and kind of proof: whether the profile is the right one at all. */
export function checkFrame(input: CheckInput): void {
  const { facts, profile, findings } = input
  const act = { evidence: 'read', source: profile.legalAct } as const
  if (textAt(facts.dataset, '/agreement/code') !== profile.code) {
    findings.broken('agreement', '/agreement/code', act, 'The certificate is of another agreement than the profile.')
  } else if (textAt(facts.dataset, '/agreement/version') !== profile.version) {
    findings.broken('agreement', '/agreement/version', act, 'The certificate is of another version of the agreement.')
  }
  if (valueAt(facts.dataset, '/isPreferential') === !profile.preferential) {
    const word = profile.preferential ? 'gives' : 'gives no'
    findings.broken('agreement', '/isPreferential', act, `A proof of this kind ${word} preference.`)
  }
  checkParties(input)
  checkInForce(input)
  checkProof(input)
}

function checkParties({ facts, profile, findings }: CheckInput): void {
  const { exportCountry, importCountry } = facts
  if (!isKnown(profile.parties)) {
    findings.unread('parties', '/exportCountry', profile.parties, 'its parties')
  } else if (
    exportCountry !== undefined &&
    importCountry !== undefined &&
    !coversTrade(profile.parties.value, exportCountry, importCountry)
  ) {
    const sentence = 'The agreement does not work from the exporting to the importing country.'
    findings.broken('parties', '/exportCountry', profile.parties, sentence)
  }
}

function checkInForce({ facts, profile, findings }: CheckInput): void {
  if (!isKnown(profile.inForce)) {
    findings.unread('in-force', '/issueDateTime', profile.inForce, 'its entry into force')
    return
  }
  const since = inForceSince(profile.inForce.value, [facts.exportCountry, facts.importCountry])
  if (facts.issueDate !== undefined && facts.issueDate < since) {
    const sentence = `The agreement was not in force between the two countries before ${since}.`
    findings.broken('in-force', '/issueDateTime', profile.inForce, sentence)
  }
}

function checkProof({ facts, profile, findings }: CheckInput): void {
  if (profile.proofs.some(({ kind }) => kind === facts.proof)) return
  const origin = profile.proofs[0] ?? { evidence: 'not-read', source: profile.legalAct }
  const kinds = profile.proofs.map(({ kind }) => kind).join(', ')
  findings.broken('proof', '', origin, `The proof must be one of: ${kinds}.`)
}
