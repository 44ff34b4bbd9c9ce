import { common, peer } from '@hyperledger/fabric-protos'
import type { ChaincodeAnswer } from '../chaincode/link'
import type { CommittedBlock, Ledger } from '../ledger/ledger'

const UNSUPPORTED = new Set(['_lifecycle', 'cscc', 'lscc'])

/** True for the chaincodes that are parts of Fabric's peers. */
export function isSystemChaincode(chaincode: string): boolean {
  return chaincode === 'qscc' || UNSUPPORTED.has(chaincode)
}

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
  const payload = queryLedger(args, ledger, channelId)
  return typeof payload === 'string' ? failure(payload) : { status: 200, message: '', payload }
}

function queryLedger(args: readonly Uint8Array[], ledger: Ledger, channelId: string): Uint8Array | string {
  if (args.length < 2) return `Incorrect number of arguments, ${args.length}`
  const [name = '', channel = ''] = args.map((arg) => Buffer.from(arg).toString())
  const parameter = args[2] && Buffer.from(args[2])
  if (parameter === undefined && name !== 'GetChainInfo') return `missing 3rd argument for ${name}`
  if (channel !== channelId) return `Invalid chain ID, ${channel}`
  const query = QUERIES[name]
  return query === undefined
    ? `access denied for [${name}][${channel}]: [Unmapped policy for qscc/${name}]`
    : query(ledger, parameter ?? Buffer.alloc(0))
}

/** Answers a query's bytes, or says in Fabric's words why there are none. */
type Query = (ledger: Ledger, parameter: Buffer) => Uint8Array | string

const QUERIES: Readonly<Record<string, Query>> = {
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
  GetBlockByNumber(ledger, parameter) {
    const text = parameter.toString()
    if (!/^\d+$/.test(text)) {
      return `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
    }
    // Go's largest number stands for the newest block.
    const number = text === '18446744073709551615' ? ledger.height - 1 : Number(text)
    const block = ledger.blockByNumber(number)
    return block?.bytes ?? `Failed to get block number ${text}, error no such block number [${text}] in index`
  },
  GetBlockByHash(ledger, hash) {
    const block = ledger.blockByHash(hash)
    return (
      block?.bytes ??
      `Failed to get block hash ${hash.toString()}, error no such block hash [${hash.toString('hex')}] in index`
    )
  },
  GetBlockByTxID(ledger, txId) {
    return blockOf(ledger, txId)?.bytes ?? `Failed to get block for txID ${txId.toString()}, error ${noSuchId(txId)}`
  },
  GetTransactionByID(ledger, txId) {
    const transaction = ledger.transaction(txId.toString())
    const block = blockOf(ledger, txId)
    if (transaction === undefined || block === undefined) {
      return `Failed to get transaction with id ${txId.toString()}, error ${noSuchId(txId)}`
    }
    const processed = new peer.ProcessedTransaction()
    const envelope = blockMessage(block).getData()?.getDataList_asU8()[transaction.index] ?? new Uint8Array()
    processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope))
    processed.setValidationcode(transaction.code)
    return processed.serializeBinary()
  },
}

function noSuchId(txId: Buffer): string {
  return `no such transaction ID [${txId.toString()}] in index`
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
