import { common } from '@hyperledger/fabric-protos'
import { dataHash, headerBytes, hex, sha256Hex } from './header'
import { readTransaction } from './transaction'
import type { PlacedTransaction } from './transaction'

/** A block as plain data; nothing of it is checked yet. */
export interface LedgerBlock {
  readonly number: number
  /** Hash of the header, in hex: what the next block names. */
  readonly hash: string
  readonly previousHash: string
  /** What the header says of the envelopes, and what they are. */
  readonly dataHash: { readonly stated: string; readonly actual: string }
  /** What orderers sign, behind what each signature says of itself. */
  readonly headerBytes: Uint8Array
  readonly signatures: readonly BlockSignature[]
  /** The block with the channel's configuration as of this one, as the orderers have signed it; undefined where none say so. */
  readonly lastConfig: number | undefined
  readonly transactions: readonly PlacedTransaction[]
}

/** One orderer's signature. */
export interface BlockSignature {
  /** The orderer by its number in the channel's configuration (SmartBFT), or by its serialised identity. */
  readonly signer: number | Uint8Array
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

/** Reads `common.Block`, or its bytes. @throws Error if it is no block. */
export function readBlock(input: Uint8Array | common.Block): LedgerBlock {
  const block = input instanceof Uint8Array ? common.Block.deserializeBinary(input) : input
  const header = block.getHeader()
  if (header === undefined) throw new Error('a block without header')
  const parts = {
    number: header.getNumber(),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
  }
  const bytes = headerBytes(parts)
  const envelopes = block.getData()?.getDataList_asU8() ?? []
  const metadata = block.getMetadata()?.getMetadataList_asU8() ?? []
  const codes = metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? new Uint8Array()
  return {
    number: parts.number,
    hash: sha256Hex(bytes),
    previousHash: hex(parts.previousHash),
    dataHash: { stated: hex(parts.dataHash), actual: dataHash(envelopes) },
    headerBytes: bytes,
    signatures: readSignatures(metadata[common.BlockMetadataIndex.SIGNATURES], bytes),
    lastConfig: readLastConfig(metadata[common.BlockMetadataIndex.SIGNATURES]),
    transactions: envelopes.map((envelope, index) => ({
      index,
      // Block 0 of the embedded channel has no metadata: its configuration counts by being the first.
      code: codes[index] ?? (parts.number === 0 ? 0 : NOT_VALIDATED),
      transaction: readTransaction(envelope),
    })),
  }
}

const NOT_VALIDATED = 254

function readLastConfig(bytes: Uint8Array | undefined): number | undefined {
  const value = common.Metadata.deserializeBinary(bytes ?? new Uint8Array()).getValue_asU8()
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex()
}

function readSignatures(bytes: Uint8Array | undefined, header: Uint8Array): readonly BlockSignature[] {
  if (bytes === undefined || bytes.length === 0) return []
  const metadata = common.Metadata.deserializeBinary(bytes)
  const value = metadata.getValue_asU8()
  return metadata.getSignaturesList().map((entry) => {
    const identifier = entry.getIdentifierHeader_asU8()
    const own = entry.getSignatureHeader_asU8()
    const byNumber = own.length === 0 && identifier.length > 0
    return {
      signer: byNumber
        ? common.IdentifierHeader.deserializeBinary(identifier).getIdentifier()
        : common.SignatureHeader.deserializeBinary(own).getCreator_asU8(),
      signed: Buffer.concat([value, byNumber ? identifier : own, header]),
      signature: entry.getSignature_asU8(),
    }
  })
}
