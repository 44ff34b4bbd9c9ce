import { common, peer } from '@hyperledger/fabric-protos'
import { sameBytes, sha256 } from './hashing'
import { decodeReadWriteSet } from './rwset'
import type { NamespaceSet } from './rwset'

/** Fabric's validation codes by name. */
export const CODE = peer.TxValidationCode

/** A transaction that is refused before its policies are looked at. */
export class InvalidTransaction extends Error {
  override readonly name = 'InvalidTransaction'
  readonly code: number

  constructor(code: number, reason: string) {
    super(reason)
    this.code = code
  }
}

export interface Timestamp {
  readonly seconds: number
  readonly nanos: number
}

/** Channel header and signature header of an envelope or a proposal. */
export interface Header {
  readonly type: number
  readonly channelId: string
  readonly txId: string
  readonly epoch: number
  readonly timestamp: Timestamp | undefined
  readonly extension: Uint8Array
  readonly tlsCertificateHash: Uint8Array
  readonly creator: Uint8Array
  readonly nonce: Uint8Array
  readonly channelHeader: Uint8Array
  readonly signatureHeader: Uint8Array
}

export interface SignedEnvelope {
  readonly payload: Uint8Array
  readonly signature: Uint8Array
  readonly header: Header
  readonly data: Uint8Array
}

/** Reads `common.Envelope` and the headers in it. */
export function readEnvelope(bytes: Uint8Array): SignedEnvelope {
  const envelope = attempt(CODE.INVALID_OTHER_REASON, () => common.Envelope.deserializeBinary(bytes))
  const payloadBytes = envelope.getPayload_asU8()
  const payload = attempt(CODE.BAD_PAYLOAD, () => common.Payload.deserializeBinary(payloadBytes))
  const header = payload.getHeader()
  if (header === undefined) throw new InvalidTransaction(CODE.BAD_COMMON_HEADER, 'nil header')
  return {
    payload: payloadBytes,
    signature: envelope.getSignature_asU8(),
    header: attempt(CODE.BAD_COMMON_HEADER, () =>
      readHeader(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8()),
    ),
    data: payload.getData_asU8(),
  }
}

/** Reads a channel header and a signature header. */
export function readHeader(channelHeader: Uint8Array, signatureHeader: Uint8Array): Header {
  const channel = common.ChannelHeader.deserializeBinary(channelHeader)
  const signature = common.SignatureHeader.deserializeBinary(signatureHeader)
  const timestamp = channel.getTimestamp()
  return {
    type: channel.getType(),
    channelId: channel.getChannelId(),
    txId: channel.getTxId(),
    epoch: channel.getEpoch(),
    timestamp: timestamp && { seconds: timestamp.getSeconds(), nanos: timestamp.getNanos() },
    extension: channel.getExtension_asU8(),
    tlsCertificateHash: channel.getTlsCertHash_asU8(),
    creator: signature.getCreator_asU8(),
    nonce: signature.getNonce_asU8(),
    channelHeader,
    signatureHeader,
  }
}

/** A transaction's id: SHA-256 of nonce and creator, in lower-case hex. */
export function computeTxId(nonce: Uint8Array, creator: Uint8Array): string {
  return Buffer.from(sha256(nonce, creator)).toString('hex')
}

/** SHA-256 of channel header, signature header and the proposal's payload without its transient data. */
export function proposalHash(channelHeader: Uint8Array, signatureHeader: Uint8Array, payload: Uint8Array): Uint8Array {
  return sha256(channelHeader, signatureHeader, payload)
}

export interface Endorsement {
  readonly endorser: Uint8Array
  readonly signature: Uint8Array
}

/** What the endorsers have signed, and their signatures. */
export interface EndorsedTransaction {
  readonly proposalResponsePayload: Uint8Array
  readonly endorsements: readonly Endorsement[]
  /** `protos.ChaincodeAction`, serialised. */
  readonly action: Uint8Array
}

