import { claiming, garbled } from '../raw/identities'
import type { IdentityKind } from '../raw/identities'
import { commit, each, evaluate, hand, prepare, propose, seen, signerOf, transactionOf, collect } from '../raw/play'
import type { Intent } from '../raw/play'
import { buildEnvelope, resigned } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

/** Evaluates, endorses through the gateway and, if it is endorsed, submits as this identity. */
export async function tryAll(run: ScenarioRun, intent: Intent, at = 'Org1MSP'): Promise<Json> {
  const signer = intent.signer ?? (await signerOf(run, intent.as ?? 'Org1MSP', intent.kind))
  return {
    evaluate: await seen(async () => {
      const asked = await propose(run, 'asked', { ...intent, signer, args: ['creator'] })
      return evaluate(run, asked, { at })
    }),
    submit: await seen(async () => {
      const proposal = await propose(run, 'written', { ...intent, signer })
      const envelope = await prepare(run, proposal, { at })
      return commit(run, proposal.txId, resigned(envelope, signer), at)
    }),
  }
}

function byKind(id: string, title: string, kind: IdentityKind, alone = false): Scenario {
  return { id: `identities/${id}`, title, alone, steps: [act('evaluate and submit', (run) => tryAll(run, { kind }))] }
}

/** Orders what somebody else has proposed, as this identity: orderers and committing peers look at who signs an envelope. */
function ordered(id: string, title: string, kind: IdentityKind): Scenario {
  return {
    id: `identities/${id}`,
    title,
    steps: [
      act('hand over an envelope', async (run) => {
        const proposal = await propose(run, 'other', {})
        const signer = await signerOf(run, 'Org1MSP', kind)
        const own = await propose(run, 'own', { signer })
        const endorsed = await collect(run, proposal, ['Org1MSP'])
        const envelope = transactionOf(own, endorsed, (message) => signer.sign(message))
        return seen(() => commit(run, own.txId, envelope))
      }),
    ],
  }
}

/** Who may propose, endorse and order. */
export const IDENTITIES: readonly Scenario[] = [
  byKind('client', 'a client reads and writes', 'client'),
  byKind('admin', 'an administrator reads and writes', 'admin'),
  byKind('peer', 'a peer reads, is endorsed, and may not write', 'peer'),
  byKind('orderer', 'an orderer’s certificate may not write', 'orderer'),
  byKind('expired', 'an expired certificate is refused by the peers before anything else', 'expired', true),
  byKind('not-yet-valid', 'a certificate is taken before its time', 'not yet valid'),
  byKind('other-authority', 'a certificate of another authority of the same name is refused', 'other authority'),
  byKind('other-authority-expired', 'its end is looked at first', 'other authority, expired', true),
  byKind('unknown-msp', 'an identity of an MSP that the channel does not have is malformed', 'unknown MSP'),
  byKind('authority', 'an authority’s own certificate is no identity', 'authority'),
  ordered('expired-orders', 'an expired certificate is refused by the orderers', 'expired'),
  ordered('other-authority-orders', 'a certificate of another authority is no writer', 'other authority'),
  ordered('unknown-msp-orders', 'an unknown MSP is no writer', 'unknown MSP'),
  ordered('peer-orders', 'a peer is no writer', 'peer'),
  ordered('orderer-orders', 'what an orderer of the channel itself signs is ordered', 'orderer'),
  {
    id: 'identities/certificate-of-another-member',
    title: 'a certificate counts only with the MSP of its authority',
    steps: [
      act('evaluate and submit', async (run) => {
        const { material } = run.organization('Org1MSP')
        return tryAll(run, { signer: await claiming(material, 'Org2MSP') }, 'Org2MSP')
      }),
    ],
  },
  {
    id: 'identities/garbled',
    title: 'a creator that is no certificate is malformed',
    steps: [
      act('evaluate', (run) =>
        each(['garbled', 'no identity', 'no MSP'], async (kind) => {
          const creator = {
            garbled: garbled('Org1MSP'),
            'no identity': Buffer.from('\xff\xff\xff', 'latin1'),
            'no MSP': garbled(''),
          }[kind]
          return evaluate(run, await propose(run, kind, { creator }))
        }),
      ),
    ],
  },
  {
    id: 'identities/observer',
    title: 'an observer’s client reads at its own peer, is endorsed by members, and is no writer',
    steps: [
      act('at its own peer', (run) => tryAll(run, { as: 'WatchMSP' }, 'WatchMSP')),
      act('at a member’s peer', (run) => tryAll(run, { as: 'WatchMSP' }, 'Org1MSP')),
    ],
  },
  {
    id: 'identities/at-another-member',
    title: 'a member’s client may use another member’s gateway',
    steps: [act('evaluate and submit', (run) => tryAll(run, { as: 'Org2MSP' }, 'Org1MSP'))],
  },
  {
    id: 'identities/submitted-by-another',
    title: 'the creator of a proposal must sign its transaction',
    steps: [
      act('hand over an envelope signed by another member', async (run) => {
        const proposal = await propose(run, 'mine', {})
        const envelope = await prepare(run, proposal)
        const other = await run.signer('Org2MSP')
        return seen(() => commit(run, proposal.txId, resigned(envelope, other)))
      }),
    ],
  },
  {
    id: 'identities/nobody-orders',
    title: 'an envelope without a creator is no writer’s',
    steps: [
      act('hand over', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'nobody', { creator: new Uint8Array() })
        const envelope = buildEnvelope(proposal.header, new Uint8Array(), (message) => signer.sign(message))
        return seen(async () => {
          await hand(run, envelope)
          return 'taken'
        })
      }),
    ],
  },
]
