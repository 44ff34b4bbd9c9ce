import type { ChaincodeDefinition } from './chaincode/definition'
import type { Ledger } from './ledger/ledger'
import type { ChaincodeOptions } from './options'
import { parseApplicationPolicy } from './policy/parse'

/** Defines a chaincode as a channel's options say, unless the ledger has it so already. */
export function defineChaincode(ledger: Ledger, chaincode: ChaincodeOptions): void {
  const current = ledger.definition(chaincode.name)
  const definition: ChaincodeDefinition = {
    name: chaincode.name,
    version: chaincode.version ?? '1.0',
    sequence: (current?.sequence ?? 0) + 1,
    endorsementPolicy: policyOf(chaincode.policy),
    collections: chaincode.collections ?? [],
  }
  if (current === undefined) ledger.define(definition)
  else if (differs(current, definition)) replace(ledger, current, definition)
}

/** A change of what a chaincode was defined as; what is not named stays. */
export type DefinitionChange = Partial<ChaincodeOptions> & { readonly name: string }

/** Changes a defined chaincode; throws when it is not defined, or would lose a collection. */
export function redefineChaincode(ledger: Ledger, change: DefinitionChange): void {
  const current = ledger.definition(change.name)
  if (current === undefined) throw new Error(`chaincode ${change.name} is not defined on this channel`)
  replace(ledger, current, {
    name: change.name,
    sequence: current.sequence + 1,
    version: change.version ?? current.version,
    endorsementPolicy: change.policy === undefined ? current.endorsementPolicy : policyOf(change.policy),
    collections: change.collections ?? current.collections,
  })
}

function replace(ledger: Ledger, current: ChaincodeDefinition, definition: ChaincodeDefinition): void {
  const names = new Set(definition.collections.map(({ name }) => name))
  const removed = current.collections.filter(({ name }) => !names.has(name))
  if (removed.length > 0) {
    const list = removed.map(({ name }) => name).join(', ')
    throw new Error(`chaincode ${current.name}: collections cannot be removed: ${list}`)
  }
  ledger.define(definition)
}

function policyOf(policy: ChaincodeOptions['policy']): ChaincodeDefinition['endorsementPolicy'] {
  return typeof policy === 'string' ? parseApplicationPolicy(policy) : policy
}

function differs(a: ChaincodeDefinition, b: ChaincodeDefinition): boolean {
  return JSON.stringify({ ...a, sequence: 0 }) !== JSON.stringify({ ...b, sequence: 0 })
}
