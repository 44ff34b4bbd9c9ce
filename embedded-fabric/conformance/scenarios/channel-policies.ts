import { createSigner, issueClient } from 'embedded-fabric'
import type { NodeRole } from 'embedded-fabric'
import { collect as collectRaw, commit, each, propose, seen, transactionOf } from '../raw/play'
import type { Intent } from '../raw/play'
import { endorse as endorseRaw } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act, collect, evaluate, order, submit } from '../scenario'
import type { Json, Scenario, Step } from '../scenario'

const WRITE = [['put', '~a', '1']] as const
const FOUR = ['Org1MSP', 'Org2MSP', 'Org3MSP', 'Org4MSP'] as const

/** A transaction with the endorsements of exactly these organisations' peers. */
function endorsedBy(chaincode: string, ...from: readonly string[]): readonly Step[] {
  const name = `by ${from.map((mspId) => mspId.replace('MSP', '')).join(' and ')}`
  return [collect(name, from, WRITE, { chaincode }), order(name)]
}

type Endorser = readonly [mspId: string, role: NodeRole]

/** Orders a proposal's result as Org1's peer has it, endorsed by these identities, and by that peer when it is asked for. */
async function endorsedAs(
  run: ScenarioRun,
  name: string,
  intent: Intent,
  others: readonly Endorser[],
  ownPeer = false,
): Promise<Json> {
  const proposal = await propose(run, name, intent)
  const endorsed = await collectRaw(run, proposal, ['Org1MSP'])
  const more = others.map(async ([mspId, role]) => {
    const { material } = run.organization(mspId)
    const signer = createSigner(mspId, await issueClient(material, { name: 'another', role }))
    return endorseRaw(signer, endorsed.payload)
  })
  const signer = await run.signer('Org1MSP')
  const endorsements = [...(ownPeer ? endorsed.endorsements : []), ...(await Promise.all(more))]
  const envelope = transactionOf(proposal, { ...endorsed, endorsements }, (message) => signer.sign(message))
  return seen(() => commit(run, proposal.txId, envelope))
}

/** Orders what Org1's peer and these identities besides it have endorsed. */
function endorsedAlso(run: ScenarioRun, chaincode: string, others: readonly Endorser[]): Promise<Json> {
  const name = ['Org1', ...others.map(([mspId, role]) => `${role} of ${mspId}`)].join(', ')
  return endorsedAs(run, name, { chaincode }, others, true)
}

/** Orders a write to an organisation's own collection, which one of its identities alone has endorsed. */
function ownCollection(run: ScenarioRun, mspId: string, role: NodeRole): Promise<Json> {
  return endorsedAs(run, role, { args: ['privatePut', `_implicit_org_${mspId}`, '~a', role] }, [[mspId, role]])
}

