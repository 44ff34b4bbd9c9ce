import { common, peer } from '@hyperledger/fabric-protos'
import type { CommittedBlock } from '../ledger/ledger'
import { CODE } from './transaction'

/** The chaincode events of a block's valid transactions, in their order. */
export function eventsOfBlock(block: CommittedBlock): readonly peer.ChaincodeEvent[] {
  return actionsOfBlock(block).flatMap(({ code, event }) => (event !== undefined && code === CODE.VALID ? [event] : []))
}

interface BlockAction {
  readonly txId: string
  readonly type: number
  readonly code: number
  readonly event: peer.ChaincodeEvent | undefined
}

const actions = new WeakMap<CommittedBlock, readonly BlockAction[]>()

function actionsOfBlock(block: CommittedBlock): readonly BlockAction[] {
  let known = actions.get(block)
  if (known === undefined) {
    const envelopes = common.Block.deserializeBinary(block.bytes).getData()?.getDataList_asU8() ?? []
    known = envelopes.map((envelope, index) =>
      readAction(envelope, block.transactions[index]?.code ?? CODE.NOT_VALIDATED),
    )
    actions.set(block, known)
  }
  return known
}

function readAction(bytes: Uint8Array, code: number): BlockAction {
  try {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8())
    const channelHeader = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    )
    const type = channelHeader.getType()
    const event = type === common.HeaderType.ENDORSER_TRANSACTION ? readEvent(payload.getData_asU8()) : undefined
    return { txId: channelHeader.getTxId(), type, code, event }
  } catch {
    // An unreadable envelope is in the block, with its code, and has no action.
    return { txId: '', type: 0, code, event: undefined }
  }
}

function readEvent(data: Uint8Array): peer.ChaincodeEvent | undefined {
  const [action] = peer.Transaction.deserializeBinary(data).getActionsList()
  if (action === undefined) return undefined
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const response = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8()
  const events = peer.ChaincodeAction.deserializeBinary(extension).getEvents_asU8()
  return events.length === 0 ? undefined : peer.ChaincodeEvent.deserializeBinary(events)
}

/** `protos.FilteredBlock`: ids, codes and the names of events, without their payloads. */
export function filteredBlock(block: CommittedBlock, channelId: string): peer.FilteredBlock {
  const filtered = new peer.FilteredBlock()
  filtered.setChannelId(channelId)
  filtered.setNumber(block.number)
  filtered.setFilteredTransactionsList(
    actionsOfBlock(block).map(({ txId, type, code, event }) => {
      const transaction = new peer.FilteredTransaction()
      transaction.setTxid(txId)
      transaction.setType(type as common.HeaderTypeMap[keyof common.HeaderTypeMap])
      transaction.setTxValidationCode(code as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap])
      if (type === common.HeaderType.ENDORSER_TRANSACTION) transaction.setTransactionActions(filteredActions(event))
      return transaction
    }),
  )
  return filtered
}

function filteredActions(event: peer.ChaincodeEvent | undefined): peer.FilteredTransactionActions {
  const filteredTransaction = new peer.FilteredTransactionActions()
  if (event === undefined) return filteredTransaction
  const withoutPayload = event.clone()
  withoutPayload.setPayload('')
  const action = new peer.FilteredChaincodeAction()
  action.setChaincodeEvent(withoutPayload)
  filteredTransaction.setChaincodeActionsList([action])
  return filteredTransaction
}
