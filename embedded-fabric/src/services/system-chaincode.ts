import { common, peer } from '@hyperledger/fabric-protos'
import type { ChaincodeAnswer } from '../chaincode/link'
import type { CommittedBlock, Ledger } from '../ledger/ledger'

const UNSUPPORTED = new Set(['_lifecycle', 'cscc', 'lscc', 'vscc', 'escc'])

/** Answers Fabric's own `qscc`, refuses its other system chaincodes by name; undefined for any other chaincode. */
export function systemAnswer(
  chaincode: string,
  args: readonly Uint8Array[],
  ledger: Ledger,
  channelId: string,
): ChaincodeAnswer | undefined {
  if (UNSUPPORTED.has(chaincode))
    return failure(`system chaincode ${chaincode} is not supported by an embedded channel`)
  if (chaincode !== 'qscc') return undefined
  const [name = '', channel = '', parameter] = args.map((arg) => Buffer.from(arg))
  const query = QUERIES[name.toString()]
  if (query === undefined) return failure(`Requested function ${name.toString()} not found.`)
  if (channel.toString() !== channelId) return failure(`Invalid chain ID, ${channel.toString()}`)
  const payload = query(ledger, parameter ?? Buffer.alloc(0))
  return payload === undefined
    ? failure(`${name.toString()}: no such block or transaction`)
    : { status: 200, message: '', payload }
}

const QUERIES: Readonly<Record<string, (ledger: Ledger, parameter: Buffer) => Uint8Array | undefined>> = {
  GetChainInfo(ledger) {
    const newest = ledger.blockByNumber(ledger.height - 1)
    const info = new common.BlockchainInfo()
    info.setHeight(ledger.height)
    info.setCurrentblockhash(newest?.hash ?? '')
    info.setPreviousblockhash(
      newest === undefined ? '' : (blockMessage(newest).getHeader()?.getPreviousHash_asU8() ?? ''),
    )
    return info.serializeBinary()
  },
  GetBlockByNumber: (ledger, number) => ledger.blockByNumber(Number(number.toString()))?.bytes,
  GetBlockByHash: (ledger, hash) => ledger.blockByHash(hash)?.bytes,
  GetBlockByTxID: (ledger, txId) => blockOf(ledger, txId)?.bytes,
  GetTransactionByID(ledger, txId) {
    const transaction = ledger.transaction(txId.toString())
    const block = blockOf(ledger, txId)
    if (transaction === undefined || block === undefined) return undefined
    const processed = new peer.ProcessedTransaction()
    const envelope = blockMessage(block).getData()?.getDataList_asU8()[transaction.index] ?? new Uint8Array()
    processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope))
    processed.setValidationcode(transaction.code)
    return processed.serializeBinary()
  },
}

function blockOf(ledger: Ledger, txId: Buffer): CommittedBlock | undefined {
  const transaction = ledger.transaction(txId.toString())
  return transaction && ledger.blockByNumber(transaction.blockNumber)
}

function blockMessage(block: CommittedBlock): common.Block {
  return common.Block.deserializeBinary(block.bytes)
}

function failure(message: string): ChaincodeAnswer {
  return { status: 500, message, payload: new Uint8Array() }
}