/** Endorsement policies that are references to policies of the channel's configuration, at the gateway and around it. */
export const CHANNEL_POLICIES: readonly Scenario[] = [
  {
    id: 'channel-policies/majority-reached',
    title: 'MAJORITY Endorsement is met by more than half of all organisations, an observer among them',
    steps: [...endorsedBy('configured', 'Org1MSP', 'Org2MSP', 'Org3MSP'), ...endorsedBy('configured', ...FOUR)],
  },
  {
    id: 'channel-policies/majority-elsewhere',
    title: 'whichever they are',
    steps: endorsedBy('configured', 'Org2MSP', 'Org3MSP', 'Org4MSP'),
  },
  {
    id: 'channel-policies/majority-missed',
    title: 'fewer are not enough',
    steps: [
      ...endorsedBy('configured', 'Org1MSP', 'Org2MSP'),
      ...endorsedBy('configured', 'Org4MSP'),
      evaluate([['get', '~a']], { chaincode: 'configured' }),
    ],
  },
  {
    id: 'channel-policies/read-only',
    title: 'a transaction that writes nothing needs the majority, too',
    steps: [
      submit([['get', '~a']], { chaincode: 'configured', endorsing: ['Org1MSP'] }),
      submit([['get', '~a']], { chaincode: 'configured', endorsing: ['Org1MSP', 'Org2MSP', 'Org3MSP'] }),
    ],
  },
  {
    id: 'channel-policies/gateway-observer',
    title: 'the gateway cannot plan by a policy that one organisation does not have',
    steps: [
      submit(WRITE, { chaincode: 'configured' }),
      submit(WRITE, { chaincode: 'configured', as: 'Org3MSP' }),
      submit([['throw', 'no']], { chaincode: 'configured' }),
      evaluate([['echo', 'x']], { chaincode: 'configured' }),
      evaluate([['echo', 'x']], { chaincode: 'configured', as: 'WatchMSP' }),
    ],
  },
  {
    id: 'channel-policies/gateway-observer-own',
    title: 'nor can the gateway of an observer’s peer',
    steps: [submit(WRITE, { chaincode: 'configured', as: 'Org1MSP', at: 'WatchMSP' })],
  },
  {
    id: 'channel-policies/chosen-endorsers',
    title: 'organisations that the client chooses are asked',
    steps: [
      submit(WRITE, { chaincode: 'configured', endorsing: ['Org1MSP', 'Org2MSP', 'Org3MSP'] }),
      submit(WRITE, { chaincode: 'configured', endorsing: ['Org1MSP', 'Org2MSP'] }),
    ],
  },
  {
    id: 'channel-policies/any',
    title: 'ANY Endorsement is met by one organisation; the gateway cannot plan by it either',
    steps: [
      ...endorsedBy('anyone', 'Org4MSP'),
      submit(WRITE, { chaincode: 'anyone' }),
      submit(WRITE, { chaincode: 'anyone', endorsing: ['Org2MSP'] }),
    ],
  },
  {
    id: 'channel-policies/all',
    title: 'ALL Endorsement is never met where one organisation has no such policy',
    steps: [...endorsedBy('everyone', ...FOUR), submit(WRITE, { chaincode: 'everyone' })],
  },
  {
    id: 'channel-policies/readers-gateway',
    title: 'the gateway plans by a policy that all organisations have',
    steps: [
      submit(WRITE, { chaincode: 'readers', chance: true }),
      submit([['echo', 'x']], { chaincode: 'readers', as: 'Org4MSP', chance: true }),
      submit(WRITE, { chaincode: 'readers', as: 'Org2MSP', at: 'WatchMSP', chance: true }),
    ],
  },
  {
    id: 'channel-policies/readers',
    title: 'each organisation’s own policy of that name decides',
    steps: [
      ...endorsedBy('readers', 'Org1MSP', 'Org2MSP'),
      ...endorsedBy('readers', 'Org1MSP', 'Org2MSP', 'Org4MSP'),
      ...endorsedBy('readers', ...FOUR),
    ],
  },
  {
    id: 'channel-policies/readers-all',
    title: 'the gateway says that a policy which asks for an observer’s endorsement cannot be met',
    steps: [submit(WRITE, { chaincode: 'allReaders' }), ...endorsedBy('allReaders', ...FOUR)],
  },
  {
    id: 'channel-policies/any-reader',
    title: 'the gateway’s own peer will do where any organisation does',
    steps: [
      submit(WRITE, { chaincode: 'anyReader' }),
      submit(WRITE, { chaincode: 'anyReader', as: 'Org3MSP' }),
      submit(WRITE, { chaincode: 'anyReader', as: 'Org1MSP', at: 'WatchMSP', chance: true }),
    ],
  },
  {
    id: 'channel-policies/one-organisation',
    title: 'a reference may name one organisation’s policy',
    steps: [
      submit(WRITE, { chaincode: 'second' }),
      ...endorsedBy('second', 'Org1MSP'),
      ...endorsedBy('second', 'Org2MSP'),
    ],
  },
  {
    id: 'channel-policies/missing',
    title: 'a policy that the channel does not have is met by nobody',
    steps: [
      submit(WRITE, { chaincode: 'missing' }),
      ...endorsedBy('missing', ...FOUR),
      evaluate([['echo', 'x']], { chaincode: 'missing' }),
    ],
  },
  {
    id: 'channel-policies/organisation-once',
    title: 'an organisation counts once, however many of its peers have endorsed',
    steps: [
      act('endorse by two peers of each of two organisations', (run) =>
        endorsedAlso(run, 'configured', [
          ['Org1MSP', 'peer'],
          ['Org2MSP', 'peer'],
          ['Org2MSP', 'peer'],
        ]),
      ),
      act('endorse by other peers of three', (run) =>
        endorsedAlso(run, 'configured', [
          ['Org2MSP', 'peer'],
          ['Org3MSP', 'peer'],
        ]),
      ),
    ],
  },
  {
    id: 'channel-policies/roles',
    title: 'who may endorse for an organisation is what its own policy says',
    steps: [
      act('endorse by peer, client and administrator', async (run) => {
        const others = [
          ['Org2MSP', 'client'],
          ['Org3MSP', 'admin'],
        ] as const
        return {
          endorsement: await endorsedAlso(run, 'configured', others),
          readers: await endorsedAlso(run, 'readers', others),
        }
      }),
      act('endorse by an observer’s client', async (run) => {
        const others = [
          ['Org2MSP', 'peer'],
          ['WatchMSP', 'client'],
        ] as const
        return {
          endorsement: await endorsedAlso(run, 'configured', others),
          readers: await endorsedAlso(run, 'readers', others),
        }
      }),
    ],
  },
  {
    id: 'channel-policies/own-collection',
    title: 'an organisation’s own collection is written with the endorsement that its own policy names',
    steps: [
      act('endorse by a peer, by a client', (run) =>
        each(['peer', 'client'], (role) => ownCollection(run, 'Org2MSP', role)),
      ),
    ],
  },
  {
    id: 'channel-policies/own-collection-observer',
    title: 'and with any member’s where it has no such policy',
    steps: [
      act('endorse by a peer, by a client', (run) =>
        each(['peer', 'client'], (role) => ownCollection(run, 'WatchMSP', role)),
      ),
    ],
  },
]
