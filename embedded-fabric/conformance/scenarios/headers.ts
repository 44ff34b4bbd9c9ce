import { common } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { collect, commit, each, evaluate, hand, prepare, propose, seen, transactionOf } from '../raw/play'
import type { Intent } from '../raw/play'
import { now } from '../raw/proposal'
import { buildEnvelope } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

const { CONFIG, CONFIG_UPDATE, MESSAGE, ORDERER_TRANSACTION } = common.HeaderType

/** Every part of a proposal's headers that may be wrong. */
const FAULTS = {
  'another transaction id': { changeChannelHeader: (header) => header.setTxId('00'.repeat(32)) },
  'no transaction id': { changeChannelHeader: (header) => header.setTxId('') },
  'another epoch': { changeChannelHeader: (header) => header.setEpoch(1) },
  'type CONFIG': { changeChannelHeader: (header) => header.setType(CONFIG) },
  'type MESSAGE': { changeChannelHeader: (header) => header.setType(MESSAGE) },
  'an unknown type': { changeChannelHeader: (header) => header.setType(99) },
  'another version': { changeChannelHeader: (header) => header.setVersion(9) },
  'no extension': { changeChannelHeader: (header) => header.setExtension$('') },
  'no nonce': { changeSignatureHeader: (header) => header.setNonce('') },
  'no creator': { changeSignatureHeader: (header) => header.setCreator('') },
} satisfies Readonly<Record<string, Intent>>
type Fault = keyof typeof FAULTS
const NAMES = Object.keys(FAULTS) as Fault[]

/** Endorses a right proposal, and orders its result under a changed header. */
async function orderChanged(run: ScenarioRun, name: string, intent: Intent): Promise<Json> {
  const signer = await run.signer('Org1MSP')
  const right = await propose(run, `${name}, as endorsed`)
  const endorsed = await collect(run, right, ['Org1MSP'])
  const wrong = await propose(run, name, intent)
  const txId = common.ChannelHeader.deserializeBinary(wrong.header.getChannelHeader_asU8()).getTxId()
  if (txId !== '') run.remember(name, txId)
  const envelope = transactionOf(wrong, endorsed, (message) => signer.sign(message))
  return seen(() => commit(run, txId, envelope))
}

function atOrderers(id: string, title: string, intent: Intent): Scenario {
  return { id: `headers/${id}`, title, steps: [act('order', (run) => orderChanged(run, 'changed', intent))] }
}

