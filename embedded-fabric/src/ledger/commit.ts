import { common } from '@hyperledger/fabric-protos'
import type { Identity } from '../identity/identity'
import type { KeyChange } from '../wire/commit-hash'
import type { MetadataEntries, NamespaceSet, Version } from '../wire/rwset'
import { CODE, InvalidTransaction, computeTxId, readEnvelope, readResult, readTransaction } from '../wire/transaction'
import type { ChaincodeResult, EndorsedTransaction, SignedEnvelope } from '../wire/transaction'
import { checkEndorsements, noteChangedKeys } from './endorsement'
import type { PolicyContext } from './endorsement'
import { commitPrivateData } from './private-data'
import type { PrivateContext } from './private-data'
import { expirePrivateData } from './private-removal'
import { changeState, hashesOf } from './state'
import type { Change } from './state'
import { checkVersions } from './versions'

export interface CommitContext extends PrivateContext, Omit<PolicyContext, 'changedKeys'> {
  readonly channelId: string
  /** An identity that is good apart from its dates; undefined for every other one. */
  readonly identify: (serialized: Uint8Array) => Identity | undefined
}

export interface ValidatedTransaction {
  readonly txId: string
  readonly code: number
  readonly seconds: number
  readonly nanos: number
}

export interface AppliedBlock {
  readonly transactions: readonly ValidatedTransaction[]
  /** Every change, in order; a later one of the same key replaces the earlier. */
  readonly changes: readonly KeyChange[]
}

interface Candidate {
  readonly code: number
  readonly envelope?: SignedEnvelope
  readonly result?: ChaincodeResult
}

/**
 * Validates a block's transactions as Fabric does, first each against the policies as of the block before, then in
 * their order against what was read, and applies the valid ones. Must run inside one database transaction.
 */
export function applyBlock(block: number, envelopes: readonly Uint8Array[], context: CommitContext): AppliedBlock {
  const changedKeys = new Set<string>()
  const ids = new Set<string>()
  const candidates = envelopes.map((bytes) => validate(bytes, { ...context, changedKeys }, ids))
  const changes: KeyChange[] = []
  const transactions = candidates.map((candidate, tx) => {
    const header = candidate.envelope?.header
    const txId = header?.txId ?? ''
    const code = applyTransaction(candidate, txId, { block, tx }, context, changes)
    context.store.run('DELETE FROM transient WHERE tx_id = ?', txId)
    return { txId, code, seconds: header?.timestamp?.seconds ?? 0, nanos: header?.timestamp?.nanos ?? 0 }
  })
  expirePrivateData(block, context)
  return { transactions, changes }
}

function validate(bytes: Uint8Array, context: CommitContext & PolicyContext, ids: Set<string>): Candidate {
  let envelope: SignedEnvelope | undefined
  try {
    envelope = readEnvelope(bytes)
    checkHeader(envelope, context)
    const transaction = readTransaction(envelope)
    const { header } = envelope
    if (context.store.get('SELECT 1 FROM transactions WHERE tx_id = ? LIMIT 1', header.txId) !== undefined) {
      return { envelope, code: CODE.DUPLICATE_TXID }
    }
    const result = readResult(header, transaction.action)
    checkEndorsements(result, endorsersOf(transaction, context), context)
    noteChangedKeys(result.sets, context.changedKeys)
    if (ids.has(header.txId)) return { envelope, code: CODE.DUPLICATE_TXID }
    ids.add(header.txId)
    return { envelope, result, code: CODE.VALID }
  } catch (error) {
    if (!(error instanceof InvalidTransaction)) throw error
    return { ...(envelope && { envelope }), code: error.code }
  }
}

const { HeaderType } = common
const KNOWN_TYPES: readonly number[] = [HeaderType.ENDORSER_TRANSACTION, HeaderType.CONFIG_UPDATE, HeaderType.CONFIG]

