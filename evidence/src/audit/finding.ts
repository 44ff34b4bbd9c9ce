import type { OrganisationCode, Role } from '@eco/domain'

/** Everything that may not hold, and what it means in one sentence. */
export const FINDING_MEANINGS = {
  BLOCK_MISSING: 'The peer did not deliver the block that follows.',
  CHAIN_BROKEN: 'The block does not name the hash of the block before it.',
  DATA_HASH_DIFFERENT: 'What is in the block is not what its header is the hash of.',
  BLOCK_NOT_SIGNED: 'Fewer orderers than the configuration asks for have signed the block.',
  CONFIG_UNREADABLE: 'The channel’s configuration in the block cannot be read.',
  CONFIG_OUT_OF_ORDER: 'The channel’s configuration does not follow the one before it.',
  CONFIG_NOT_ALLOWED:
    'The channel’s configuration was changed without the signatures that it asks for, or beyond what was signed.',
  TRANSACTION_UNREADABLE: 'The peer counts a transaction as valid that cannot be read.',
  TRANSACTION_REPEATED: 'A transaction counts a second time.',
  SUBMITTER_NOT_PROVEN: 'The sender’s signature or certificate does not hold.',
  PROPOSAL_NOT_ENDORSED: 'The endorsers signed the answer to another proposal than the one in the block.',
  ENDORSEMENTS_MISSING: 'Too few members’ peers have endorsed the transaction with a signature that holds.',
  POLICY_DIFFERENT: 'The contract’s endorsement policy on the ledger is not the agreed one.',
  UNKNOWN_NAMESPACE: 'The transaction writes outside the register.',
  KEY_POLICY_WRITTEN: 'The transaction gives a record an endorsement policy of its own; the contract never does.',
  STALE_READ: 'The transaction counts although something that it read had changed in between.',
  WRONGLY_INVALID: 'The peer counts a transaction as invalid, and the reason that it gives is not there.',
  RULES_REFUSE: 'The rules do not allow what the transaction did.',
  RULES_DIFFER: 'The rules, run again, do something else than the transaction did.',
} as const

/** One thing that may not hold. */
export type FindingRule = keyof typeof FINDING_MEANINGS

/** One thing that does not hold. */
export interface Finding {
  readonly rule: FindingRule
  readonly block: number
  /** What exactly, in plain words. */
  readonly detail: string
  readonly transaction?: FoundTransaction
}

/** The transaction that a finding is about. */
export interface FoundTransaction {
  readonly id: string
  readonly index: number
  readonly time: string
  /** As it was called; empty where that cannot be read. */
  readonly name: string
  /** Short ids of the certificates whose records it wrote against the rules. */
  readonly certificates: readonly string[]
  /** Keys of other records that it wrote against the rules. */
  readonly records: readonly string[]
  readonly submitter: Actor | undefined
  /** In whose name it was done although they did not send it. */
  readonly inTheNameOf: readonly OrganisationCode[]
  /** The members whose peers said that the rules allow it. */
  readonly endorsers: readonly string[]
}

/** Who did something, without a person's name: the organisation, the role and which of its certificates. */
export interface Actor {
  readonly organisation: string
  readonly role: Role | undefined
  readonly authority: string | undefined
  /** SHA-256 of the certificate, in hex. */
  readonly certificate: string
}
