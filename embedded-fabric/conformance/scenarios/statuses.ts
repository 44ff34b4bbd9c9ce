import { gateway, peer } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { collect, commit, hand, prepare, propose, seen, signerOf, transactionOf } from '../raw/play'
import type { Intent } from '../raw/play'
import { nameOf } from '../raw/seek'
import { resigned } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

/** What the Gateway's CommitStatus answers, and whether the block is the transaction's. */
export async function statusOf(
  run: ScenarioRun,
  txId: string,
  options: { readonly at?: string; readonly as?: string; readonly kind?: Intent['kind'] } = {},
): Promise<Json> {
  const { at = 'Org1MSP', as = 'Org1MSP', kind } = options
  const signer = await signerOf(run, as, kind)
  const request = new gateway.CommitStatusRequest()
  request.setChannelId(run.channelId)
  request.setTransactionId(txId)
  request.setIdentity(signer.serialized)
  const bytes = request.serializeBinary()
  const signed = new gateway.SignedCommitStatusRequest()
  signed.setRequest(bytes)
  signed.setSignature(signer.sign(bytes))
  const answer = gateway.CommitStatusResponse.deserializeBinary(
    await run.stage.call(at, PATHS.commitStatus, signed.serializeBinary()),
  )
  const { block } = await run.stage.observe(txId)
  return { code: nameOf(peer.TxValidationCode, answer.getResult()), itsBlock: answer.getBlockNumber() === block }
}

/** What is told of a transaction once it is submitted. */
export const STATUSES: readonly Scenario[] = [
  {
    id: 'statuses/committed',
    title: 'every member’s peer tells a reader the status of a transaction',
    steps: [
      act('ask', async (run) => {
        const proposal = await propose(run, 'known')
        await commit(run, proposal.txId, resigned(await prepare(run, proposal), await run.signer('Org1MSP')))
        return {
          own: await seen(() => statusOf(run, proposal.txId)),
          elsewhere: await seen(() => statusOf(run, proposal.txId, { at: 'Org3MSP' })),
          byAnother: await seen(() => statusOf(run, proposal.txId, { as: 'Org2MSP' })),
          byObserver: await seen(() => statusOf(run, proposal.txId, { as: 'WatchMSP', at: 'WatchMSP' })),
          byPeer: await seen(() => statusOf(run, proposal.txId, { kind: 'peer' })),
          byExpired: await seen(() => statusOf(run, proposal.txId, { kind: 'expired' })),
          byStranger: await seen(() => statusOf(run, proposal.txId, { kind: 'other authority' })),
        }
      }),
    ],
  },
  {
    id: 'statuses/invalid',
    title: 'an invalid transaction has a status, too',
    steps: [
      act('ask', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'invalid', { chaincode: 'two' })
        const endorsed = await collect(run, proposal, ['Org1MSP'])
        await commit(
          run,
          proposal.txId,
          transactionOf(proposal, endorsed, (message) => signer.sign(message)),
        )
        return seen(() => statusOf(run, proposal.txId, { at: 'Org2MSP' }))
      }),
    ],
  },
  {
    id: 'statuses/waited-for',
    title: 'a transaction that is still to come is waited for',
    steps: [
      act('ask, then submit', async (run) => {
        const proposal = await propose(run, 'late')
        const envelope = resigned(await prepare(run, proposal), await run.signer('Org1MSP'))
        const waiting = seen(() => statusOf(run, proposal.txId, { at: 'Org2MSP' }))
        await commit(run, proposal.txId, envelope)
        return waiting
      }),
    ],
  },
  {
    id: 'statuses/several-wait',
    title: 'all who wait for a transaction are told',
    steps: [
      act('ask five times, then submit', async (run) => {
        const proposal = await propose(run, 'late')
        const envelope = resigned(await prepare(run, proposal), await run.signer('Org1MSP'))
        const waiting = Array.from({ length: 5 }, () => seen(() => statusOf(run, proposal.txId)))
        await run.order({ txId: proposal.txId, submit: () => hand(run, envelope, { txId: proposal.txId }) })
        return Promise.all(waiting)
      }),
    ],
  },
]