function checkHeader(envelope: SignedEnvelope, context: CommitContext): void {
  const { type, epoch, nonce, creator, txId } = envelope.header
  if (!KNOWN_TYPES.includes(type) || epoch !== 0 || nonce.length === 0 || creator.length === 0) {
    throw new InvalidTransaction(CODE.BAD_COMMON_HEADER, 'header type, epoch, nonce or creator')
  }
  if (!isSignedByCreator(envelope, context)) {
    throw new InvalidTransaction(CODE.BAD_CREATOR_SIGNATURE, 'creator or signature')
  }
  if (type === HeaderType.CONFIG) {
    throw new InvalidTransaction(CODE.INVALID_CONFIG_TRANSACTION, 'an embedded channel keeps its configuration')
  }
  if (type === HeaderType.CONFIG_UPDATE) throw new InvalidTransaction(CODE.UNSUPPORTED_TX_PAYLOAD, 'config update')
  if (computeTxId(nonce, creator) !== txId) throw new InvalidTransaction(CODE.BAD_PROPOSAL_TXID, 'transaction id')
}

/** Fabric looks a creator up among the members of the channel that the header names. */
function isSignedByCreator({ header, payload, signature }: SignedEnvelope, context: CommitContext): boolean {
  if (header.channelId !== context.channelId) return false
  return context.identify(header.creator)?.verify(payload, signature) === true
}

/** The endorsers whose identity and signature are good, each certificate once; the others count for nothing. */
function endorsersOf(transaction: EndorsedTransaction, { identify }: CommitContext): readonly Identity[] {
  const endorsers = new Map<string, Identity>()
  for (const { endorser, signature } of transaction.endorsements) {
    const identity = identify(endorser)
    if (identity === undefined) continue
    const name = `${identity.mspId}\n${identity.certificate}`
    if (endorsers.has(name)) continue
    const message = Buffer.concat([transaction.proposalResponsePayload, endorser])
    if (identity.verify(message, signature)) endorsers.set(name, identity)
  }
  return [...endorsers.values()]
}

function applyTransaction(
  { code, result }: Candidate,
  txId: string,
  version: Version,
  context: CommitContext,
  changes: KeyChange[],
): number {
  if (result === undefined) return code
  try {
    checkVersions(result.sets, version.block, context.store)
  } catch (error) {
    if (error instanceof InvalidTransaction) return error.code
    throw error
  }
  for (const set of result.sets) applyPublic(set, version, context, changes)
  commitPrivateData(txId, version, result.sets, context)
  return code
}

const HASH_OF_NOTHING = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex')

function applyPublic(set: NamespaceSet, version: Version, { store }: CommitContext, changes: KeyChange[]): void {
  const { namespace } = set
  const publicChanges = changesOf(
    set.writes.map(({ key, isDelete, value }) => [Buffer.from(key), isDelete || value.length === 0 ? null : value]),
    set.metadataWrites.map(({ key, entries }) => [Buffer.from(key), entries]),
  )
  applyChanges(publicChanges, '')
  for (const { collection, writes, metadataWrites } of set.collections) {
    const hashChanges = changesOf(
      writes.map(({ keyHash, isDelete, valueHash }) => {
        const isAbsent = isDelete || valueHash.length === 0 || HASH_OF_NOTHING.equals(valueHash)
        return [keyHash, isAbsent ? null : valueHash]
      }),
      metadataWrites.map(({ keyHash, entries }) => [keyHash, entries]),
    )
    applyChanges(hashChanges, collection)
  }

  function applyChanges(keys: Iterable<KeyedChange>, collection: string): void {
    const ns = collection === '' ? namespace : hashesOf(namespace, collection)
    for (const { key, ...change } of keys) {
      const value = changeState(store, ns, key, version, change)
      if (value !== undefined) changes.push({ namespace, collection, key, version, value })
    }
  }
}

interface KeyedChange extends Change {
  readonly key: Uint8Array
}

/** One change for each key: its value and its metadata together. */
function changesOf(
  writes: readonly (readonly [Uint8Array, Uint8Array | null])[],
  metadataWrites: readonly (readonly [Uint8Array, MetadataEntries])[],
): Iterable<KeyedChange> {
  const changes = new Map<string, KeyedChange>()
  for (const [key, value] of writes) changes.set(Buffer.from(key).toString('latin1'), { key, value })
  for (const [key, entries] of metadataWrites) {
    const name = Buffer.from(key).toString('latin1')
    changes.set(name, { key, ...changes.get(name), entries })
  }
  return changes.values()
}
