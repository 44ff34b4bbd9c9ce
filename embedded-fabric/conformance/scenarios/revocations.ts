import { peer } from '@hyperledger/fabric-protos'
import { ask, KINDS, told } from '../raw/blocks'
import { PATHS } from '../raw/connection'
import {
  collect,
  commit,
  each,
  evaluate,
  hand,
  prepare,
  propose,
  seen,
  signerOf,
  transactionOf,
  valueOf,
} from '../raw/play'
import { positionOf } from '../raw/seek'
import { endorse, resigned } from '../raw/transaction'
import type { RevokedKind } from '../revoked'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'
import { tryAll } from './identities'
import { statusOf } from './statuses'
import { events } from './streams'

const BOTH = ['Org1MSP', 'Org2MSP'] as const

/** Evaluates, endorses and submits, at the organisation's own peer and at another member's. */
function byKind(id: string, title: string, kind: RevokedKind, alone = false): Scenario {
  return {
    id: `revocations/${id}`,
    title,
    alone,
    steps: [
      act('at its own peer', (run) => tryAll(run, { kind })),
      act('at another member’s peer', (run) => tryAll(run, { kind }, 'Org2MSP')),
    ],
  }
}

/** What the Endorser service of an organisation's peer answers to a proposal. */
async function proposed(run: ScenarioRun, name: string, at: string): Promise<Json> {
  const proposal = await propose(run, name, { kind: 'revoked' })
  const bytes = await run.stage.call(at, PATHS.processProposal, proposal.signed.serializeBinary())
  const answer = peer.ProposalResponse.deserializeBinary(bytes)
  return { status: answer.getResponse()?.getStatus() ?? 0, message: answer.getResponse()?.getMessage() ?? '' }
}

/** Orders a transaction of `two` whose first endorsement is replaced, or joined, by a revoked peer's. */
async function endorsedByRevoked(run: ScenarioRun, name: string, joined: boolean): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const proposal = await propose(run, name, { chaincode: 'two' })
  const endorsed = await collect(run, proposal, BOTH)
  const revoked = endorse(await signerOf(run, 'Org1MSP', 'revoked peer'), endorsed.payload)
  const endorsements = [revoked, ...endorsed.endorsements.slice(joined ? 0 : 1)]
  const envelope = transactionOf(proposal, { ...endorsed, endorsements }, (message) => signer.sign(message))
  return { validation: await seen(() => commit(run, proposal.txId, envelope)), value: await valueOf(run, '~a', 'two') }
}

async function committed(run: ScenarioRun, name: string): Promise<string> {
  const proposal = await propose(run, name, { args: ['event', name, 'payload'] })
  await commit(run, proposal.txId, resigned(await prepare(run, proposal), await run.signer('Org1MSP')))
  return proposal.txId
}

