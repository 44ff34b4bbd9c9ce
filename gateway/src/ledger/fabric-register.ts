import type {
  CancellationReason,
  CertificateId,
  CertificateRecord,
  IssueOutcome,
  Registration,
  Role,
} from '@eco/domain'
import { parseIssueResult, parseRecordText } from '@eco/domain'
import type { LedgerConfig, LedgerDeadlines } from '../config'
import type { Register, RegisterBlock, WriteRequest, Written } from '../register/register'
import { readBlock } from './block'
import type { Connection } from './connection'
import { meaningOf } from './failure'
import { fetchBlock } from './seek'
import { submit } from './submission'
import type { Submission } from './submission'

/** The register on a Fabric channel: the contract's transactions, and the blocks of the own peer. */
export class FabricRegister implements Register {
  readonly #connection: Connection
  readonly #config: LedgerConfig
  readonly #deadlines: LedgerDeadlines

  constructor(connection: Connection, config: LedgerConfig, deadlines: LedgerDeadlines) {
    this.#connection = connection
    this.#config = config
    this.#deadlines = deadlines
  }

  async issue(
    request: WriteRequest,
    registrations: readonly Registration[],
  ): Promise<Written<readonly IssueOutcome[]>> {
    const submission = await this.#submit(request, 'issue', [request.requestId, JSON.stringify(registrations)])
    return { ...placeOf(submission), value: parseIssueResult(submission.result).outcomes }
  }

  async cancel(
    request: WriteRequest,
    id: CertificateId,
    reason: CancellationReason,
  ): Promise<Written<CertificateRecord>> {
    const submission = await this.#submit(request, 'cancel', [request.requestId, id, reason])
    return { ...placeOf(submission), value: parseRecordText(submission.result) }
  }

  async get(role: Role, id: CertificateId): Promise<CertificateRecord> {
    const contract = this.#connection.client(role).getNetwork(this.#config.channel).getContract(this.#config.chaincode)
    try {
      const bytes = await contract.evaluateTransaction('get', id)
      return parseRecordText(Buffer.from(bytes).toString('utf8'))
    } catch (error) {
      const meaning = meaningOf(error)
      throw meaning.kind === 'refused' ? meaning.refusal : meaning.error
    }
  }

  async block(which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock> {
    const { channel, chaincode } = this.#config
    try {
      return readBlock(await fetchBlock(this.#connection.reader(), channel, which, signal), chaincode)
    } catch (error) {
      // No answer at all, not even a refusal: the connection may be dead without anybody having noticed.
      if (isTimeout(signal)) this.#connection.renew()
      throw error
    }
  }

  async *blocks(from: number, signal: AbortSignal): AsyncGenerator<RegisterBlock> {
    const network = this.#connection.reader().getNetwork(this.#config.channel)
    const events = await network.getBlockEvents({ startBlock: BigInt(from) })
    const close = (): void => events.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      if (signal.aborted) return
      for await (const block of events) yield readBlock(block, this.#config.chaincode)
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }

  close(): void {
    this.#connection.close()
  }

  #submit(request: WriteRequest, name: string, args: readonly string[]): Promise<Submission> {
    const connection = this.#connection
    const submitter = {
      // Asked anew on every attempt: a renewed channel serves what the old one left open.
      get client() {
        return connection.client(request.role)
      },
      config: this.#config,
      deadlines: this.#deadlines,
    }
    return submit(submitter, request, name, args)
  }
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === 'TimeoutError'
}

function placeOf({ place }: Submission): Pick<Submission, 'place'> {
  return place === undefined ? {} : { place }
}
