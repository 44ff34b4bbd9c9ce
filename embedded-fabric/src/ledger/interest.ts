import type { SignaturePolicy } from '../policy/signature-policy'
import type { NamespaceSet } from '../wire/rwset'
import { LIFECYCLE } from './lifecycle'
import type { WrittenKey } from './read-write-set'
import type { Interest, InterestCall } from './simulator'

/**
 * What a plan of endorsements must know, as Fabric's endorser tells it to discovery: one call for a chaincode's public
 * side with the policies of its written keys, and one for each collection that was read, or written without key policy.
 */
export function interestOf(
  sets: readonly NamespaceSet[],
  writtenKeys: ReadonlyMap<string, ReadonlyMap<string, WrittenKey>>,
  privateReads: ReadonlyMap<string, ReadonlySet<string>>,
): Interest {
  const called = sets.filter(({ namespace }) => namespace !== LIFECYCLE)
  const calls = called.flatMap((set) => {
    const keys = [...(writtenKeys.get(set.namespace)?.values() ?? [])].map((key) => ({ ...key, policy: key.policy() }))
    return callsOf(set, keys, privateReads.get(set.namespace) ?? new Set())
  })
  return { calls }
}

interface KeyWithPolicy extends Omit<WrittenKey, 'policy'> {
  readonly policy: SignaturePolicy | undefined
}

function callsOf(
  set: NamespaceSet,
  keys: readonly KeyWithPolicy[],
  reads: ReadonlySet<string>,
): readonly InterestCall[] {
  const { namespace: chaincode } = set
  const keyPolicies = keys.flatMap(({ policy }) => (policy === undefined ? [] : [policy]))
  const unprotected = new Set(keys.filter(({ policy }) => policy === undefined).map(({ collection }) => collection))
  const needsPolicy = keys.length === 0 || unprotected.has('')
  const call = { chaincode, collections: [], keyPolicies: [], disregardNamespacePolicy: false, noPrivateReads: true }
  const publicCall: InterestCall = {
    ...call,
    keyPolicies,
    disregardNamespacePolicy: !needsPolicy,
    noPublicWrites: set.writes.length + set.metadataWrites.length === 0,
  }
  unprotected.delete('')
  const collections = [...new Set([...unprotected, ...reads])].sort(byBytes)
  return [
    ...(needsPolicy || keyPolicies.length > 0 ? [publicCall] : []),
    // A collection's call speaks of the collection only: its own policy, or the chaincode's if it has none.
    ...collections.map((name) => ({
      ...call,
      collections: [name],
      noPrivateReads: !reads.has(name),
      noPublicWrites: true,
    })),
  ]
}

/** Order of UTF-8 bytes; JavaScript's own order differs beyond U+FFFF. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
