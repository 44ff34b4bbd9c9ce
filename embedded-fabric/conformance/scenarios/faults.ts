import { peer } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { commit, evaluate, prepare, propose, seen, valueOf } from '../raw/play'
import { resigned } from '../raw/transaction'
import { RawRefusal } from '../refusal'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

async function endorsed(
  run: ScenarioRun,
  name: string,
  chaincode: string,
  args: readonly string[],
  by?: readonly string[],
): Promise<Json> {
  return seen(async () => {
    await prepare(run, await propose(run, name, { chaincode, args }), {
      ...(by !== undefined && { organizations: by }),
    })
    return 'endorsed'
  })
}

async function evaluated(
  run: ScenarioRun,
  name: string,
  chaincode: string,
  args: readonly string[],
  targets: readonly string[],
): Promise<Json> {
  return seen(async () => evaluate(run, await propose(run, name, { chaincode, args }), { targets }))
}

/** Waits until every peer that answers has found the process that was started anew. */
async function backAgain(run: ScenarioRun): Promise<void> {
  for (;;) {
    try {
      await evaluate(run, await propose(run, 'asked', { chaincode: 'fragile', args: ['creator'] }), {
        targets: ['Org1MSP'],
      })
      return
    } catch (error) {
      if (!(error instanceof RawRefusal)) throw error
    }
  }
}

/** Waits until the port of the process that has ended is closed: an ending process may still take a connection. */
async function closed(run: ScenarioRun): Promise<void> {
  for (;;) {
    const answer = await endorsed(run, 'asked', 'mortal', ['creator'])
    if (JSON.stringify(answer).includes('connection refused')) return
  }
}

/** Chaincodes that do not answer, die, or are not there. */
export const FAULTS: readonly Scenario[] = [
  {
    id: 'faults/no-answer',
    title: 'a contract that does not answer is given up',
    steps: [
      act('evaluate at one peer', (run) => evaluated(run, 'evaluated', 'any', ['hang'], ['Org1MSP'])),
      act('endorse', (run) => endorsed(run, 'endorsed', 'any', ['hang'])),
      act('another call meanwhile', (run) => evaluated(run, 'meanwhile', 'any', ['creator'], ['Org1MSP'])),
    ],
  },
  {
    id: 'faults/no-answer-elsewhere',
    title: 'nor does another member’s answer',
    alone: true,
    steps: [act('endorse by Org2MSP', (run) => endorsed(run, 'endorsed', 'any', ['hang'], ['Org2MSP']))],
  },
  {
    id: 'faults/dies',
    title: 'a chaincode that ends in the middle of a call ends its stream, and is used again when it is back',
    alone: true,
    steps: [
      act('endorse', (run) => endorsed(run, 'endorsed', 'fragile', ['exit'])),
      act('again', async (run) => {
        const signer = await run.signer('Org1MSP')
        await backAgain(run)
        return seen(async () => {
          const proposal = await propose(run, 'again', { chaincode: 'fragile' })
          const code = await commit(run, proposal.txId, resigned(await prepare(run, proposal), signer))
          return { code, value: await valueOf(run, '~a', 'fragile') }
        })
      }),
      act('evaluate at one peer', (run) => evaluated(run, 'evaluated', 'fragile', ['exit'], ['Org1MSP'])),
    ],
  },
  {
    id: 'faults/gone',
    title: 'a chaincode whose port is closed is not waited for',
    alone: true,
    steps: [
      act('end it', (run) => endorsed(run, 'ended', 'mortal', ['exit'])),
      act('endorse', async (run) => {
        await closed(run)
        return endorsed(run, 'endorsed', 'mortal', ['put', '~a', '1'])
      }),
      act('evaluate at two peers', (run) => evaluated(run, 'evaluated', 'mortal', ['creator'], ['Org1MSP', 'Org2MSP'])),
      act('endorse by Org2MSP', (run) => endorsed(run, 'named', 'mortal', ['creator'], ['Org2MSP'])),
    ],
  },
  {
    id: 'faults/not-there',
    title: 'a chaincode that nobody has defined is unknown everywhere',
    steps: [
      act('endorse', (run) => endorsed(run, 'endorsed', 'nothing', ['creator'])),
      act('endorse by Org2MSP', (run) => endorsed(run, 'named', 'nothing', ['creator'], ['Org2MSP'])),
      act('evaluate', (run) => evaluated(run, 'evaluated', 'nothing', ['creator'], [])),
      act('around the gateway', async (run) => {
        const { signed } = await propose(run, 'direct', { chaincode: 'nothing' })
        const bytes = await run.stage.call('Org1MSP', PATHS.processProposal, signed.serializeBinary())
        const response = peer.ProposalResponse.deserializeBinary(bytes)
        return [response.getResponse()?.getStatus() ?? 0, response.getResponse()?.getMessage() ?? '']
      }),
    ],
  },
  {
    id: 'faults/disagreement',
    title: 'endorsers that come to different results are told apart by the gateway',
    steps: [act('endorse', (run) => endorsed(run, 'endorsed', 'two', ['chance']))],
  },
  {
    id: 'faults/observer-endorses',
    title: 'an observer has no chaincode to endorse with',
    steps: [
      act('endorse by WatchMSP', (run) => endorsed(run, 'named', 'any', ['creator'], ['WatchMSP'])),
      act('evaluate at WatchMSP', (run) => evaluated(run, 'evaluated', 'any', ['creator'], ['WatchMSP'])),
    ],
  },
  {
    id: 'faults/unknown-organisations',
    title: 'organisations that are not there cannot be asked',
    steps: [
      act('endorse', (run) => endorsed(run, 'named', 'any', ['creator'], ['NowhereMSP', 'Org1MSP', 'NobodyMSP'])),
      act('evaluate', (run) => evaluated(run, 'evaluated', 'any', ['creator'], ['NowhereMSP'])),
      act('evaluate at one of two', (run) => evaluated(run, 'half', 'any', ['creator'], ['NowhereMSP', 'Org2MSP'])),
    ],
  },
]