/** What certificates that a revocation list names are still good for. */
export const REVOCATIONS: readonly Scenario[] = [
  byKind('client', 'a revoked client neither reads nor writes, at no member’s peer', 'revoked'),
  byKind('administrator', 'nor does a revoked administrator', 'revoked administrator'),
  byKind('peer', 'nor does a revoked peer', 'revoked peer'),
  byKind('expired', 'that a certificate has expired is said first', 'revoked, expired', true),
  byKind('old-list', 'the dates of a list do not matter', 'revoked by an old list'),
  byKind('stranger', 'a list that the authority has not signed revokes nothing', 'named by a stranger'),
  byKind('another-member', 'nor does a list that only another member has', 'named at another member'),
  {
    id: 'revocations/others',
    title: 'the organisation’s other clients read and write',
    steps: [act('evaluate and submit', (run) => tryAll(run, { kind: 'client' }))],
  },
  {
    id: 'revocations/proposed',
    title: 'peers refuse a revoked client’s proposal around the gateway, too',
    steps: [act('propose', (run) => each(BOTH, (at) => proposed(run, at, at)))],
  },
  {
    id: 'revocations/chosen',
    title: 'and so they do when the client chooses them',
    steps: [
      act('evaluate and endorse', (run) =>
        each(['evaluate', 'endorse'], async (name) => {
          const proposal = await propose(run, name, { kind: 'revoked' })
          if (name === 'evaluate') return evaluate(run, proposal, { targets: ['Org2MSP'] })
          await prepare(run, proposal, { organizations: BOTH })
          return 'endorsed'
        }),
      ),
    ],
  },
  {
    id: 'revocations/orders',
    title: 'the orderers refuse what a revoked client signs',
    steps: [
      act('hand over an envelope', async (run) => {
        const signer = await signerOf(run, 'Org1MSP', 'revoked')
        const own = await propose(run, 'own', { signer })
        const endorsed = await collect(run, await propose(run, 'other', {}), ['Org1MSP'])
        const envelope = transactionOf(own, endorsed, (message) => signer.sign(message))
        return seen(() => commit(run, own.txId, envelope))
      }),
      act('hand over another member’s transaction', async (run) => {
        const proposal = await propose(run, 'mine', {})
        const envelope = await prepare(run, proposal)
        const signer = await signerOf(run, 'Org1MSP', 'revoked')
        return seen(async () => {
          await hand(run, resigned(envelope, signer), { txId: proposal.txId })
          return 'taken'
        })
      }),
    ],
  },
  {
    id: 'revocations/events',
    title: 'a revoked client hears no events',
    steps: [
      act('listen', (run) =>
        each(['revoked', 'revoked peer', 'named by a stranger'], async (kind) => {
          const { block } = await run.stage.observe(await committed(run, `before ${kind}`))
          return events(run, 1, { signer: await signerOf(run, 'Org1MSP', kind), start: positionOf(block) })
        }),
      ),
    ],
  },
  {
    id: 'revocations/events-checkpoint',
    title: 'nor those after a transaction of its own time',
    steps: [
      act('listen', async (run) => {
        const first = await committed(run, 'first')
        await committed(run, 'second')
        return seen(async () => events(run, 1, { signer: await signerOf(run, 'Org1MSP', 'revoked'), after: first }))
      }),
    ],
  },
  {
    id: 'revocations/blocks',
    title: 'a revoked client gets no blocks',
    steps: [
      act('seek block 0', async (run) => {
        const found: Record<string, Json> = {}
        for (const at of BOTH) {
          const signer = await signerOf(run, 'Org1MSP', 'revoked')
          for (const kind of KINDS) {
            found[`${kind} at ${at}`] = told(await ask(run, [{ start: 'oldest', stop: 'oldest', kind, at, signer }]))
          }
        }
        return found
      }),
    ],
  },
  {
    id: 'revocations/status',
    title: 'a revoked client is told no status',
    steps: [
      act('ask', async (run) => {
        const txId = await committed(run, 'known')
        return each(['revoked', 'revoked, expired', 'revoked by an old list', 'named at another member'], (kind) =>
          statusOf(run, txId, { kind }),
        )
      }),
    ],
  },
  {
    id: 'revocations/endorser',
    title: 'a revoked peer’s endorsement does not count',
    steps: [act('order', (run) => endorsedByRevoked(run, 'replaced', false))],
  },
  {
    id: 'revocations/endorser-beside',
    title: 'nor does it harm beside good ones',
    steps: [act('order', (run) => endorsedByRevoked(run, 'joined', true))],
  },
  {
    id: 'revocations/ledger-query',
    title: 'a revoked client asks the ledger for nothing',
    steps: [
      act('evaluate', (run) =>
        seen(async () => {
          const proposal = await propose(run, 'query', {
            kind: 'revoked',
            chaincode: 'qscc',
            args: ['GetChainInfo', run.channelId],
          })
          return evaluate(run, proposal)
        }),
      ),
    ],
  },
]
