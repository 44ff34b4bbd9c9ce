import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'

const NAMESPACE = 'eco'

/** One valid transaction of a block, as whoever holds the block reads it. */
export interface ReadTransaction {
  readonly time: string
  readonly mspId: string
  /** The role that stands in the certificate of the identity that signed; empty where none does. */
  readonly role: string
  readonly writes: readonly { readonly key: string; readonly text: string }[]
  /** Into which private collections it wrote, of which the block holds hashes. */
  readonly collections: readonly string[]
}

/** The valid transactions of a block that wrote something for the register. */
export function readBlockBytes(bytes: Uint8Array): readonly ReadTransaction[] {
  const block = common.Block.deserializeBinary(bytes)
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  const envelopes = block.getData()?.getDataList_asU8() ?? []
  return envelopes
    .filter((_, index) => codes?.[index] === peer.TxValidationCode.VALID)
    .flatMap((envelope) => readTransaction(common.Envelope.deserializeBinary(envelope)))
    .filter(({ writes, collections }) => writes.length + collections.length > 0)
}

function readTransaction(envelope: common.Envelope): readonly ReadTransaction[] {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const channel = common.ChannelHeader.deserializeBinary(payload.getHeader()?.getChannelHeader_asU8() ?? EMPTY)
  if (channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return []
  const signature = common.SignatureHeader.deserializeBinary(payload.getHeader()?.getSignatureHeader_asU8() ?? EMPTY)
  const creator = msp.SerializedIdentity.deserializeBinary(signature.getCreator_asU8())
  const results = resultsOf(payload.getData_asU8())
  return [
    {
      time: channel.getTimestamp()?.toDate().toISOString() ?? '',
      mspId: creator.getMspid(),
      role: roleIn(Buffer.from(creator.getIdBytes_asU8()).toString('latin1')),
      writes: results.flatMap((set) =>
        ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
          .getWritesList()
          .map((write) => ({ key: write.getKey(), text: Buffer.from(write.getValue_asU8()).toString() })),
      ),
      collections: results.flatMap((set) =>
        set
          .getCollectionHashedRwsetList()
          .filter(writesAnything)
          .map((hashed) => hashed.getCollectionName()),
      ),
    },
  ]
}

function resultsOf(transaction: Uint8Array): readonly ledger.rwset.NsReadWriteSet[] {
  return peer.Transaction.deserializeBinary(transaction)
    .getActionsList()
    .flatMap((action) => {
      const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
      const response = peer.ProposalResponsePayload.deserializeBinary(
        payload.getAction()?.getProposalResponsePayload_asU8() ?? EMPTY,
      )
      const results = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8()
      return ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()
    })
    .filter((set) => set.getNamespace() === NAMESPACE)
}

function writesAnything(collection: ledger.rwset.CollectionHashedReadWriteSet): boolean {
  const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8())
  return hashed.getHashedWritesList().length > 0
}

/** Fabric's attributes stand as JSON in an extension of the certificate. */
function roleIn(pem: string): string {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1')
  return /"eco\.role":"([^"]+)"/.exec(der)?.[1] ?? ''
}

const EMPTY = new Uint8Array()
