import { connect, hash } from '@hyperledger/fabric-gateway'
import { Client, credentials } from '@grpc/grpc-js'
import { msp } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { commit, each, evaluate, prepare, propose, seen } from '../raw/play'
import { resigned } from '../raw/transaction'
import { orRefusal } from '../steps'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

const MIB = 1 << 20

/** Endorses and orders a value of so many bytes. */
async function orderValue(run: ScenarioRun, bytes: number): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const proposal = await propose(run, 'large', { args: ['putSize', '~large', String(bytes)] })
  const envelope = await prepare(run, proposal)
  return commit(run, proposal.txId, resigned(envelope, signer))
}

/** A client library with its own limits, which a call of Endorse or Evaluate meets. */
async function withUsualClient(
  run: ScenarioRun,
  invoke: 'evaluate' | 'endorse',
  args: readonly string[],
): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const { endpoint, serverName, tlsRootCertificate, mspId } = run.organization('Org1MSP')
  const client = new Client(endpoint, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
    ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
  })
  const gateway = connect({
    client,
    identity: { mspId, credentials: msp.SerializedIdentity.deserializeBinary(signer.serialized).getIdBytes_asU8() },
    hash: hash.none,
    signer: (message) => Promise.resolve(signer.sign(message)),
  })
  try {
    const [name = '', ...rest] = args.map((arg) => run.own(arg))
    const proposal = gateway.getNetwork(run.channelId).getContract('any').newProposal(name, { arguments: rest })
    return await seen(async () =>
      orRefusal(
        async () => (invoke === 'endorse' ? (await proposal.endorse()).getResult() : await proposal.evaluate()).length,
      ),
    )
  } finally {
    gateway.close()
    client.close()
  }
}

/** How much may be sent, and what happens when it is more. */
export const LIMITS: readonly Scenario[] = [
  {
    id: 'limits/envelope',
    title: 'an envelope above the largest message is refused by the orderers',
    alone: true,
    steps: [act('order 8 MiB and a little', (run) => seen(() => orderValue(run, 8 * MIB)))],
  },
  {
    id: 'limits/large-value',
    title: 'one below it is committed',
    alone: true,
    steps: [act('order 5 MiB', (run) => seen(() => orderValue(run, 5 * MIB)))],
  },
  {
    id: 'limits/client-receives-endorsement',
    title: 'a client that sets no limit of its own receives no endorsed transaction above 4 MiB',
    steps: [act('endorse', (run) => withUsualClient(run, 'endorse', ['putSize', '~large', String(5 * MIB)]))],
  },
  {
    id: 'limits/client-receives-answer',
    title: 'nor an answer above 4 MiB',
    steps: [act('evaluate', (run) => withUsualClient(run, 'evaluate', ['echo', 'x'.repeat(5 * MIB)]))],
  },
  {
    id: 'limits/large-arguments',
    title: 'arguments and answers of megabytes pass, the hash of the proposal and all',
    steps: [
      act('evaluate', async (run) =>
        seen(
          async () =>
            (await evaluate(run, await propose(run, 'large', { args: ['echo', 'x'.repeat(6 * MIB)] }))).length,
        ),
      ),
    ],
  },
  {
    id: 'limits/large-transient-data',
    title: 'transient data of megabytes passes',
    steps: [
      act('evaluate', async (run) =>
        seen(async () => {
          const proposal = await propose(run, 'large', {
            args: ['transient', 'value'],
            transient: { value: 'x'.repeat(6 * MIB) },
          })
          return (await evaluate(run, proposal)).length
        }),
      ),
    ],
  },
  {
    id: 'limits/many-arguments',
    title: 'a call may have thousands of arguments',
    steps: [
      act('evaluate', async (run) =>
        seen(async () => {
          const args = Array.from({ length: 5000 }, () => 'x')
          return evaluate(run, await propose(run, 'many', { args: ['echo', 'first', ...args] }))
        }),
      ),
    ],
  },
  {
    id: 'limits/message',
    title: 'a message above 100 MiB is refused',
    alone: true,
    steps: [
      act('send', (run) =>
        each(['evaluate', 'processProposal'], async (method) => {
          await run.stage.call('Org1MSP', PATHS[method], new Uint8Array(100 * MIB + 1))
          return 'answered'
        }),
      ),
    ],
  },
]