/** What the headers of proposals and transactions must say. */
export const HEADERS: readonly Scenario[] = [
  {
    id: 'headers/evaluated',
    title: 'a proposal with a wrong header is not evaluated',
    steps: [
      act('evaluate', (run) => each(NAMES, async (name) => evaluate(run, await propose(run, name, FAULTS[name])))),
    ],
  },
  {
    id: 'headers/endorsed',
    title: 'a proposal with a wrong header is not endorsed',
    steps: [
      act('endorse', (run) =>
        each(NAMES, async (name) => {
          await prepare(run, await propose(run, name, FAULTS[name]))
          return 'endorsed'
        }),
      ),
    ],
  },
  {
    id: 'headers/too-old',
    title: 'a proposal whose time is too far from the peer’s is refused before anything else',
    alone: true,
    steps: [
      act('endorse', (run) =>
        each(['an hour old', 'an hour ahead', 'without time'], async (name) => {
          const time = { 'an hour old': now(-3600), 'an hour ahead': now(3600), 'without time': undefined }[name]
          const proposal = await propose(run, name, { changeChannelHeader: (header) => header.setTimestamp(time) })
          await prepare(run, proposal)
          return 'endorsed'
        }),
      ),
    ],
  },
  {
    id: 'headers/ten-minutes-old',
    title: 'a proposal may be some minutes old',
    steps: [
      act('endorse and order', async (run) => {
        const signer = await run.signer('Org1MSP')
        const proposal = await propose(run, 'old', { changeChannelHeader: (header) => header.setTimestamp(now(-600)) })
        const envelope = await prepare(run, proposal)
        envelope.setSignature(signer.sign(envelope.getPayload_asU8()))
        return seen(() => commit(run, proposal.txId, envelope))
      }),
    ],
  },
  atOrderers('ordered-id', 'a transaction id that does not come from nonce and creator is invalid', {
    changeChannelHeader: (header) => header.setTxId(`${'0'.repeat(60)}abcd`),
  }),
  atOrderers('ordered-epoch', 'an epoch makes a transaction invalid', {
    changeChannelHeader: (header) => header.setEpoch(1),
  }),
  {
    id: 'headers/unordered-types',
    title: 'orderers make configuration themselves, and take none',
    steps: [
      act('submit', (run) =>
        each(['CONFIG', 'ORDERER_TRANSACTION'], async (name) => {
          const type = { CONFIG, ORDERER_TRANSACTION }[name]
          const proposal = await propose(run, name, { changeChannelHeader: (header) => header.setType(type) })
          const signer = await run.signer('Org1MSP')
          await hand(
            run,
            buildEnvelope(proposal.header, new Uint8Array(), (message) => signer.sign(message)),
          )
          return 'taken'
        }),
      ),
    ],
  },
  {
    id: 'headers/configuration-update',
    title: 'a client may not change the channel’s configuration',
    steps: [
      act('submit', async (run) => {
        const proposal = await propose(run, 'update', {
          changeChannelHeader: (header) => header.setType(CONFIG_UPDATE),
        })
        const signer = await run.signer('Org1MSP')
        return seen(async () => {
          await hand(
            run,
            buildEnvelope(proposal.header, new Uint8Array(), (message) => signer.sign(message)),
          )
          return 'taken'
        })
      }),
    ],
  },
  {
    id: 'headers/another-channel',
    title: 'what is for another channel is refused in different ways',
    steps: [
      act('everywhere', async (run) => {
        const intent = { channelId: 'elsewhere' }
        const signer = await run.signer('Org1MSP')
        return {
          evaluate: await seen(async () => evaluate(run, await propose(run, 'evaluated', intent))),
          endorse: await seen(async () => {
            await prepare(run, await propose(run, 'endorsed', intent))
            return 'endorsed'
          }),
          endorseByName: await seen(async () => {
            await prepare(run, await propose(run, 'named', intent), { organizations: ['Org1MSP'] })
            return 'endorsed'
          }),
          process: await seen(async () => {
            const { signed } = await propose(run, 'processed', intent)
            await run.stage.call('Org1MSP', PATHS.processProposal, signed.serializeBinary())
            return 'answered'
          }),
          submit: await seen(async () => {
            await hand(run, await prepare(run, await propose(run, 'right')), { channel: 'elsewhere' })
            return 'taken'
          }),
          submitSigned: await seen(async () => {
            const proposal = await propose(run, 'signed', intent)
            const envelope = buildEnvelope(proposal.header, new Uint8Array(), (message) => signer.sign(message))
            await hand(run, envelope, { channel: 'elsewhere' })
            return 'taken'
          }),
          submitEnvelope: await seen(async () => {
            const proposal = await propose(run, 'ordered', intent)
            await hand(
              run,
              buildEnvelope(proposal.header, new Uint8Array(), (message) => signer.sign(message)),
            )
            return 'taken'
          }),
        }
      }),
    ],
  },
  {
    id: 'headers/chaincode-names',
    title: 'a proposal names its chaincode twice, and peers run the one in its header',
    steps: [
      act('name different ones', async (run) => {
        const differ: Intent = { chaincode: 'other', changeSpec: (spec) => spec.getChaincodeId()?.setName('any') }
        return {
          evaluate: await seen(async () => evaluate(run, await propose(run, 'evaluated', differ))),
          endorse: await seen(async () => {
            const signer = await run.signer('Org1MSP')
            const proposal = await propose(run, 'endorsed', differ)
            const envelope = await prepare(run, proposal)
            envelope.setSignature(signer.sign(envelope.getPayload_asU8()))
            return commit(run, proposal.txId, envelope)
          }),
        }
      }),
      act('name a version, or none', (run) =>
        each(['version', 'path', 'no name', 'no chaincode', 'no input'], async (name) => {
          const intent: Intent = {
            changeSpec: (spec) => {
              if (name === 'version') spec.getChaincodeId()?.setVersion('9.9')
              else if (name === 'path') spec.getChaincodeId()?.setPath('/elsewhere')
              else if (name === 'no name') spec.getChaincodeId()?.setName('')
              else if (name === 'no chaincode') spec.clearChaincodeId()
              else spec.clearInput()
            },
          }
          return {
            evaluate: await seen(async () => evaluate(run, await propose(run, name, intent))),
            endorse: await seen(async () => {
              await prepare(run, await propose(run, name, intent))
              return 'endorsed'
            }),
          }
        }),
      ),
    ],
  },
]
