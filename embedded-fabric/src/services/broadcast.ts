import { status } from '@grpc/grpc-js'
import { common } from '@hyperledger/fabric-protos'
import { readEnvelope } from '../wire/transaction'
import type { SignedEnvelope } from '../wire/transaction'
import { AccessError } from './access'
import type { AccessRules } from './access'
import type { Peer } from './peer'
import { RpcError } from './rpc-error'

const QUORUM = 'insufficient number of orderers could successfully process transaction to satisfy quorum requirement'
const { CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION } = common.HeaderType
const CONFIGURATION: readonly number[] = [CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION]

/** Throws what a gateway answers when the ordering service does not take an envelope. */
export function checkBroadcast(
  bytes: Uint8Array,
  channel: { readonly channelId: string; readonly access: AccessRules },
  { address, mspId }: Pick<Peer, 'address' | 'mspId'>,
): void {
  const refusal = refusalOf(bytes, channel)
  if (refusal === undefined) return
  const message = `received unsuccessful response from orderer: status=${refusal.status}, info=${refusal.info}`
  throw new RpcError(status.UNAVAILABLE, QUORUM, [{ address, mspId, message }])
}

interface Refusal {
  readonly status: 'BAD_REQUEST' | 'FORBIDDEN'
  readonly info: string
}

function refusalOf(
  bytes: Uint8Array,
  { channelId, access }: { readonly channelId: string; readonly access: AccessRules },
): Refusal | undefined {
  let envelope: SignedEnvelope
  try {
    envelope = readEnvelope(bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { status: 'BAD_REQUEST', info: `could not determine channel ID: ${reason}` }
  }
  const { header, payload, signature } = envelope
  if (header.channelId !== channelId) {
    return { status: 'BAD_REQUEST', info: `channel ${header.channelId} doesn't exist` }
  }
  if (CONFIGURATION.includes(header.type)) {
    return { status: 'BAD_REQUEST', info: 'configuration transactions are not supported by an embedded channel' }
  }
  try {
    access.writer(header.creator, payload, signature)
    return undefined
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
    return error.expired
      ? { status: 'BAD_REQUEST', info: 'broadcast client identity expired' }
      : { status: 'FORBIDDEN', info: `${error.message}: permission denied` }
  }
}
