import { ledger } from '@hyperledger/fabric-protos'

const { kvrwset } = ledger.rwset

/** Where a value was written: block and position in it. */
export interface Version {
  readonly block: number
  readonly tx: number
}

export interface Read {
  readonly key: string
  readonly version?: Version | undefined
}

type Message<T> = T extends abstract new () => infer M ? M : never

/** `kvrwset.Version`; nothing for a key that was absent. */
export function versionMessage(version: Version | undefined): Message<typeof kvrwset.Version> | undefined {
  if (version === undefined) return undefined
  const message = new kvrwset.Version()
  message.setBlockNum(version.block)
  message.setTxNum(version.tx)
  return message
}

/** `kvrwset.KVRead`. */
export function readMessage({ key, version }: Read): Message<typeof kvrwset.KVRead> {
  const message = new kvrwset.KVRead()
  message.setKey(key)
  message.setVersion(versionMessage(version))
  return message
}
