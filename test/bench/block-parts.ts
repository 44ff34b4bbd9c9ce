import { common, ledger, peer } from '@hyperledger/fabric-protos'

/** Of what a block with one transaction consists. */
export const BLOCK_PARTS = [
  'arguments',
  'reads',
  'writes',
  'event',
  'response',
  'endorsements',
  'submitter',
  'block',
  'rest',
] as const

/** One of the parts. */
export type BlockPart = (typeof BLOCK_PARTS)[number]

/** How many bytes each part takes in the block file. */
export type BlockParts = Readonly<Record<BlockPart, number>>

/**
 * What a block takes in Fabric's block file, by its parts; together they are all of it. The block is one with one
 * transaction. The file holds, behind a length, number, hashes, transactions and metadata, each behind its length.
 */
export function blockParts(bytes: Uint8Array): BlockParts {
  const block = common.Block.deserializeBinary(bytes)
  const [transaction, ...others] = block.getData()?.getDataList_asU8() ?? []
  if (transaction === undefined || others.length > 0) throw new Error('the block does not hold just one transaction')
  const parts = transactionParts(transaction)
  const around = frameBytes(block)
  const inside = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return { ...parts, block: around, rest: transaction.length - inside }
}

/** All bytes of a block in the block file. */
export function fileBytes(parts: BlockParts): number {
  return BLOCK_PARTS.reduce((sum, part) => sum + parts[part], 0)
}

function frameBytes(block: common.Block): number {
  const header = block.getHeader()
  const data = block.getData()?.getDataList_asU8() ?? []
  const metadata = block.getMetadata()?.getMetadataList_asU8() ?? []
  if (header === undefined) throw new Error('a block without a header')
  const prefixed = [header.getDataHash_asU8(), header.getPreviousHash_asU8(), ...data, ...metadata]
  const counts = varintBytes(header.getNumber()) + varintBytes(data.length) + varintBytes(metadata.length)
  const inside = counts + prefixed.reduce((sum, { length }) => sum + varintBytes(length) + length, 0)
  const transactions = data.reduce((sum, { length }) => sum + length, 0)
  return varintBytes(inside) + inside - transactions
}

function transactionParts(bytes: Uint8Array): Omit<BlockParts, 'block' | 'rest'> {
  const envelope = common.Envelope.deserializeBinary(bytes)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
  if (action === undefined) throw new Error('a transaction without an action')
  const proposed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const endorsed = proposed.getAction()
  const response = peer.ProposalResponsePayload.deserializeBinary(
    endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  const done = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
  const submitter = [
    payload.getHeader()?.getSignatureHeader_asU8(),
    action.getHeader_asU8(),
    envelope.getSignature_asU8(),
  ]
  return {
    arguments: proposed.getChaincodeProposalPayload_asU8().length,
    ...resultParts(done.getResults_asU8()),
    event: done.getEvents_asU8().length,
    response: done.getResponse()?.serializeBinary().length ?? 0,
    endorsements: sizes(endorsed?.getEndorsementsList() ?? []),
    // Its certificate stands twice: in the header of the envelope and in that of the action.
    submitter: submitter.reduce((sum, part) => sum + (part?.length ?? 0), 0),
  }
}

function resultParts(results: Uint8Array): Pick<BlockParts, 'reads' | 'writes'> {
  const parts = { reads: 0, writes: 0 }
  for (const set of ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()) {
    const open = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
    parts.reads += sizes(open.getReadsList())
    parts.writes += sizes(open.getWritesList())
    for (const collection of set.getCollectionHashedRwsetList()) {
      const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8())
      parts.reads += sizes(hashed.getHashedReadsList())
      parts.writes += sizes(hashed.getHashedWritesList()) + collection.getPvtRwsetHash_asU8().length
    }
  }
  return parts
}

/** Each message with the tag and the length that stand before it. */
function sizes(messages: readonly { serializeBinary(): Uint8Array }[]): number {
  return messages.reduce((sum, message) => {
    const { length } = message.serializeBinary()
    return sum + 1 + varintBytes(length) + length
  }, 0)
}

function varintBytes(value: number): number {
  return value < 0x80 ? 1 : 1 + varintBytes(Math.floor(value / 0x80))
}
