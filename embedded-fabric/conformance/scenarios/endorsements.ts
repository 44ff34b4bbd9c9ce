import { peer } from '@hyperledger/fabric-protos'
import { createSigner } from 'embedded-fabric'
import type { Signer } from 'embedded-fabric'
import { identityOf } from '../raw/identities'
import { collect, commit, propose, seen, transactionOf, valueOf } from '../raw/play'
import type { RawProposal } from '../raw/proposal'
import { highS, spoiled } from '../raw/signature'
import { changeAction, endorse } from '../raw/transaction'
import type { Endorsed } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

const BOTH = ['Org1MSP', 'Org2MSP'] as const

interface Endorsing {
  readonly run: ScenarioRun
  readonly proposal: RawProposal
  readonly endorsed: Endorsed
}

/** Orders a transaction of `two`, whose policy wants both peers, with its endorsements changed, and looks at what became of it. */
function changed(
  id: string,
  title: string,
  change: (endorsing: Endorsing) => Promise<Partial<Endorsed>> | Partial<Endorsed>,
  chaincode = 'two',
): Scenario {
  return {
    id: `endorsements/${id}`,
    title,
    steps: [
      act('order', async (run) => {
        const proposal = await propose(run, 'changed', { chaincode })
        const endorsed = await collect(run, proposal, BOTH)
        const parts = await change({ run, proposal, endorsed })
        return outcome(run, proposal, { ...endorsed, ...parts }, chaincode)
      }),
    ],
  }
}

async function outcome(run: ScenarioRun, proposal: RawProposal, endorsed: Endorsed, chaincode: string): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const envelope = transactionOf(proposal, endorsed, (message) => signer.sign(message))
  return {
    validation: await seen(() => commit(run, proposal.txId, envelope)),
    value: await valueOf(run, '~a', chaincode),
  }
}

/** The key of an organisation's own peer: what its operator could do with it. */
function peerOf(run: ScenarioRun, mspId: string): Signer {
  return createSigner(mspId, run.organization(mspId).material.peer)
}

/** Endorses a payload as both peers would. */
function byBoth(run: ScenarioRun, payload: Uint8Array): Endorsed {
  return { payload, endorsements: BOTH.map((mspId) => endorse(peerOf(run, mspId), payload)) }
}

function resultChanged(payload: Uint8Array): Uint8Array {
  return changeAction(payload, (action) => {
    const response = action.getResponse()
    response?.setMessage('changed')
  })
}

function withSignature(
  endorsement: peer.Endorsement | undefined,
  change: (signature: Uint8Array) => Uint8Array,
): peer.Endorsement {
  const copy = endorsement?.cloneMessage() ?? new peer.Endorsement()
  copy.setSignature(change(copy.getSignature_asU8()))
  return copy
}

