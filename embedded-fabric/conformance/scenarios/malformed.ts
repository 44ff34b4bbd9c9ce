import { common, gateway, peer } from '@hyperledger/fabric-protos'
import { PATHS } from '../raw/connection'
import { each, hand, propose } from '../raw/play'
import { buildEnvelope } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Scenario } from '../scenario'

const GARBAGE = Buffer.from('\xff\xff\xff\xff', 'latin1')
const NOTHING = new Uint8Array()

async function answered(run: ScenarioRun, path: string, bytes: Uint8Array): Promise<string> {
  await run.stage.call('Org1MSP', path, bytes)
  return 'answered'
}

/** Calls a method with nothing, and with bytes that are no message. */
function bytesTo(method: 'evaluate' | 'endorse' | 'submit' | 'commitStatus' | 'processProposal'): Scenario {
  return {
    id: `malformed/${method}`,
    title: `what is no message of ${method} is refused`,
    steps: [
      act('send', (run) =>
        each(['nothing', 'garbage'], (kind) => answered(run, PATHS[method], kind === 'nothing' ? NOTHING : GARBAGE)),
      ),
    ],
  }
}

const PARTS = [
  'no proposal',
  'empty proposal',
  'garbage for a proposal',
  'garbage for its header',
  'no header',
  'garbage for its channel header',
  'garbage for its signature header',
  'garbage for its payload',
  'no payload',
  'garbage for its input',
  'garbage for its extension',
] as const

/** A signed proposal with one part that cannot be read. */
async function broken(run: ScenarioRun, part: (typeof PARTS)[number]): Promise<peer.SignedProposal | undefined> {
  const { signed } = await propose(run, part, {
    changeProposal: (proposal) => {
      const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
      const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8())
      const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
      if (part === 'garbage for its channel header') header.setChannelHeader(GARBAGE)
      if (part === 'garbage for its signature header') header.setSignatureHeader(GARBAGE)
      if (part === 'garbage for its extension') {
        channelHeader.setExtension$(GARBAGE)
        header.setChannelHeader(channelHeader.serializeBinary())
      }
      if (part === 'garbage for its input') payload.setInput(GARBAGE)
      proposal.setHeader(
        part === 'no header' ? NOTHING : part === 'garbage for its header' ? GARBAGE : header.serializeBinary(),
      )
      proposal.setPayload(
        part === 'no payload' ? NOTHING : part === 'garbage for its payload' ? GARBAGE : payload.serializeBinary(),
      )
    },
  })
  if (part === 'no proposal') return undefined
  if (part === 'empty proposal') signed.setProposalBytes(NOTHING)
  if (part === 'garbage for a proposal') signed.setProposalBytes(GARBAGE)
  return signed
}

function brokenAt(
  id: string,
  title: string,
  send: (run: ScenarioRun, signed: peer.SignedProposal | undefined) => Promise<string>,
): Scenario {
  return {
    id: `malformed/${id}`,
    title,
    alone: true,
    steps: [act('send', (run) => each(PARTS, async (part) => send(run, await broken(run, part))))],
  }
}

/** Bytes that are not what they should be. */
export const MALFORMED: readonly Scenario[] = [
  bytesTo('evaluate'),
  bytesTo('endorse'),
  bytesTo('submit'),
  bytesTo('commitStatus'),
  bytesTo('processProposal'),
  brokenAt('evaluated-proposal', 'a proposal that cannot be read is not evaluated', (run, signed) => {
    const request = new gateway.EvaluateRequest()
    request.setProposedTransaction(signed)
    return answered(run, PATHS.evaluate, request.serializeBinary())
  }),
  brokenAt('endorsed-proposal', 'a proposal that cannot be read is not endorsed', (run, signed) => {
    const request = new gateway.EndorseRequest()
    request.setProposedTransaction(signed)
    return answered(run, PATHS.endorse, request.serializeBinary())
  }),
  brokenAt('processed-proposal', 'a proposal that cannot be read is not processed', (run, signed) =>
    answered(run, PATHS.processProposal, (signed ?? new peer.SignedProposal()).serializeBinary()),
  ),
  {
    id: 'malformed/submitted-envelope',
    title: 'an envelope that names no channel is not ordered',
    steps: [
      act('submit', (run) =>
        each(['no envelope', 'no payload', 'garbage', 'no header', 'garbage for its channel header'], async (part) => {
          const signer = await run.signer('Org1MSP')
          const { header } = await propose(run, part)
          if (part === 'garbage for its channel header') header.setChannelHeader(GARBAGE)
          const envelope = buildEnvelope(part === 'no header' ? undefined : header, NOTHING, (message) =>
            signer.sign(message),
          )
          if (part === 'no payload') envelope.setPayload(NOTHING)
          if (part === 'garbage') envelope.setPayload(GARBAGE)
          if (part !== 'no envelope') await hand(run, envelope)
          else {
            const request = new gateway.SubmitRequest()
            request.setChannelId(run.channelId)
            await run.stage.call('Org1MSP', PATHS.submit, request.serializeBinary())
          }
          return 'taken'
        }),
      ),
    ],
  },
  {
    id: 'malformed/status-requests',
    title: 'a request for a status must name identity, channel and transaction',
    steps: [
      act('ask', (run) =>
        each(
          ['garbage', 'no identity', 'no channel', 'no transaction', 'another channel', 'garbage for an identity'],
          async (part) => {
            const signer = await run.signer('Org1MSP')
            const request = new gateway.CommitStatusRequest()
            if (part !== 'no identity')
              request.setIdentity(part === 'garbage for an identity' ? GARBAGE : signer.serialized)
            if (part !== 'no channel') request.setChannelId(part === 'another channel' ? 'elsewhere' : run.channelId)
            if (part !== 'no transaction') request.setTransactionId('any')
            const bytes = part === 'garbage' ? GARBAGE : request.serializeBinary()
            const signed = new gateway.SignedCommitStatusRequest()
            signed.setRequest(bytes)
            signed.setSignature(signer.sign(bytes))
            return answered(run, PATHS.commitStatus, signed.serializeBinary())
          },
        ),
      ),
    ],
  },
]
