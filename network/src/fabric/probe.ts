import { order, type PeerConnection } from './peer-connection'
import { propose, type Proposal } from './proposal'
import { until } from './wait'

/** A call of a contract that changes nothing. */
export interface Probe {
  readonly name: string
  readonly args?: readonly string[]
}

/** Every contract that is made with fabric-contract-api describes itself, and writes nothing. */
const METADATA: Probe = { name: 'org.hyperledger.fabric:GetMetadata' }

/**
 * Waits until the network does its work: every member's gateway finds the endorsements that the policy wants, one such
 * transaction is valid in every ledger, and every observer gets an answer.
 */
export async function probe(options: {
  readonly channelId: string
  readonly chaincode: string
  readonly call?: Probe | undefined
  readonly endorsers: readonly PeerConnection[]
  readonly observers: readonly PeerConnection[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}): Promise<void> {
  const { channelId, chaincode, call = METADATA, endorsers, observers, timeoutMs, signal } = options
  const proposalOf = (connection: PeerConnection): Proposal =>
    propose({ channelId, chaincode, args: [call.name, ...(call.args ?? [])] }, connection.signer)
  const endorsed = endorsers.map((connection) =>
    until(
      `an endorsement through ${connection.member.mspId}`,
      async () => {
        const proposal = proposalOf(connection)
        return { connection, proposal, transaction: await connection.endorseAsGateway(channelId, proposal) }
      },
      { timeoutMs, signal },
    ),
  )
  const evaluated = observers.map((connection) =>
    until(
      `an answer through ${connection.member.mspId}`,
      () => connection.evaluateAsGateway(channelId, proposalOf(connection)),
      {
        timeoutMs,
        signal,
      },
    ),
  )
  const [[first]] = await Promise.all([Promise.all(endorsed), Promise.all(evaluated)])
  if (first === undefined) return
  const { connection, proposal, transaction } = first
  await order(connection, channelId, proposal.transactionId, transaction)
  const everybody = [...endorsers, ...observers]
  await Promise.all(everybody.map((member) => member.committed(channelId, proposal.transactionId)))
}
