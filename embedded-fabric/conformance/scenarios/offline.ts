import { connect, hash } from '@hyperledger/fabric-gateway'
import type { Gateway } from '@hyperledger/fabric-gateway'
import { Client, credentials } from '@grpc/grpc-js'
import { msp } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { orRefusal } from '../steps'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'
import type { ScenarioRun } from '../run'
import { spoiled } from '../raw/signature'

type Sign = (message: Uint8Array) => Uint8Array

/** The client library without a signer: whoever has the key signs the digests elsewhere. */
async function offline(run: ScenarioRun, work: (gateway: Gateway, signer: Signer) => Promise<Json>): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const { endpoint, serverName, tlsRootCertificate, mspId } = run.organization('Org1MSP')
  const client = new Client(endpoint, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
    ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
  })
  const certificate = msp.SerializedIdentity.deserializeBinary(signer.serialized).getIdBytes_asU8()
  const gateway = connect({ client, identity: { mspId, credentials: certificate }, hash: hash.none })
  try {
    return await orRefusal(() => work(gateway, signer))
  } finally {
    gateway.close()
    client.close()
  }
}

/** All four steps, each signed apart. */
async function allSteps(
  run: ScenarioRun,
  gateway: Gateway,
  sign: Readonly<Record<'proposal' | 'transaction' | 'commit', Sign>>,
): Promise<Json> {
  const contract = gateway.getNetwork(run.channelId).getContract('any')
  const unsigned = contract.newProposal('put', { arguments: [run.own('~a'), 'signed elsewhere'] })
  run.remember('offline', unsigned.getTransactionId())
  const proposal = gateway.newSignedProposal(unsigned.getBytes(), sign.proposal(unsigned.getDigest()))
  const unsignedTransaction = await proposal.endorse()
  const transaction = gateway.newSignedTransaction(
    unsignedTransaction.getBytes(),
    sign.transaction(unsignedTransaction.getDigest()),
  )
  const unsignedCommit = await transaction.submit()
  const commit = gateway.newSignedCommit(unsignedCommit.getBytes(), sign.commit(unsignedCommit.getDigest()))
  const { successful, code } = await commit.getStatus()
  return { successful, code, sameId: commit.getTransactionId() === unsigned.getTransactionId() }
}

function withWrong(step: 'proposal' | 'transaction' | 'commit'): Scenario {
  return {
    id: `offline/wrong-${step}`,
    title: `a wrong signature of the ${step} is noticed there`,
    steps: [
      act('sign and send', (run) =>
        offline(run, (gateway, signer) => {
          const right: Sign = (message) => signer.sign(message)
          const all = { proposal: right, transaction: right, commit: right }
          return allSteps(run, gateway, { ...all, [step]: (message: Uint8Array) => spoiled(signer.sign(message)) })
        }),
      ),
    ],
  }
}

/** Signatures that are made elsewhere than in the client. */
export const OFFLINE: readonly Scenario[] = [
  {
    id: 'offline/all-steps',
    title: 'proposal, transaction and status may be signed elsewhere',
    steps: [
      act('sign and send', (run) =>
        offline(run, (gateway, signer) => {
          const sign: Sign = (message) => signer.sign(message)
          return allSteps(run, gateway, { proposal: sign, transaction: sign, commit: sign })
        }),
      ),
    ],
  },
  {
    id: 'offline/evaluate',
    title: 'an evaluation may be signed elsewhere',
    steps: [
      act('sign and send', (run) =>
        offline(run, async (gateway, signer) => {
          const unsigned = gateway.getNetwork(run.channelId).getContract('any').newProposal('creator')
          const proposal = gateway.newSignedProposal(unsigned.getBytes(), signer.sign(unsigned.getDigest()))
          return Buffer.from(await proposal.evaluate()).toString()
        }),
      ),
    ],
  },
  {
    id: 'offline/events',
    title: 'a request for events may be signed elsewhere',
    steps: [
      act('sign and send', (run) =>
        offline(run, async (gateway, signer) => {
          const network = gateway.getNetwork(run.channelId)
          const contract = network.getContract('any')
          const unsigned = contract.newProposal('event', { arguments: ['signed', 'elsewhere'] })
          const txId = unsigned.getTransactionId()
          run.remember('event', txId)
          const proposal = gateway.newSignedProposal(unsigned.getBytes(), signer.sign(unsigned.getDigest()))
          const prepared = await proposal.endorse()
          const transaction = gateway.newSignedTransaction(prepared.getBytes(), signer.sign(prepared.getDigest()))
          await run.order({ txId, submit: () => transaction.submit() })
          const { block } = await run.stage.observe(txId)
          const request = network.newChaincodeEventsRequest('any', { startBlock: BigInt(block) })
          const signed = gateway.newSignedChaincodeEventsRequest(request.getBytes(), signer.sign(request.getDigest()))
          const events = await signed.getEvents()
          try {
            for await (const event of events) {
              if (event.transactionId === txId) return [event.eventName, Buffer.from(event.payload).toString()]
            }
            return 'nothing'
          } finally {
            events.close()
          }
        }),
      ),
    ],
  },
  withWrong('proposal'),
  withWrong('transaction'),
  withWrong('commit'),
]
