import { createHash } from 'node:crypto'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import type { RegisterBlock, RegisterChange } from '../register/register'

/** Reads what a block changed: the records that its valid transactions wrote in the namespace. */
export function readBlock(block: common.Block, namespace: string): RegisterBlock {
  const header = block.getHeader()
  if (header === undefined) throw new Error('a block without header')
  const codes = validationCodes(block)
  const changes: RegisterChange[] = []
  let time: string | undefined
  for (const [index, bytes] of (block.getData()?.getDataList_asU8() ?? []).entries()) {
    if (codes[index] !== peer.TxValidationCode.VALID) continue
    const transaction = readTransaction(common.Envelope.deserializeBinary(bytes))
    time = transaction.time ?? time
    changes.push(...recordWrites(transaction, namespace))
  }
  return {
    number: header.getNumber(),
    hash: blockHash(header),
    previousHash: Buffer.from(header.getPreviousHash_asU8()).toString('hex'),
    time,
    changes,
  }
}

/** True if the transaction, committed as it is, would write anything in the namespace. */
export function writesAnything(envelope: common.Envelope, namespace: string): boolean {
  const { results } = readTransaction(envelope)
  return results.some(({ name, writes, isPrivate }) => name === namespace && (writes.length > 0 || isPrivate))
}

interface NamespaceResults {
  readonly name: string
  readonly writes: readonly ledger.rwset.kvrwset.KVWrite[]
  /** Whether it wrote into private collections, of which the block holds hashes only. */
  readonly isPrivate: boolean
}

interface Transaction {
  readonly transactionId: string
  readonly time: string | undefined
  readonly submitter: string
  readonly results: readonly NamespaceResults[]
}

function readTransaction(envelope: common.Envelope): Transaction {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  const signature = common.SignatureHeader.deserializeBinary(
    payload.getHeader()?.getSignatureHeader_asU8() ?? new Uint8Array(),
  )
  const isEndorsed = header.getType() === common.HeaderType.ENDORSER_TRANSACTION
  return {
    transactionId: header.getTxId(),
    time: header.getTimestamp()?.toDate().toISOString(),
    submitter: isEndorsed ? msp.SerializedIdentity.deserializeBinary(signature.getCreator_asU8()).getMspid() : '',
    results: isEndorsed ? simulationResults(payload.getData_asU8()) : [],
  }
}

function simulationResults(transaction: Uint8Array): Transaction['results'] {
  return peer.Transaction.deserializeBinary(transaction)
    .getActionsList()
    .flatMap((action) => {
      const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
      const response = peer.ProposalResponsePayload.deserializeBinary(
        payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
      )
      const results = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8()
      return ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()
    })
    .map((set) => ({
      name: set.getNamespace(),
      writes: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList(),
      isPrivate: set.getCollectionHashedRwsetList().some((collection) => writesPrivately(collection)),
    }))
}

function writesPrivately(collection: ledger.rwset.CollectionHashedReadWriteSet): boolean {
  const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8())
  return hashed.getHashedWritesList().length > 0
}

function recordWrites(transaction: Transaction, namespace: string): RegisterChange[] {
  const { transactionId, time = '', submitter } = transaction
  return transaction.results
    .filter(({ name }) => name === namespace)
    .flatMap(({ writes }) => writes)
    .filter((write) => !write.getIsDelete())
    .map((write) => ({
      transactionId,
      time,
      submitter,
      key: write.getKey(),
      text: Buffer.from(write.getValue_asU8()).toString('utf8'),
    }))
}

function validationCodes(block: common.Block): Uint8Array {
  const metadata = block.getMetadata()?.getMetadataList_asU8() ?? []
  return metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? new Uint8Array()
}

/** SHA-256 over the ASN.1 DER sequence of number, previous hash and data hash, as Fabric chains its blocks. */
function blockHash(header: common.BlockHeader): string {
  const parts = [
    derNumber(header.getNumber()),
    derBytes(header.getPreviousHash_asU8()),
    derBytes(header.getDataHash_asU8()),
  ]
  const body = Buffer.concat(parts)
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([0x30, body.length]), body]))
    .digest('hex')
}

function derNumber(value: number): Buffer {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  const bytes = Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, 'hex')
  return Buffer.concat([Buffer.from([0x02, bytes.length]), bytes])
}

function derBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x04, bytes.length]), bytes])
}
