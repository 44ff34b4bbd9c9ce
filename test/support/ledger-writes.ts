import { common, ledger, peer } from '@hyperledger/fabric-protos'

/** A transaction of a block that counts, with the records that it wrote in the open. */
export interface LedgerTransaction {
  readonly id: string
  /** By the submitter's clock, ISO 8601 in UTC. */
  readonly time: string
  readonly writes: ReadonlyMap<string, string>
  /** Whether it wrote into private collections. */
  readonly isPrivate: boolean
  /** Which version of which chaincode it ran, `eco 1.0`. */
  readonly ran: string
}

/** The transactions of a block that were found valid, in their order. */
export function validTransactions(bytes: Uint8Array): readonly LedgerTransaction[] {
  const block = common.Block.deserializeBinary(bytes)
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? []
  const envelopes = block.getData()?.getDataList_asU8() ?? []
  return envelopes
    .filter((_, index) => codes[index] === peer.TxValidationCode.VALID)
    .map((envelope) => readTransaction(common.Envelope.deserializeBinary(envelope)))
}

/** What an envelope with a transaction holds; nothing is written by one that is no chaincode's. */
export function readTransaction(envelope: common.Envelope): LedgerTransaction {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  const basis = { id: header.getTxId(), time: header.getTimestamp()?.toDate().toISOString() ?? '' }
  if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION)
    return { ...basis, writes: new Map(), isPrivate: false, ran: '' }
  const done = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList().map(actionOf)
  const sets = done.flatMap(setsOf)
  const writes = sets.flatMap((set) =>
    ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList(),
  )
  return {
    ...basis,
    writes: new Map(writes.map((write) => [write.getKey(), Buffer.from(write.getValue_asU8()).toString()])),
    ran: done
      .map((action) => `${action.getChaincodeId()?.getName() ?? ''} ${action.getChaincodeId()?.getVersion() ?? ''}`)
      .join(),
    isPrivate: sets.flatMap((set) => set.getCollectionHashedRwsetList()).some(writesPrivately),
  }
}

function actionOf(action: peer.TransactionAction): peer.ChaincodeAction {
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const response = peer.ProposalResponsePayload.deserializeBinary(
    payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  return peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
}

function setsOf(action: peer.ChaincodeAction): ledger.rwset.NsReadWriteSet[] {
  return ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8()).getNsRwsetList()
}

function writesPrivately(collection: ledger.rwset.CollectionHashedReadWriteSet): boolean {
  const { HashedRWSet } = ledger.rwset.kvrwset
  return HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8()).getHashedWritesList().length > 0
}
