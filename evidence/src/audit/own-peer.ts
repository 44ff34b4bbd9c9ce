import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as grpc from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'
import type { Gateway } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'
import { readBlock } from '../ledger/block'
import type { LedgerBlock } from '../ledger/block'

/** Where a member's own peer is, and as whom it is asked: what its gateway is configured with. */
export interface PeerConfig {
  readonly channel: string
  readonly chaincode: string
  readonly endpoint: string
  readonly mspId: string
  readonly tlsRootCertificateFile: string
  readonly serverName?: string
  readonly tlsClientCertificateFile?: string
  readonly tlsClientKeyFile?: string
  readonly identity: { readonly certificateFile: string; readonly privateKeyFile: string }
}

const MEGABYTE = 1024 * 1024
const ANSWER_WITHIN_MS = 10_000

/** A member's own peer, which gives the chain as it holds it. */
export class OwnPeer implements Disposable {
  readonly #gateway: Gateway
  readonly #client: grpc.Client
  readonly #channel: string

  private constructor(gateway: Gateway, client: grpc.Client, channel: string) {
    this.#gateway = gateway
    this.#client = client
    this.#channel = channel
  }

  /** Prepares the connection; @throws Error if a file is missing. */
  static async connect(config: PeerConfig): Promise<OwnPeer> {
    const { identity, endpoint, serverName, tlsClientCertificateFile, tlsClientKeyFile } = config
    const read = (file: string | undefined): Promise<Buffer | undefined> =>
      file === undefined ? Promise.resolve(undefined) : readFile(file)
    const [root, key, certificate] = await Promise.all(
      [config.tlsRootCertificateFile, tlsClientKeyFile, tlsClientCertificateFile].map(read),
    )
    const client = new grpc.Client(endpoint, grpc.credentials.createSsl(root, key, certificate), {
      'grpc.max_receive_message_length': 100 * MEGABYTE,
      ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
    })
    const gateway = connect({
      client,
      identity: { mspId: config.mspId, credentials: await readFile(identity.certificateFile) },
      signer: signers.newPrivateKeySigner(createPrivateKey(await readFile(identity.privateKeyFile))),
      hash: hash.sha256,
      evaluateOptions: () => ({ deadline: Date.now() + ANSWER_WITHIN_MS }),
    })
    return new OwnPeer(gateway, client, config.channel)
  }

  /** How many blocks it holds. */
  async height(): Promise<number> {
    const ledger = this.#gateway.getNetwork(this.#channel).getContract('qscc')
    return common.BlockchainInfo.deserializeBinary(
      await ledger.evaluateTransaction('GetChainInfo', this.#channel),
    ).getHeight()
  }

  /** Its first blocks, so many, in their order; ends early when told to. */
  async *blocks(count: number, signal: AbortSignal): AsyncGenerator<LedgerBlock> {
    const events = await this.#gateway.getNetwork(this.#channel).getBlockEvents({ startBlock: 0n })
    const close = (): void => events.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      let given = 0
      if (signal.aborted || count === 0) return
      for await (const block of events) {
        yield readBlock(block)
        if (++given === count) return
      }
    } catch (error) {
      // Closing the stream is how it is ended.
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }

  [Symbol.dispose](): void {
    this.#gateway.close()
    this.#client.close()
  }
}
