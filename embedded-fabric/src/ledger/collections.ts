import { implicitCollectionName } from '../chaincode/definition'
import type { ChaincodeDefinition, CollectionDefinition } from '../chaincode/definition'

const IMPLICIT = implicitCollectionName('')

/** A collection by name, the implicit one of an organisation among them. */
export function collectionOf(
  definition: ChaincodeDefinition | undefined,
  name: string,
): CollectionDefinition | undefined {
  if (definition === undefined) return undefined
  const mspId = implicitOwner(name)
  return mspId === undefined ? definition.collections.find((defined) => defined.name === name) : implicit(name, mspId)
}

/** The organisation whose implicit collection has this name; undefined for every other name. */
export function implicitOwner(collection: string): string | undefined {
  return collection.startsWith(IMPLICIT) ? collection.slice(IMPLICIT.length) : undefined
}

/** True if the organisation's peers hold the collection's data. */
export function isMember(collection: CollectionDefinition, mspId: string): boolean {
  return collection.memberPolicy.principals.some((principal) => principal.mspId === mspId)
}

const implicitCollections = new Map<string, CollectionDefinition>()

function implicit(name: string, mspId: string): CollectionDefinition {
  let collection = implicitCollections.get(name)
  if (collection === undefined) {
    const member = { rule: { outOf: 1, rules: [{ signedBy: 0 }] }, principals: [{ mspId, role: 'member' as const }] }
    collection = {
      name,
      memberPolicy: member,
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
      // By which endorsers are looked for; what is committed is checked by the organisation's own policy, if it has one.
      endorsementPolicy: member,
    }
    implicitCollections.set(name, collection)
  }
  return collection
}