/** What peers find when they commit. */
export const ENDORSEMENTS: readonly Scenario[] = [
  changed('complete', 'both endorsements make a transaction valid', () => ({})),
  changed('in-another-order', 'the order of endorsements does not matter', ({ endorsed }) => ({
    endorsements: endorsed.endorsements.toReversed(),
  })),
  changed('one-missing', 'a missing endorsement makes it invalid', ({ endorsed }) => ({
    endorsements: endorsed.endorsements.slice(0, 1),
  })),
  changed('none', 'without endorsements it is invalid', () => ({ endorsements: [] })),
  changed('one-twice', 'one peer’s endorsement counts once', ({ endorsed }) => ({
    endorsements: endorsed.endorsements.slice(0, 1).flatMap((endorsement) => [endorsement, endorsement]),
  })),
  changed('spoiled', 'an endorsement with a wrong signature does not count', ({ endorsed }) => ({
    endorsements: [withSignature(endorsed.endorsements[0], spoiled), ...endorsed.endorsements.slice(1)],
  })),
  changed('high-s', 'an endorsement with a high S does not count', ({ endorsed }) => ({
    endorsements: [withSignature(endorsed.endorsements[0], highS), ...endorsed.endorsements.slice(1)],
  })),
  changed('useless-beside', 'an endorsement that does not count does not harm either', ({ run, endorsed }) => ({
    endorsements: [
      withSignature(endorsed.endorsements[0], spoiled),
      ...endorsed.endorsements,
      endorse(peerOf(run, 'Org3MSP'), Buffer.from('something else')),
    ],
  })),
  changed('by-a-client', 'a client’s endorsement is no peer’s', async ({ run, endorsed }) => ({
    endorsements: [endorse(await run.signer('Org1MSP'), endorsed.payload), ...endorsed.endorsements.slice(1)],
  })),
  changed('by-an-administrator', 'an administrator’s endorsement is no peer’s', async ({ run, endorsed }) => ({
    endorsements: [
      endorse(await identityOf(run.organization('Org1MSP').material, 'admin'), endorsed.payload),
      ...endorsed.endorsements.slice(1),
    ],
  })),
  changed(
    'by-an-expired-peer',
    'the end of an endorser’s certificate does not matter when its transaction is committed',
    async ({ run, endorsed }) => ({
      endorsements: [
        endorse(await identityOf(run.organization('Org1MSP').material, 'expired peer'), endorsed.payload),
        ...endorsed.endorsements.slice(1),
      ],
    }),
  ),
  changed(
    'by-another-authority',
    'an endorsement by another authority’s certificate does not count',
    async ({ run, endorsed }) => ({
      endorsements: [
        endorse(await identityOf(run.organization('Org1MSP').material, 'other authority, peer'), endorsed.payload),
        ...endorsed.endorsements.slice(1),
      ],
    }),
  ),
  changed('under-another-name', 'an endorser counts for the MSP of its certificate only', ({ run, endorsed }) => {
    const third = run.organization('Org3MSP').material.peer
    return {
      endorsements: [...endorsed.endorsements.slice(0, 1), endorse(createSigner('Org2MSP', third), endorsed.payload)],
    }
  }),
  changed('of-different-results', 'endorsements of different results do not add up', ({ run, endorsed }) => ({
    endorsements: [
      ...endorsed.endorsements.slice(0, 1),
      endorse(peerOf(run, 'Org2MSP'), resultChanged(endorsed.payload)),
    ],
  })),
  changed('copied', 'another transaction’s endorsements do not count', async ({ run }) => {
    const other = await propose(run, 'other', { chaincode: 'two' })
    return { endorsements: (await collect(run, other, BOTH)).endorsements }
  }),
  changed('whole-result-copied', 'another transaction’s result does not belong to this proposal', async ({ run }) => {
    const other = await propose(run, 'other', { chaincode: 'two' })
    return collect(run, other, BOTH)
  }),
  changed(
    'result-altered',
    'a result that was altered after it was endorsed is endorsed by nobody',
    ({ endorsed }) => ({
      payload: resultChanged(endorsed.payload),
    }),
  ),
  changed(
    'made-up-by-all',
    'what all whom the policy wants have signed is valid, whatever the contract would say',
    ({ run, endorsed }) => byBoth(run, resultChanged(endorsed.payload)),
  ),
  changed('wrong-version', 'a result of another version of the chaincode is not valid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.getChaincodeId()?.setVersion('2.0')),
    ),
  ),
  changed('no-version', 'a result without a version is not valid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.getChaincodeId()?.setVersion('')),
    ),
  ),
  changed('wrong-name', 'a result of another chaincode than the proposal’s is not valid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.getChaincodeId()?.setName('any')),
    ),
  ),
  changed('no-chaincode', 'a result that names no chaincode is not valid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.clearChaincodeId()),
    ),
  ),
  changed('event-of-another', 'an event in another chaincode’s name makes it invalid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => {
        const event = new peer.ChaincodeEvent()
        event.setChaincodeId('any')
        event.setEventName('forged')
        action.setEvents(event.serializeBinary())
      }),
    ),
  ),
  changed('results-garbled', 'a result that is no read-write set is not valid', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.setResults(Buffer.from('\xff\xff', 'latin1'))),
    ),
  ),
  changed('no-results', 'a result without a read-write set', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.setResults('')),
    ),
  ),
  changed('failed-status', 'peers that commit look at the status of a contract’s answer', ({ run, endorsed }) =>
    byBoth(
      run,
      changeAction(endorsed.payload, (action) => action.getResponse()?.setStatus(500)),
    ),
  ),
  changed('payload-empty', 'an empty result is no endorser transaction', () => ({
    payload: new Uint8Array(),
    endorsements: [],
  })),
  // Peers of Fabric 3.1.5 never finish a block in which any transaction follows this one: they wait for what it writes.
  {
    ...changed('payload-garbled', 'a result that cannot be read', ({ run }) =>
      byBoth(run, Buffer.from('\xff\xff', 'latin1')),
    ),
    alone: true,
  },
  {
    id: 'endorsements/arguments-altered',
    title: 'a transaction must have the arguments that were endorsed',
    steps: [
      act('order', async (run) => {
        const proposal = await propose(run, 'endorsed', { chaincode: 'two' })
        const other = await propose(run, 'unused', { chaincode: 'two', args: ['put', '~a', '2'] })
        const endorsed = await collect(run, proposal, BOTH)
        return outcome(run, { ...proposal, publicPayload: other.publicPayload }, endorsed, 'two')
      }),
    ],
  },
  {
    id: 'endorsements/one-member-alone',
    title: 'one peer’s key makes anything valid where the policy asks for one peer',
    steps: [
      act('order a result that no contract gave', async (run) => {
        const proposal = await propose(run, 'forged')
        const { payload } = await collect(run, proposal, ['Org1MSP'])
        const forged = resultChanged(payload)
        return outcome(
          run,
          proposal,
          { payload: forged, endorsements: [endorse(peerOf(run, 'Org1MSP'), forged)] },
          'any',
        )
      }),
    ],
  },
]
