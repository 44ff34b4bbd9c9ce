import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import { nameOf } from './raw/seek'
import type { Json } from './scenario'

const { TxReadWriteSet } = ledger.rwset
const { KVRWSet, HashedRWSet } = ledger.rwset.kvrwset

const LONG_LIST = 20

/** A transaction as it stands in its block. */
export interface Observed {
  readonly block: number
  readonly index: number
  readonly code: string
  readonly envelope: Uint8Array
}

/** Names the transaction that wrote a version. */
export type Writer = (block: number, index: number) => string

/** Finds a transaction in a block. */
export function findTransaction(block: common.Block, txId: string): Observed | undefined {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  const envelopes = block.getData()?.getDataList_asU8() ?? []
  const index = envelopes.findIndex((envelope) => txIdOf(envelope) === txId)
  const envelope = envelopes[index]
  if (envelope === undefined) return undefined
  return {
    block: block.getHeader()?.getNumber() ?? -1,
    index,
    code: nameOf(peer.TxValidationCode, codes?.[index] ?? -1),
    envelope,
  }
}

function payloadOf(envelope: Uint8Array): common.Payload {
  return common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8())
}

function txIdOf(envelope: Uint8Array): string {
  const header = payloadOf(envelope).getHeader()?.getChannelHeader_asU8() ?? new Uint8Array()
  return common.ChannelHeader.deserializeBinary(header).getTxId()
}

/** What a transaction's endorsers have signed: the contract's answer, its event, and what it read and wrote. */
export function describeTransaction(envelope: Uint8Array, writer: Writer): { readonly [name: string]: Json } {
  const [first] = peer.Transaction.deserializeBinary(payloadOf(envelope).getData_asU8()).getActionsList()
  const payload = peer.ChaincodeActionPayload.deserializeBinary(first?.getPayload_asU8() ?? new Uint8Array())
  const endorsed = payload.getAction()
  const response = peer.ProposalResponsePayload.deserializeBinary(
    endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  return {
    endorsers: (endorsed?.getEndorsementsList() ?? [])
      .map((endorsement) => mspIdOf(endorsement.getEndorser_asU8()))
      .sort(),
    ...describeAction(peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()), writer),
  }
}

function describeAction(action: peer.ChaincodeAction, writer: Writer): { readonly [name: string]: Json } {
  const response = action.getResponse()
  const events = action.getEvents_asU8()
  const id = action.getChaincodeId()
  return {
    chaincode: `${id?.getName() ?? ''} ${id?.getVersion() ?? ''}`,
    response: { status: response?.getStatus() ?? 0, message: response?.getMessage() ?? '' },
    ...(events.length > 0 && { event: describeEvent(peer.ChaincodeEvent.deserializeBinary(events)) }),
    results: describeResults(action.getResults_asU8(), writer),
  }
}

function describeEvent(event: peer.ChaincodeEvent): Json {
  return {
    chaincode: event.getChaincodeId(),
    name: event.getEventName(),
    payload: Buffer.from(event.getPayload_asU8()).toString(),
    transaction: event.getTxId(),
  }
}

function mspIdOf(identity: Uint8Array): string {
  return msp.SerializedIdentity.deserializeBinary(identity).getMspid()
}

/** A read-write set, by chaincode; only what is there. */
export function describeResults(bytes: Uint8Array, writer: Writer): Json {
  const sets = TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList()
  return Object.fromEntries(
    sets.map((set) => [
      set.getNamespace(),
      {
        ...describePublic(KVRWSet.deserializeBinary(set.getRwset_asU8()), writer),
        ...Object.fromEntries(
          set.getCollectionHashedRwsetList().map((collection) => [
            `collection ${collection.getCollectionName()}`,
            {
              ...describeHashed(HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8()), writer),
              private: hex(collection.getPvtRwsetHash_asU8()),
            },
          ]),
        ),
      },
    ]),
  )
}

type Message<T> = T extends abstract new () => infer M ? M : never
type Version = Message<typeof ledger.rwset.kvrwset.Version>

function versionName(version: Version | undefined, writer: Writer): string | null {
  return version === undefined ? null : writer(version.getBlockNum(), version.getTxNum())
}

function describePublic(set: Message<typeof KVRWSet>, writer: Writer): { readonly [name: string]: Json } {
  const reads = set.getReadsList().map((read): Json => [read.getKey(), versionName(read.getVersion(), writer)])
  const ranges = set.getRangeQueriesInfoList().map((range): Json => {
    const raw = range.getRawReads()?.getKvReadsList() ?? []
    const merkle = range.getReadsMerkleHashes()
    return {
      from: range.getStartKey(),
      to: range.getEndKey(),
      exhausted: range.getItrExhausted(),
      reads: raw.map((read): Json => [read.getKey(), versionName(read.getVersion(), writer)]),
      ...(merkle !== undefined && {
        hashes: {
          degree: merkle.getMaxDegree(),
          level: merkle.getMaxLevel(),
          count: merkle.getMaxLevelHashesList().length,
        },
      }),
    }
  })
  const writes = set
    .getWritesList()
    .map((write): Json => [
      write.getKey(),
      write.getIsDelete() ? null : shortened(Buffer.from(write.getValue_asU8()).toString()),
    ])
  const metadata = set.getMetadataWritesList().map((write): Json => [write.getKey(), entriesOf(write.getEntriesList())])
  return present({ reads, ranges, writes, metadata })
}

function describeHashed(set: Message<typeof HashedRWSet>, writer: Writer): { readonly [name: string]: Json } {
  const reads = set
    .getHashedReadsList()
    .map((read): Json => [hex(read.getKeyHash_asU8()), versionName(read.getVersion(), writer)])
  const writes = set
    .getHashedWritesList()
    .map((write): Json => [
      hex(write.getKeyHash_asU8()),
      write.getIsPurge() ? 'purge' : write.getIsDelete() ? 'delete' : 'put',
      hex(write.getValueHash_asU8()),
    ])
  const metadata = set
    .getMetadataWritesList()
    .map((write): Json => [hex(write.getKeyHash_asU8()), entriesOf(write.getEntriesList())])
  return present({ reads, writes, metadata })
}

function entriesOf(entries: readonly Message<typeof ledger.rwset.kvrwset.KVMetadataEntry>[]): Json {
  return Object.fromEntries(
    entries.map((entry) => [entry.getName(), Buffer.from(entry.getValue_asU8()).toString('base64')]),
  )
}

function present(lists: Readonly<Record<string, readonly Json[]>>): { readonly [name: string]: Json } {
  const entries = Object.entries(lists).filter(([, list]) => list.length > 0)
  return Object.fromEntries(entries.map(([name, list]) => [name, shortList(list)]))
}

/** A long list by its ends and its length. */
function shortList(list: readonly Json[]): readonly Json[] {
  const [first, last] = [list[0] ?? null, list.at(-1) ?? null]
  return list.length > LONG_LIST ? [first, `… (${list.length} in all)`, last] : list
}

/** A long value by its length: recordings are read by people. */
export function shortened(value: string): string {
  return value.length > 1000 ? `${value.slice(0, 20)}… (${value.length} characters)` : value
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
