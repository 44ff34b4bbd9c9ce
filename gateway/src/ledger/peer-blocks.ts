import type { OrganisationCode } from '@eco/domain'
import type { common } from '@hyperledger/fabric-protos'
import type { BlockSource, RegisterBlock } from '../register/register'
import { readBlock } from './block'
import type { Connection } from './connection'
import { fetchBlock } from './seek'

/** The blocks of one peer, reduced to what changed certificates. */
export class PeerBlocks implements BlockSource {
  readonly member: OrganisationCode
  readonly #connection: Connection
  readonly #channel: string
  readonly #chaincode: string

  constructor(
    member: OrganisationCode,
    connection: Connection,
    { channel, chaincode }: { readonly channel: string; readonly chaincode: string },
  ) {
    this.member = member
    this.#connection = connection
    this.#channel = channel
    this.#chaincode = chaincode
  }

  async block(which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock> {
    return readBlock(await this.#fetch(which, signal), this.#chaincode)
  }

  async rawBlock(number: number, signal: AbortSignal): Promise<Uint8Array> {
    return (await this.#fetch(number, signal)).serializeBinary()
  }

  async #fetch(which: 'genesis' | 'newest' | number, signal: AbortSignal): Promise<common.Block> {
    try {
      return await fetchBlock(this.#connection.reader(), this.#channel, which, signal)
    } catch (error) {
      // No answer at all, not even a refusal: the connection may be dead without anybody having noticed.
      if (isTimeout(signal)) this.#connection.renew()
      throw error
    }
  }

  async *blocks(from: number, signal: AbortSignal): AsyncGenerator<RegisterBlock> {
    const network = this.#connection.reader().getNetwork(this.#channel)
    const events = await network.getBlockEvents({ startBlock: BigInt(from) })
    const close = (): void => events.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      if (signal.aborted) return
      for await (const block of events) yield readBlock(block, this.#chaincode)
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }

  close(): void {
    this.#connection.close()
  }
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === 'TimeoutError'
}
