import type { ChaincodeDefinition, CollectionDefinition } from '../chaincode/definition'
import type { Identity } from '../identity/identity'
import { decodePolicy } from '../policy/encode'
import type { ChannelPolicies } from '../policy/channel-policies'
import type { ApplicationPolicy, PolicyReference, SignaturePolicy } from '../policy/signature-policy'
import type { NamespaceSet } from '../wire/rwset'
import { CODE, InvalidTransaction } from '../wire/transaction'
import type { ChaincodeResult } from '../wire/transaction'
import { implicitOwner } from './collections'
import { VALIDATION_PARAMETER } from './metadata'
import { hashesOf, metadataOf, readState } from './state'
import type { Store } from './store'

export interface PolicyContext {
  readonly store: Store
  readonly policies: ChannelPolicies
  readonly definition: (chaincode: string) => ChaincodeDefinition | undefined
  readonly collection: (chaincode: string, name: string) => CollectionDefinition | undefined
  /** Keys whose metadata an earlier transaction of the block writes, with good endorsements. */
  readonly changedKeys: Set<string>
}

/**
 * Checks a transaction against the endorsement policies of all it writes: of chaincodes, of collections, of keys.
 * @throws InvalidTransaction with Fabric's code.
 */
export function checkEndorsements(
  { chaincode, sets }: ChaincodeResult,
  endorsers: readonly Identity[],
  context: PolicyContext,
): void {
  const written = sets.filter((set) => set.namespace === chaincode || writes(set))
  if (!written.some(({ namespace }) => namespace === chaincode)) written.push(emptySet(chaincode))
  for (const set of written) {
    const definition = context.definition(set.namespace)
    if (definition === undefined) {
      throw new InvalidTransaction(CODE.INVALID_CHAINCODE, `chaincode ${set.namespace} is not defined`)
    }
    checkNamespace(set, definition, endorsers, context)
  }
}

/**
 * Every written key is checked against its own policy or, without one, once against its collection's or its chaincode's.
 * A transaction that writes nothing here is checked against the chaincode's.
 */
function checkNamespace(
  set: NamespaceSet,
  definition: ChaincodeDefinition,
  endorsers: readonly Identity[],
  context: PolicyContext,
): void {
  const fulfilled = new Set<ApplicationPolicy>()
  const check = (policy: ApplicationPolicy, what: string): void => {
    if (fulfilled.has(policy)) return
    if (!context.policies.isSatisfied(policy, endorsers)) throw failure(`${what}: signature set did not satisfy policy`)
    fulfilled.add(policy)
  }
  for (const written of writtenKeys(set, definition, context)) {
    const id = keyId(written.ns, written.key)
    if (context.changedKeys.has(id))
      throw failure(`metadata of a key in ${written.ns} was changed earlier in this block`)
    const own = keyPolicy(written, context.store)
    if (own === undefined) check(written.policy(), written.ns)
    else check(own, `a key in ${written.ns}`)
  }
  if (!writes(set)) check(definition.endorsementPolicy, set.namespace)
}

interface WrittenKey {
  readonly ns: string
  readonly key: Uint8Array
  /** The policy that holds when the key has none of its own. */
  readonly policy: () => ApplicationPolicy
}

function* writtenKeys(
  set: NamespaceSet,
  definition: ChaincodeDefinition,
  context: PolicyContext,
): Generator<WrittenKey> {
  const ofChaincode = (): ApplicationPolicy => definition.endorsementPolicy
  for (const { key } of [...set.writes, ...set.metadataWrites]) {
    yield { ns: set.namespace, key: Buffer.from(key), policy: ofChaincode }
  }
  for (const hashes of set.collections) {
    const ns = hashesOf(set.namespace, hashes.collection)
    const policy = (): ApplicationPolicy => {
      const collection = context.collection(set.namespace, hashes.collection)
      if (collection === undefined) throw failure(`no such collection '${hashes.collection}'`)
      const own = ownPolicy(hashes.collection, context.policies) ?? collection.endorsementPolicy
      return own ?? definition.endorsementPolicy
    }
    for (const { keyHash } of [...hashes.writes, ...hashes.metadataWrites]) yield { ns, key: keyHash, policy }
  }
}

/** The policy of the organisation whose implicit collection this is; an observer has none. */
function ownPolicy(collection: string, policies: ChannelPolicies): PolicyReference | undefined {
  const owner = implicitOwner(collection)
  const reference = owner === undefined ? undefined : { channelPolicy: `/Channel/Application/${owner}/Endorsement` }
  return reference !== undefined && policies.has(reference) ? reference : undefined
}

/** The key's own policy as of the block before: creation falls under the collection's or the chaincode's. */
function keyPolicy({ ns, key }: WrittenKey, store: Store): SignaturePolicy | undefined {
  const bytes = metadataOf(readState(store, ns, key)).get(VALIDATION_PARAMETER)
  if (bytes === undefined || bytes.length === 0) return undefined
  try {
    return decodePolicy(bytes)
  } catch {
    throw failure(`the policy of a key in ${ns} cannot be read`)
  }
}

/** Notes the keys whose metadata this transaction writes, for the transactions behind it in the block. */
export function noteChangedKeys(sets: readonly NamespaceSet[], changed: Set<string>): void {
  for (const set of sets) {
    for (const { key } of set.metadataWrites) changed.add(keyId(set.namespace, Buffer.from(key)))
    for (const { collection, metadataWrites } of set.collections) {
      const ns = hashesOf(set.namespace, collection)
      for (const { keyHash } of metadataWrites) changed.add(keyId(ns, keyHash))
    }
  }
}

function keyId(ns: string, key: Uint8Array): string {
  return `${ns}\0${Buffer.from(key).toString('latin1')}`
}

function writes(set: NamespaceSet): boolean {
  return (
    set.writes.length + set.metadataWrites.length > 0 ||
    set.collections.some((hashes) => hashes.writes.length + hashes.metadataWrites.length > 0)
  )
}

function emptySet(namespace: string): NamespaceSet {
  return { namespace, reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] }
}

function failure(reason: string): InvalidTransaction {
  return new InvalidTransaction(CODE.ENDORSEMENT_POLICY_FAILURE, reason)
}
