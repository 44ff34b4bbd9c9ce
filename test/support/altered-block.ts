import { createHash } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'

/** A block as whoever holds the chain could have altered it; the bytes that it was made from stay as they are. */
export function alteredBlock(bytes: Uint8Array, alter: (block: common.Block) => void): Uint8Array {
  const block = common.Block.deserializeBinary(bytes)
  alter(block)
  return block.serializeBinary()
}

/** Puts another validation code in the place of a transaction's own. */
export function setCode(block: common.Block, index: number, code: number): void {
  const metadata = block.getMetadata() ?? new common.BlockMetadata()
  const list = metadata.getMetadataList_asU8()
  const codes = Uint8Array.from(list[FILTER] ?? [])
  codes[index] = code
  metadata.setMetadataList(list.map((entry, at) => (at === FILTER ? codes : entry)))
  block.setMetadata(metadata)
}

/** Puts another envelope into the block, and makes the header name it, as whoever rewrites a chain would. */
export function setEnvelope(block: common.Block, index: number, alter: (envelope: common.Envelope) => void): void {
  const data = block.getData() ?? new common.BlockData()
  const envelopes = data.getDataList_asU8().map((bytes, at) => {
    if (at !== index) return bytes
    const envelope = common.Envelope.deserializeBinary(bytes)
    alter(envelope)
    return envelope.serializeBinary()
  })
  data.setDataList(envelopes)
  block.setData(data)
  const hash = createHash('sha256')
  for (const envelope of envelopes) hash.update(envelope)
  block.getHeader()?.setDataHash(hash.digest())
}

/** Leaves so many endorsements of a transaction, and takes the others out. */
export function leaveEndorsements(envelope: common.Envelope, count: number): void {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8())
  const [action] = transaction.getActionsList()
  if (action === undefined) throw new Error('no transaction that was endorsed')
  const called = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const endorsed = called.getAction()
  endorsed?.setEndorsementsList(endorsed.getEndorsementsList().slice(0, count))
  action.setPayload(called.serializeBinary())
  payload.setData(transaction.serializeBinary())
  envelope.setPayload(payload.serializeBinary())
}

const FILTER = common.BlockMetadataIndex.TRANSACTIONS_FILTER
