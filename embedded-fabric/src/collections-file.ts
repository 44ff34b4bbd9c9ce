import type { CollectionDefinition } from './chaincode/definition'
import { parsePolicy } from './policy/parse'

/** A file of private data collections that cannot be read; the message names the collection, the field and the rule. */
export class CollectionsError extends Error {
  override readonly name = 'CollectionsError'
}

const FIELDS = [
  'name',
  'policy',
  'requiredPeerCount',
  'maxPeerCount',
  'blockToLive',
  'memberOnlyRead',
  'memberOnlyWrite',
  'endorsementPolicy',
]

const SIGNATURE_POLICY = 'endorsementPolicy.signaturePolicy'

type Fields = Readonly<Record<string, unknown>>

/** Reads Fabric's `collections_config.json`, with the defaults of Fabric's own command line. */
export function parseCollections(text: string): CollectionDefinition[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new CollectionsError(`not JSON: ${(error as Error).message}`)
  }
  if (!Array.isArray(value)) throw new CollectionsError('a list of collections is expected')
  const collections = value.map((item: unknown, index) => parseCollection(item, index))
  const names = collections.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new CollectionsError(`collection ${twice} is defined twice`)
  return collections
}

function parseCollection(value: unknown, index: number): CollectionDefinition {
  if (!isFields(value)) throw new CollectionsError(`collection ${index + 1} must be an object`)
  const { name } = value
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    throw new CollectionsError(`collection ${index + 1}: name must be letters, digits, '-' and '_'`)
  }
  const unknown = Object.keys(value).find((field) => !FIELDS.includes(field))
  if (unknown !== undefined) throw new CollectionsError(`collection ${name}: ${unknown} is not a known field`)
  const endorsementPolicy = endorsementPolicyOf(name, value['endorsementPolicy'])
  return {
    name,
    memberPolicy: policyOf(name, 'policy', value['policy']),
    requiredPeerCount: count(name, value, 'requiredPeerCount', 0),
    maxPeerCount: count(name, value, 'maxPeerCount', 1),
    blockToLive: count(name, value, 'blockToLive', 0),
    memberOnlyRead: flag(name, value, 'memberOnlyRead'),
    memberOnlyWrite: flag(name, value, 'memberOnlyWrite'),
    ...(endorsementPolicy && { endorsementPolicy }),
  }
}

function endorsementPolicyOf(collection: string, value: unknown): CollectionDefinition['endorsementPolicy'] {
  if (value === undefined || value === null) return undefined
  if (!isFields(value)) throw new CollectionsError(`collection ${collection}: endorsementPolicy must be an object`)
  const { channelConfigPolicy: reference, signaturePolicy } = value
  if (reference === undefined || reference === '') return policyOf(collection, SIGNATURE_POLICY, signaturePolicy)
  if (signaturePolicy !== undefined && signaturePolicy !== '') {
    throw new CollectionsError(
      `collection ${collection}: endorsementPolicy has a signaturePolicy or a channelConfigPolicy`,
    )
  }
  if (typeof reference === 'string') return { channelPolicy: reference }
  throw new CollectionsError(`collection ${collection}: endorsementPolicy.channelConfigPolicy must be a policy's name`)
}

function policyOf(collection: string, field: string, value: unknown): CollectionDefinition['memberPolicy'] {
  if (typeof value !== 'string')
    throw new CollectionsError(`collection ${collection}: ${field} must be a policy's text`)
  try {
    return parsePolicy(value)
  } catch (error) {
    throw new CollectionsError(`collection ${collection}: ${field}: ${(error as Error).message}`)
  }
}

function count(collection: string, fields: Fields, field: string, otherwise: number): number {
  const value = fields[field] ?? otherwise
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new CollectionsError(`collection ${collection}: ${field} must be a whole number from 0`)
}

function flag(collection: string, fields: Fields, field: string): boolean {
  const value = fields[field] ?? false
  if (typeof value === 'boolean') return value
  throw new CollectionsError(`collection ${collection}: ${field} must be true or false`)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
