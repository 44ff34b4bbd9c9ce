import { profileNamed } from '../agreements/catalogue'
import type { AgreementProfile } from '../agreements/profile'
import type { RecordReader } from '../ledger/ledger-state'
import { loadProposal } from '../register/agreement-record'
import { loadProfile, missingApprovals, wordsOn } from '../register/in-force'
import type { CaseSubject } from './subject'

/**
 * The profile by which a certificate is judged: the one that the parties approved on the ledger, else the one of that
 * name and version that comes with the product; undefined where there is neither.
 */
export async function profileOf(
  reader: RecordReader,
  { agreement, agreementVersion }: Pick<CaseSubject, 'agreement' | 'agreementVersion'>,
): Promise<AgreementProfile | undefined> {
  const proposal = await loadProposal(reader, agreement, agreementVersion)
  const isApproved = proposal !== undefined && missingApprovals(proposal, await wordsOn(reader, proposal)).length === 0
  return isApproved ? loadProfile(reader, proposal.hash) : profileNamed(agreement, agreementVersion)
}
