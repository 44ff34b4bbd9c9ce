import { collect, commit, evaluate, hand, prepare, propose, seen, transactionOf } from '../raw/play'
import { resigned } from '../raw/transaction'
import { act } from '../scenario'
import type { Scenario } from '../scenario'

/** What happens to what was sent before. */
export const REPLAYS: readonly Scenario[] = [
  {
    id: 'replays/committed-proposal',
    title: 'a proposal whose transaction is in the ledger is refused, even for evaluation',
    alone: true,
    steps: [
      act('send it again', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'sent')
        const envelope = resigned(await prepare(run, proposal), signer)
        return {
          first: await seen(() => commit(run, proposal.txId, envelope)),
          evaluate: await seen(() => evaluate(run, proposal)),
          endorse: await seen(async () => {
            await prepare(run, proposal)
            return 'endorsed'
          }),
          byAnother: await seen(async () => {
            await prepare(run, proposal, { organizations: ['Org2MSP'] })
            return 'endorsed'
          }),
        }
      }),
    ],
  },
  {
    id: 'replays/invalid-proposal',
    title: 'the id of an invalid transaction is used up, too',
    steps: [
      act('send it again', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'sent', { chaincode: 'two' })
        const endorsed = await collect(run, proposal, ['Org1MSP'])
        return {
          first: await seen(() =>
            commit(
              run,
              proposal.txId,
              transactionOf(proposal, endorsed, (message) => signer.sign(message)),
            ),
          ),
          endorse: await seen(async () => {
            await prepare(run, proposal)
            return 'endorsed'
          }),
        }
      }),
    ],
  },
  {
    id: 'replays/uncommitted-proposal',
    title: 'a proposal may be sent again while its transaction is not in the ledger',
    steps: [
      act('send it twice', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'sent')
        const once = await evaluate(run, proposal)
        await prepare(run, proposal)
        const again = await prepare(run, proposal)
        return {
          evaluated: once,
          second: await seen(() => commit(run, proposal.txId, resigned(again, signer))),
        }
      }),
    ],
  },
  {
    id: 'replays/committed-envelope',
    title: 'an envelope that was ordered is not ordered again',
    steps: [
      act('submit it again', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'sent')
        const envelope = resigned(await prepare(run, proposal), signer)
        return {
          first: await seen(() => commit(run, proposal.txId, envelope)),
          again: await seen(async () => {
            await hand(run, envelope)
            return 'taken'
          }),
        }
      }),
    ],
  },
  {
    id: 'replays/same-id-other-content',
    title: 'another transaction of the same creator and nonce is the same one to the orderers',
    steps: [
      act('submit both', async (run) => {
        const signer = await run.signer('Org1MSP')
        const nonce = Buffer.from(run.prefix.padEnd(24, '.')).subarray(0, 24)
        const one = await propose(run, 'sent', { nonce })
        const two = await propose(run, 'sent', { nonce, args: ['put', '~a', '2'] })
        const first = resigned(await prepare(run, one), signer)
        const second = resigned(await prepare(run, two), signer)
        return {
          sameId: one.txId === two.txId,
          first: await seen(() => commit(run, one.txId, first)),
          second: await seen(async () => {
            await hand(run, second)
            return 'taken'
          }),
        }
      }),
    ],
  },
  {
    id: 'replays/stolen-proposal',
    title: 'another identity cannot send a client’s proposal as its own',
    steps: [
      act('put another creator in it', async (run) => {
        const other = await run.signer('Org2MSP')
        const mine = await propose(run, 'mine')
        const envelope = resigned(await prepare(run, mine), other)
        return {
          submitted: await seen(async () => {
            await hand(run, envelope)
            return 'taken'
          }),
          endorsed: await seen(async () => {
            const stolen = await propose(run, 'stolen', {
              signer: other,
              changeChannelHeader: (header) => header.setTxId(mine.txId),
            })
            await prepare(run, stolen)
            return 'endorsed'
          }),
        }
      }),
    ],
  },
]