/** Reads the endorser transaction of an envelope and checks that it belongs to the envelope's proposal. */
export function readTransaction({ header, data }: SignedEnvelope): EndorsedTransaction {
  return attempt(CODE.INVALID_ENDORSER_TRANSACTION, () => {
    const action = onlyAction(data)
    const signatureHeader = action.getHeader_asU8()
    checkActionHeader(signatureHeader, header)
    const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
    const endorsed = payload.getAction()
    if (endorsed === undefined) throw new Error('nil action')
    const responseBytes = endorsed.getProposalResponsePayload_asU8()
    const response = peer.ProposalResponsePayload.deserializeBinary(responseBytes)
    const hash = proposalHash(header.channelHeader, signatureHeader, payload.getChaincodeProposalPayload_asU8())
    if (!sameBytes(hash, response.getProposalHash_asU8())) throw new Error('proposal hash does not match')
    return {
      proposalResponsePayload: responseBytes,
      endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
        endorser: endorsement.getEndorser_asU8(),
        signature: endorsement.getSignature_asU8(),
      })),
      action: response.getExtension_asU8(),
    }
  })
}

function onlyAction(data: Uint8Array): peer.TransactionAction {
  const [action, ...others] = peer.Transaction.deserializeBinary(data).getActionsList()
  if (action === undefined || others.length > 0) throw new Error('only one action per transaction is supported')
  return action
}

function checkActionHeader(bytes: Uint8Array, { signatureHeader }: Header): void {
  if (sameBytes(bytes, signatureHeader)) return
  const header = common.SignatureHeader.deserializeBinary(bytes)
  if (header.getNonce_asU8().length === 0) throw new Error('invalid nonce specified in the header')
  if (header.getCreator_asU8().length === 0) throw new Error('invalid creator specified in the header')
}

/** What a chaincode did. */
export interface ChaincodeResult {
  readonly chaincode: string
  readonly version: string
  readonly sets: readonly NamespaceSet[]
}

/** Reads what the chaincode did, and checks that it is the one that the proposal names. */
export function readResult(header: Header, action: Uint8Array): ChaincodeResult {
  const proposed = attempt(CODE.BAD_HEADER_EXTENSION, () =>
    peer.ChaincodeHeaderExtension.deserializeBinary(header.extension),
  ).getChaincodeId()
  if (action.length === 0)
    throw new InvalidTransaction(CODE.BAD_RESPONSE_PAYLOAD, 'response payload is missing extension')
  const message = attempt(CODE.BAD_RESPONSE_PAYLOAD, () => peer.ChaincodeAction.deserializeBinary(action))
  const sets = attempt(CODE.BAD_RWSET, () => decodeReadWriteSet(message.getResults_asU8()))
  const { name, version } = chaincodeOf(proposed, message.getChaincodeId())
  checkEvent(message.getEvents_asU8(), name)
  checkNamespaces(sets)
  return { chaincode: name, version, sets }
}

function chaincodeOf(
  proposed: peer.ChaincodeID | undefined,
  acted: peer.ChaincodeID | undefined,
): { readonly name: string; readonly version: string } {
  if (proposed === undefined || acted === undefined) {
    throw new InvalidTransaction(CODE.INVALID_OTHER_REASON, 'nil ChaincodeId')
  }
  const name = proposed.getName()
  const version = acted.getVersion()
  if (name === '') throw new InvalidTransaction(CODE.INVALID_CHAINCODE, 'invalid chaincode ID')
  if (name !== acted.getName()) {
    throw new InvalidTransaction(CODE.INVALID_CHAINCODE, `inconsistent ccid info (${name}/${acted.getName()})`)
  }
  if (version === '') throw new InvalidTransaction(CODE.INVALID_CHAINCODE, 'invalid chaincode version')
  return { name, version }
}

function checkEvent(bytes: Uint8Array, chaincode: string): void {
  if (bytes.length === 0) return
  const event = attempt(CODE.INVALID_OTHER_REASON, () => peer.ChaincodeEvent.deserializeBinary(bytes))
  if (event.getChaincodeId() !== chaincode) {
    const reason = 'chaincode event chaincode id does not match chaincode action chaincode id'
    throw new InvalidTransaction(CODE.INVALID_OTHER_REASON, reason)
  }
}

function checkNamespaces(sets: readonly NamespaceSet[]): void {
  if (new Set(sets.map(({ namespace }) => namespace)).size === sets.length) return
  throw new InvalidTransaction(CODE.ILLEGAL_WRITESET, 'duplicate namespace in txRWSet')
}

function attempt<T>(code: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof InvalidTransaction) throw error
    throw new InvalidTransaction(code, error instanceof Error ? error.message : String(error))
  }
}
