import { setTimeout as delay } from 'node:timers/promises'
import type { Gateway, Identity, Transaction } from '@hyperledger/fabric-gateway'
import { gateway as wire, msp, peer } from '@hyperledger/fabric-protos'
import type { LedgerConfig, LedgerDeadlines } from '../config'
import type { Place, WriteRequest } from '../register/register'
import { Contention, OutcomeUnknown, RegisterUnavailable, TransactionInvalid } from '../register/register'
import { writesAnything } from './block'
import { isConflict, meaningOf, validationCodeName } from './failure'

const ATTEMPTS = 5
/** How long one look for the commit may take before the transaction is handed over again. */
const ACCEPTED_PATIENCE_MS = 10_000
const REFUSED_PATIENCE_MS = 2_000

/** What a submission needs of its surroundings. */
export interface Submitter {
  readonly client: Gateway
  readonly config: LedgerConfig
  readonly deadlines: LedgerDeadlines
}

/** The contract's answer, and where it was committed; no place when there was nothing to write. */
export interface Submission {
  readonly result: string
  readonly place?: Place
}

/** One transaction of the contract. */
export interface Call {
  readonly name: string
  readonly args: readonly string[]
  readonly transient?: Readonly<Record<string, Uint8Array>>
  /** MSP ids of the organisations whose peers alone may see it; without them Fabric's plan decides. */
  readonly endorsers?: readonly string[]
}

/** Runs one transaction of the contract to its certain end: committed, refused, not written, or honestly unknown. */
export async function submit(submitter: Submitter, request: WriteRequest, call: Call): Promise<Submission> {
  for (let attempt = 1; ; attempt++) {
    const transaction = await endorse(submitter, call, attempt)
    if (transaction === 'try-again') {
      await pause(attempt)
      continue
    }
    request.mark('endorsed')
    const result = Buffer.from(transaction.getResult()).toString('utf8')
    if (!hasWrites(transaction, submitter.config.chaincode)) return { result }
    const { code, block } = await commit(submitter, transaction)
    request.mark('committed')
    const transactionId = transaction.getTransactionId()
    if (code === peer.TxValidationCode.VALID) return { result, place: { transactionId, block } }
    if (!isConflict(code)) throw new TransactionInvalid(transactionId, validationCodeName(code))
    if (attempt >= ATTEMPTS) throw new Contention('others changed the same records at the same moment')
    await pause(attempt)
  }
}

async function endorse(
  { client, config }: Submitter,
  { name, args, transient, endorsers }: Call,
  attempt: number,
): Promise<Transaction | 'try-again'> {
  const contract = client.getNetwork(config.channel).getContract(config.chaincode)
  try {
    const options = {
      arguments: [...args],
      ...(transient !== undefined && { transientData: transient }),
      ...(endorsers !== undefined && { endorsingOrganizations: [...endorsers] }),
    }
    return await contract.newProposal(name, options).endorse()
  } catch (error) {
    const meaning = meaningOf(error)
    if (meaning.kind === 'refused') throw meaning.refusal
    if (meaning.kind === 'try-again' && attempt < ATTEMPTS) return 'try-again'
    throw meaning.error
  }
}

interface CommitStatus {
  readonly code: number
  readonly block: number
}

/**
 * Submitting the same signed envelope again is safe: its id is unique on the ledger. An orderer that answers UNAVAILABLE
 * may have ordered it all the same, so only the commit status counts.
 */
async function commit(submitter: Submitter, transaction: Transaction): Promise<CommitStatus> {
  const until = Date.now() + submitter.deadlines.submit + submitter.deadlines.commit
  for (let attempt = 1; ; attempt++) {
    // The first channel may be gone for good: later attempts take the one that is open now.
    const handed = attempt === 1 ? transaction : submitter.client.newTransaction(transaction.getBytes())
    const accepted = await handOver(handed, Math.min(until, Date.now() + submitter.deadlines.submit))
    const patience = Math.min(accepted ? ACCEPTED_PATIENCE_MS : REFUSED_PATIENCE_MS, submitter.deadlines.commit)
    const status = await commitStatus(submitter, transaction, Math.min(until, Date.now() + patience))
    if (status !== undefined) return status
    if (Date.now() >= until) throw new OutcomeUnknown(transaction.getTransactionId())
    await pause(attempt, until)
  }
}

/** False if nobody confirmed to have taken the transaction; it may be on its way nevertheless. */
async function handOver(transaction: Transaction, deadline: number): Promise<boolean> {
  try {
    await transaction.submit({ deadline })
    return true
  } catch {
    return false
  }
}

/** Undefined if the peer does not say: whatever the reason, it tells nothing about the transaction. */
async function commitStatus(
  { client, config }: Submitter,
  transaction: Transaction,
  deadline: number,
): Promise<CommitStatus | undefined> {
  const commitRequest = client.newCommit(commitStatusRequest(client.getIdentity(), config.channel, transaction))
  try {
    const { code, blockNumber } = await commitRequest.getStatus({ deadline })
    return { code, block: Number(blockNumber) }
  } catch {
    return undefined
  }
}

function commitStatusRequest(identity: Identity, channel: string, transaction: Transaction): Uint8Array {
  const creator = new msp.SerializedIdentity()
  creator.setMspid(identity.mspId)
  creator.setIdBytes(identity.credentials)
  const request = new wire.CommitStatusRequest()
  request.setChannelId(channel)
  request.setTransactionId(transaction.getTransactionId())
  request.setIdentity(creator.serializeBinary())
  const signed = new wire.SignedCommitStatusRequest()
  signed.setRequest(request.serializeBinary())
  return signed.serializeBinary()
}

function hasWrites(transaction: Transaction, namespace: string): boolean {
  const envelope = wire.PreparedTransaction.deserializeBinary(transaction.getBytes()).getEnvelope()
  if (envelope === undefined) throw new RegisterUnavailable('the register prepared no transaction')
  return writesAnything(envelope, namespace)
}

/** Grows with the attempts, and differs between writers that met once already. */
async function pause(attempt: number, until = Infinity): Promise<void> {
  const milliseconds = 25 * 2 ** Math.min(attempt, 6) * (0.5 + Math.random())
  await delay(Math.max(0, Math.min(milliseconds, until - Date.now())))
}
