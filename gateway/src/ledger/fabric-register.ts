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
import type { Register, WriteRequest, Written } from '../register/register'
import type { Connection } from './connection'
import { meaningOf } from './failure'
import type { PeerBlocks } from './peer-blocks'
import { submit } from './submission'
import type { Submission } from './submission'

/** The register on a Fabric channel: the contract's transactions through the own peer, and the blocks of that peer or another. */
export class FabricRegister implements Register {
  readonly #connection: Connection
  readonly #config: LedgerConfig
  readonly #deadlines: LedgerDeadlines
  readonly sources: readonly [PeerBlocks, ...PeerBlocks[]]

  constructor(
    connection: Connection,
    config: LedgerConfig,
    deadlines: LedgerDeadlines,
    sources: readonly [PeerBlocks, ...PeerBlocks[]],
  ) {
    this.sources = sources
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

  close(): void {
    // The own peer's source holds the connection that writes.
    for (const source of this.sources) source.close()
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

function placeOf({ place }: Submission): Pick<Submission, 'place'> {
  return place === undefined ? {} : { place }
}
