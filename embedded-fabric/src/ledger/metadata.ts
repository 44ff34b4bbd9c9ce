import { ledger } from '@hyperledger/fabric-protos'
import type { MetadataEntries } from '../wire/rwset'

/** Name under which a key's own endorsement policy is kept (Fabric: `VALIDATION_PARAMETER`). */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER'

/** A key's metadata as it is stored; null when there is none. */
export function kvMetadata(entries: MetadataEntries): Uint8Array | null {
  if (entries.length === 0) return null
  const message = new ledger.rwset.kvrwset.KVMetadataWrite()
  message.setEntriesList(
    entries.map(({ name, value }) => {
      const entry = new ledger.rwset.kvrwset.KVMetadataEntry()
      entry.setName(name)
      entry.setValue(value)
      return entry
    }),
  )
  return message.serializeBinary()
}

/** Reads what `kvMetadata` wrote. */
export function readMetadata(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const entries = ledger.rwset.kvrwset.KVMetadataWrite.deserializeBinary(bytes).getEntriesList()
  return new Map(entries.map((entry) => [entry.getName(), entry.getValue_asU8()]))
}
