import { common, orderer, peer } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { randomBytes } from 'node:crypto'
import { now } from './proposal'
import { buildEnvelope } from './transaction'

export type Position = 'oldest' | 'newest' | 'next' | number

export interface SeekParts {
  readonly channelId: string
  readonly signer: Signer
  readonly start?: Position
  readonly stop?: Position
  readonly failIfNotReady?: boolean
  readonly headersOnly?: boolean
  readonly sign?: (message: Uint8Array) => Uint8Array
  /** SHA-256 of the client's TLS certificate. */
  readonly tlsCertificateHash?: Uint8Array
  readonly changeHeader?: (header: common.ChannelHeader) => void
  /** Bytes in place of `orderer.SeekInfo`. */
  readonly data?: Uint8Array
}

/** A signed request for blocks. */
export function buildSeek(parts: SeekParts): Uint8Array {
  const { signer, channelId } = parts
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO)
  channelHeader.setChannelId(channelId)
  channelHeader.setTimestamp(now())
  if (parts.tlsCertificateHash !== undefined) channelHeader.setTlsCertHash(parts.tlsCertificateHash)
  parts.changeHeader?.(channelHeader)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(signer.serialized)
  signatureHeader.setNonce(randomBytes(24))
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const data = parts.data ?? seekInfo(parts).serializeBinary()
  return buildEnvelope(header, data, parts.sign ?? ((message) => signer.sign(message))).serializeBinary()
}

function seekInfo({ start, stop, failIfNotReady = false, headersOnly = false }: SeekParts): orderer.SeekInfo {
  const { BLOCK_UNTIL_READY, FAIL_IF_NOT_READY } = orderer.SeekInfo.SeekBehavior
  const { BLOCK, HEADER_WITH_SIG } = orderer.SeekInfo.SeekContentType
  const info = new orderer.SeekInfo()
  if (start !== undefined) info.setStart(positionOf(start))
  if (stop !== undefined) info.setStop(positionOf(stop))
  info.setBehavior(failIfNotReady ? FAIL_IF_NOT_READY : BLOCK_UNTIL_READY)
  info.setContentType(headersOnly ? HEADER_WITH_SIG : BLOCK)
  return info
}

/** `orderer.SeekPosition`. */
export function positionOf(position: Position): orderer.SeekPosition {
  const message = new orderer.SeekPosition()
  if (position === 'oldest') message.setOldest(new orderer.SeekOldest())
  else if (position === 'newest') message.setNewest(new orderer.SeekNewest())
  else if (position === 'next') message.setNextCommit(new orderer.SeekNextCommit())
  else {
    const specified = new orderer.SeekSpecified()
    specified.setNumber(position)
    message.setSpecified(specified)
  }
  return message
}

/** The number of the block in a `protos.DeliverResponse`, or its status. */
export function blockOrStatus(response: Uint8Array): { readonly block: number } | { readonly status: string } {
  const message = peer.DeliverResponse.deserializeBinary(response)
  if (message.hasStatus()) return { status: nameOf(common.Status, message.getStatus()) }
  const block = message.getBlock() ?? message.getBlockAndPrivateData()?.getBlock()
  return { block: block?.getHeader()?.getNumber() ?? message.getFilteredBlock()?.getNumber() ?? -1 }
}

/** The name of a value of a protobuf enumeration. */
export function nameOf(names: object, value: number): string {
  return Object.entries(names).find(([, candidate]) => candidate === value)?.[0] ?? String(value)
}
