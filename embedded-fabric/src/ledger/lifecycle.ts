import type { Simulator } from './simulator'
import { writeState } from './state'
import type { Store } from './store'
import type { Version } from '../wire/rwset'

/** Fabric's own chaincode, in whose state the definitions of the others stand. */
export const LIFECYCLE = '_lifecycle'

/** Reads a chaincode's definition as Fabric's peers do before they call it: a change of it is a conflict for the transaction. */
export function readDefinition(simulator: Simulator, chaincode: string): void {
  simulator.getState(LIFECYCLE, sequenceKey(chaincode))
}

/** What is read of a chaincode's definition when it uses a collection: all. */
export function definitionKeys(chaincode: string): readonly string[] {
  const fields = ['Collections', 'EndorsementInfo', 'Sequence', 'ValidationInfo']
  return [...fields.map((field) => `namespaces/fields/${chaincode}/${field}`), `namespaces/metadata/${chaincode}`]
}

/** Keeps under Fabric's keys that a chaincode's definition has changed. */
export function writeDefinition(store: Store, chaincode: string, sequence: number, block: number): void {
  // Definitions change between blocks: the sequence tells two changes after the same block apart.
  const version: Version = { block, tx: sequence }
  const value = Buffer.from(String(sequence))
  for (const key of definitionKeys(chaincode)) writeState(store, LIFECYCLE, Buffer.from(key), version, value, null)
}

function sequenceKey(chaincode: string): string {
  return `namespaces/fields/${chaincode}/Sequence`
}
