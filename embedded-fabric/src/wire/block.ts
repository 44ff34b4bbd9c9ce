import { common } from '@hyperledger/fabric-protos'
import type { Signer } from '../identity/identity'
import { lengthDelimited } from './frame'
import { sha256 } from './hashing'

/** Position of the validation codes in a block's metadata (`common.BlockMetadataIndex`). */
export const TRANSACTIONS_FILTER = 2

export interface BlockParts {
  readonly number: number
  readonly previousHash: Uint8Array
  readonly envelopes: readonly Uint8Array[]
  /** One validation code for each envelope. */
  readonly codes: Uint8Array
  /** Absent in block 0, as in Fabric. */
  readonly commitHash?: Uint8Array
}

export interface SealedBlock {
  /** `common.Block` with its metadata. */
  readonly bytes: Uint8Array
  /** The header's hash: what the next block names as its previous hash. */
  readonly hash: Uint8Array
}

/** A block with its metadata; the orderer signs metadata, signature header and block header, as in Fabric. */
export function sealBlock(parts: BlockParts, orderer: Signer, nonce: Uint8Array): SealedBlock {
  const dataHash = sha256(...parts.envelopes)
  const headerBytes = blockHeaderBytes(parts.number, parts.previousHash, dataHash)
  const header = new common.BlockHeader()
  header.setNumber(parts.number)
  header.setPreviousHash(parts.previousHash)
  header.setDataHash(dataHash)
  const metadata = new common.BlockMetadata()
  metadata.setMetadataList([
    signatures(headerBytes, orderer, nonce),
    wrapped(new common.LastConfig().serializeBinary()),
    parts.codes,
    new Uint8Array(),
    parts.commitHash === undefined ? new Uint8Array() : wrapped(parts.commitHash),
  ])
  const data = Buffer.concat(parts.envelopes.map((envelope) => lengthDelimited(1, envelope)))
  const bytes = Buffer.concat([
    lengthDelimited(1, header.serializeBinary()),
    lengthDelimited(2, data),
    lengthDelimited(3, metadata.serializeBinary()),
  ])
  return { bytes, hash: sha256(headerBytes) }
}

/** The envelopes of a serialised `common.Block`. */
export function envelopesOf(block: Uint8Array): readonly Uint8Array[] {
  return common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? []
}

function signatures(headerBytes: Uint8Array, orderer: Signer, nonce: Uint8Array): Uint8Array {
  const ordererMetadata = new common.OrdererBlockMetadata()
  ordererMetadata.setLastConfig(new common.LastConfig())
  const value = ordererMetadata.serializeBinary()
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(orderer.serialized)
  signatureHeader.setNonce(nonce)
  const headerOfSignature = signatureHeader.serializeBinary()
  const signature = new common.MetadataSignature()
  signature.setSignatureHeader(headerOfSignature)
  signature.setSignature(orderer.sign(Buffer.concat([value, headerOfSignature, headerBytes])))
  const metadata = new common.Metadata()
  metadata.setValue(value)
  metadata.setSignaturesList([signature])
  return metadata.serializeBinary()
}

function wrapped(value: Uint8Array): Uint8Array {
  const metadata = new common.Metadata()
  metadata.setValue(value)
  return metadata.serializeBinary()
}

/** What a block's hash is taken of: ASN.1 of number, previous hash and data hash (Fabric: `protoutil.BlockHeaderBytes`). */
export function blockHeaderBytes(number: number, previousHash: Uint8Array, dataHash: Uint8Array): Uint8Array {
  const body = Buffer.concat([derNumber(number), derOctets(previousHash), derOctets(dataHash)])
  return Buffer.concat([Buffer.from([0x30, ...derLength(body.length)]), body])
}

function derNumber(value: number): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const sign = (bytes[0] ?? 0) >= 0x80 ? [0] : []
  return Buffer.from([0x02, bytes.length + sign.length, ...sign, ...bytes])
}

function derOctets(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x04, ...derLength(bytes.length)]), bytes])
}

function derLength(length: number): number[] {
  return length < 0x80 ? [length] : [0x81, length]
}
