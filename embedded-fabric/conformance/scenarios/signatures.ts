import { gateway } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { commit, each, evaluate, hand, prepare, propose, seen } from '../raw/play'
import { highS, spoiled } from '../raw/signature'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

const KINDS = ['spoiled', 'high S', 'of something else', 'of another identity', 'no DER', 'none'] as const
type Kind = (typeof KINDS)[number]

/** How an identity signs wrongly. */
async function wrong(run: ScenarioRun, kind: Kind): Promise<(message: Uint8Array) => Uint8Array> {
  const own = await run.signer('Org1MSP')
  const other = await run.signer('Org2MSP')
  return (message) => {
    switch (kind) {
      case 'spoiled':
        return spoiled(own.sign(message))
      case 'high S':
        return highS(own.sign(message))
      case 'of something else':
        return own.sign(Buffer.from('something else'))
      case 'of another identity':
        return other.sign(message)
      case 'no DER':
        return Buffer.from('no signature')
      case 'none':
        return new Uint8Array()
    }
  }
}

async function statusSigned(run: ScenarioRun, kind: Kind): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const request = new gateway.CommitStatusRequest()
  request.setChannelId(run.channelId)
  request.setTransactionId('any')
  request.setIdentity(signer.serialized)
  const bytes = request.serializeBinary()
  const signed = new gateway.SignedCommitStatusRequest()
  signed.setRequest(bytes)
  signed.setSignature((await wrong(run, kind))(bytes))
  await run.stage.call('Org1MSP', PATHS.commitStatus, signed.serializeBinary())
  return 'answered'
}

/** What a wrong signature comes to. */
export const SIGNATURES: readonly Scenario[] = [
  {
    id: 'signatures/proposal-evaluated',
    title: 'a proposal is evaluated only with its creator’s own signature with a low S',
    steps: [
      act('evaluate', (run) =>
        each(KINDS, async (kind) => evaluate(run, await propose(run, kind, { sign: await wrong(run, kind) }))),
      ),
    ],
  },
  {
    id: 'signatures/proposal-endorsed',
    title: 'a proposal is endorsed only with its creator’s own signature with a low S',
    steps: [
      act('endorse', (run) =>
        each(KINDS, async (kind) => {
          await prepare(run, await propose(run, kind, { sign: await wrong(run, kind) }))
          return 'endorsed'
        }),
      ),
    ],
  },
  {
    id: 'signatures/proposal-at-named-members',
    title: 'what a peer of another member refuses to answer makes it unavailable',
    alone: true,
    steps: [
      act('endorse by Org2MSP', async (run) => {
        const proposal = await propose(run, 'spoiled', { sign: await wrong(run, 'spoiled') })
        return seen(async () => {
          await prepare(run, proposal, { organizations: ['Org2MSP'] })
          return 'endorsed'
        })
      }),
    ],
  },
  {
    id: 'signatures/proposal-at-endorser',
    title: 'a peer asked itself answers with an error',
    steps: [
      act('process the proposal', (run) =>
        each(KINDS, async (kind) => {
          const { signed } = await propose(run, kind, { sign: await wrong(run, kind) })
          await run.stage.call('Org2MSP', PATHS.processProposal, signed.serializeBinary())
          return 'answered'
        }),
      ),
    ],
  },
  {
    id: 'signatures/envelope',
    title: 'orderers take an envelope only with its creator’s own signature with a low S',
    steps: [
      act('submit', (run) =>
        each(KINDS, async (kind) => {
          const proposal = await propose(run, kind)
          const envelope = await prepare(run, proposal)
          envelope.setSignature((await wrong(run, kind))(envelope.getPayload_asU8()))
          return commit(run, proposal.txId, envelope)
        }),
      ),
    ],
  },
  {
    id: 'signatures/altered-envelope',
    title: 'an envelope that was altered after it was signed is refused',
    steps: [
      act('submit', async (run) => {
        const proposal = await propose(run, 'altered')
        const envelope = await prepare(run, proposal)
        const signature = (await run.signer('Org1MSP')).sign(envelope.getPayload_asU8())
        const payload = Buffer.from(envelope.getPayload_asU8())
        payload.writeUInt8((payload.at(-1) ?? 0) ^ 1, payload.length - 1)
        envelope.setPayload(payload)
        envelope.setSignature(signature)
        return seen(async () => {
          await hand(run, envelope)
          return 'taken'
        })
      }),
    ],
  },
  {
    id: 'signatures/altered-proposal',
    title: 'a proposal that was altered after it was signed is refused',
    steps: [
      act('endorse', async (run) => {
        const proposal = await propose(run, 'signed')
        const other = await propose(run, 'other', { args: ['put', '~a', '2'] })
        other.signed.setSignature(proposal.signed.getSignature_asU8())
        return seen(async () => {
          await prepare(run, other)
          return 'endorsed'
        })
      }),
    ],
  },
  {
    id: 'signatures/commit-status',
    title: 'a transaction’s status is told only to who signs for it',
    steps: [act('ask', (run) => each(KINDS, (kind) => statusSigned(run, kind)))],
  },
]
