import { AUTHORITY_ATTRIBUTE, OBSERVER, ROLE_ATTRIBUTE, Refusal, memberByMspId, roleNamed } from '@eco/domain'
import type { Caller, OrganisationCode, RunInput } from '@eco/domain'
import { Context } from 'fabric-contract-api'
import { StubState } from './stub-state'

/** One transaction: who acts, when, and the ledger that it works on. */
export class RegisterContext extends Context {
  /** What the domain's rules get; the time is the submitter's, the same for every endorser. */
  get input(): RunInput {
    return {
      caller: this.#caller,
      transactionId: this.stub.getTxID(),
      time: this.stub.getDateTimestamp().toISOString(),
      state: new StubState(this.stub),
    }
  }

  // The identity that signed the proposal.
  get #caller(): Caller {
    return {
      organisation: organisationOf(this.clientIdentity.getMSPID()),
      role: roleNamed(this.clientIdentity.getAttributeValue(ROLE_ATTRIBUTE)),
      authority: this.clientIdentity.getAttributeValue(AUTHORITY_ATTRIBUTE) ?? undefined,
    }
  }
}

function organisationOf(mspId: string): OrganisationCode {
  const organisation = mspId === OBSERVER.mspId ? OBSERVER : memberByMspId(mspId)
  if (organisation === undefined) throw new Refusal('MEMBER_UNKNOWN', 'caller: is not of the network')
  return organisation.code
}
