import { status } from '@grpc/grpc-js'
import { common } from '@hyperledger/fabric-protos'
import { isExpired } from '../identity/msp'
import { computeTxId, readEnvelope } from '../wire/transaction'
import type { SignedEnvelope } from '../wire/transaction'
import { UnreadableError, unmarshal } from '../wire/unmarshal'
import { AccessError } from './access'
import type { AccessRules } from './access'
import type { Ordering } from './orderer'
import { RpcError } from './rpc-error'

const QUORUM = 'insufficient number of orderers could successfully process transaction to satisfy quorum requirement'
const { CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION } = common.HeaderType

/** A node as Fabric names it in the details of an error. */
export interface NodeName {
  readonly address: string
  readonly mspId: string
}

export interface BroadcastContext {
  readonly channelId: string
  readonly access: AccessRules
  /** Payload and signature of an envelope, together. */
  readonly maxMessageBytes: number
  /** One for each organisation that orders. */
  readonly orderers: readonly NodeName[]
  readonly ordering: Ordering
}

/**
 * Hands an envelope to the ordering service; one that it has already is as good as taken while it waits.
 * @throws RpcError what a gateway answers when it is not taken: the words of as many orderers as make a quorum impossible.
 */
export function broadcast(envelope: common.Envelope, context: BroadcastContext): void {
  const refusal = refusalOf(envelope, context)
  if (refusal === undefined) return
  const message = `received unsuccessful response from orderer: status=${refusal.status}, info=${refusal.info}`
  const { orderers } = context
  const enough = orderers.length - quorumOf(orderers.length) + 1
  throw new RpcError(
    status.UNAVAILABLE,
    QUORUM,
    orderers.slice(0, enough).map((orderer) => ({ ...orderer, message })),
  )
}

/** Of a Byzantine fault tolerant ordering service (SmartBFT's `computeQuorum`). */
function quorumOf(orderers: number): number {
  const faulty = Math.floor((orderers - 1) / 3)
  return Math.ceil((orderers + faulty + 1) / 2)
}

interface Refusal {
  readonly status: 'BAD_REQUEST' | 'FORBIDDEN' | 'SERVICE_UNAVAILABLE'
  readonly info: string
}

function refusalOf(envelope: common.Envelope, context: BroadcastContext): Refusal | undefined {
  const signed = read(envelope, context.channelId)
  if (typeof signed === 'string') return badRequest(signed)
  const { payload, signature, header } = signed
  const { maxMessageBytes, ordering } = context
  const size = payload.length + signature.length
  if (size > maxMessageBytes) {
    return badRequest(`message payload is ${size} bytes and exceeds maximum allowed ${maxMessageBytes} bytes`)
  }
  const refusal = writingProblem(signed, context)
  if (refusal !== undefined) return refusal
  const id = computeTxId(header.nonce, header.creator)
  if (ordering.submit(envelope.serializeBinary(), id) !== 'processed') return undefined
  return { status: 'SERVICE_UNAVAILABLE', info: 'failed to submit request: request already processed' }
}

/** The end of a certificate is looked at first, whoever issued it. */
function writingProblem(
  { header, payload, signature }: SignedEnvelope,
  { access }: BroadcastContext,
): Refusal | undefined {
  try {
    const { notAfter } = access.writer(header.creator, payload, signature)
    return notAfter.getTime() < Date.now() ? badRequest(EXPIRED) : undefined
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
    if (isExpired(header.creator, new Date())) return badRequest(EXPIRED)
    return { status: 'FORBIDDEN', info: `${error.message}: permission denied` }
  }
}

const EXPIRED = 'broadcast client identity expired'

const UNORDERED: Readonly<Record<number, string>> = {
  [CONFIG]: 'message is of type that cannot be processed directly',
  [ORDERER_TRANSACTION]: 'message is of type that is no longer supported',
  [CONFIG_UPDATE]: 'configuration transactions are not supported by an embedded channel',
}

/** The envelope, or Fabric's words for why it is not one for this channel. */
function read(envelope: common.Envelope, channelId: string): SignedEnvelope | string {
  let unordered: string | undefined
  try {
    unordered = channelProblem(envelope, channelId)
    return unordered ?? readEnvelope(envelope.serializeBinary())
  } catch (error) {
    if (error instanceof UnreadableError) return `could not determine channel ID: ${error.message}`
    return `could not convert message to signedData: ${error instanceof Error ? error.message : String(error)}`
  }
}

function channelProblem(envelope: common.Envelope, channelId: string): string | undefined {
  const payload = unmarshal('Payload', () => common.Payload.deserializeBinary(envelope.getPayload_asU8()))
  const header = payload.getHeader()
  if (header === undefined) throw new UnreadableError('header not set')
  const bytes = header.getChannelHeader_asU8()
  const words = 'error unmarshalling channel header: '
  const channelHeader = unmarshal('ChannelHeader', () => common.ChannelHeader.deserializeBinary(bytes), words)
  if (channelHeader.getChannelId() !== channelId) return 'channel does not exist'
  return UNORDERED[channelHeader.getType()]
}

function badRequest(info: string): Refusal {
  return { status: 'BAD_REQUEST', info }
}
