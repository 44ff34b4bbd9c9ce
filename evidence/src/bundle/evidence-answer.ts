import type { CheckAnswer } from '@eco/domain'

/** What is looked at, in this order. */
export type EvidenceQuestion =
  'blocks' | 'channel' | 'configuration' | 'orderers' | 'transactions' | 'certificate' | 'completeness' | 'document'

/** Everything that can come of it, in one sentence. */
export const EVIDENCE_SENTENCES = {
  BLOCKS_WHOLE: 'Each block is what its header says, and block 0 is there.',
  BLOCKS_ALTERED: 'A block is not what its header says, is there twice, or cannot be read.',
  CHANNEL_KNOWN: 'Block 0 is that of the channel that was named.',
  CHANNEL_OTHER: 'Block 0 is that of another channel than the one that was named.',
  CHANNEL_NOT_NAMED: 'Everything rests on block 0: compare its hash with the one that your administration was given.',
  CONFIGURATION_FOLLOWS: 'Whose signatures count follows from block 0 by changes that the administrators signed.',
  CONFIGURATION_BROKEN: 'A configuration of the channel is missing, or was not signed by those who had to.',
  SIGNED_BY_QUORUM: 'A quorum of the members’ orderers has signed every block.',
  SIGNED_BY_ORDERER: 'An orderer of a member has signed every block.',
  SIGNED_BY_ONE_OPERATOR:
    'The blocks are signed by one operator only, that of an embedded channel: this proves nothing against that operator.',
  NOT_SIGNED: 'A block lacks orderers’ signatures that hold.',
  TRANSACTIONS_HOLD: 'Senders, endorsements and versions hold, and the rules, run again, do the same.',
  TRANSACTIONS_DO_NOT_HOLD: 'A transaction does not hold.',
  REGISTERED: 'The blocks show the certificate as it was registered, and what became of it.',
  NOT_REGISTERED: 'Nothing in the blocks registers the certificate.',
  NOTHING_LATER: 'Peers of enough members said, when the bundle was made, that nothing later is written of it.',
  SOMETHING_LATER: 'Members’ peers said that something later is written of it, which is not in the bundle.',
  STATEMENTS_DO_NOT_HOLD: 'What members’ peers are to have said of it does not hold.',
  NO_STATEMENTS: 'Whether anything was written of it later is not said: whoever made the bundle may have left it out.',
  DOCUMENT_GENUINE: 'The document is genuine and the one that was registered, as the registers stood in these blocks.',
  DOCUMENT_NOT_VALID: 'The document is not genuine, or not the one that was registered.',
  DOCUMENT_OPEN: 'Of the document not everything can be said.',
  DOCUMENT_NOT_INCLUDED: 'The document is not in the bundle.',
} as const

/** One thing that may come of a question. */
export type EvidenceCode = keyof typeof EVIDENCE_SENTENCES

/** One question, and what came of it. */
export interface EvidenceCheck {
  readonly question: EvidenceQuestion
  readonly result: 'pass' | 'fail' | 'unknown'
  readonly code: EvidenceCode
  /** What exactly; nothing where all is well. */
  readonly details: readonly string[]
}

/** A transaction of the certificate that the bundle proves. */
export interface ProvenTransaction {
  readonly block: number
  readonly id: string
  readonly name: string
  /** ISO 8601, the sender's clock. */
  readonly time: string
  readonly sender: string
  readonly endorsers: readonly string[]
}

/** What a bundle proves. */
export interface EvidenceAnswer {
  readonly verdict: 'HOLDS' | 'DOES_NOT_HOLD' | 'CANNOT_DETERMINE'
  readonly checks: readonly EvidenceCheck[]
  /** SHA-256 of the header of block 0, in hex; undefined where there is none. */
  readonly channel: string | undefined
  /** The newest block that says anything of the certificate. */
  readonly asOf: { readonly block: number; readonly time: string } | undefined
  readonly transactions: readonly ProvenTransaction[]
  /** What a check of the document answers by these blocks; undefined where there is no document, or nothing to check it by. */
  readonly document: CheckAnswer | undefined
}

/** A check with its sentence's code. */
export function evidenceCheck(
  question: EvidenceQuestion,
  result: EvidenceCheck['result'],
  code: EvidenceCode,
  details: readonly string[] = [],
): EvidenceCheck {
  return { question, result, code, details }
}

/** What fails spoils everything; what stays open leaves it open. A document that is not there takes nothing from the rest. */
export function verdictOf(checks: readonly EvidenceCheck[]): EvidenceAnswer['verdict'] {
  if (checks.some(({ result }) => result === 'fail')) return 'DOES_NOT_HOLD'
  const isOpen = checks.some(({ result, code }) => result === 'unknown' && code !== 'DOCUMENT_NOT_INCLUDED')
  return isOpen ? 'CANNOT_DETERMINE' : 'HOLDS'
}
