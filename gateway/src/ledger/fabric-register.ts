import type { Contract } from '@hyperledger/fabric-gateway'
import { gateway } from '@hyperledger/fabric-protos'
import type { Outcome, Role, TransactionName } from '@eco/domain'
import { MEMBERS, OBSERVER, parseOutcomes } from '@eco/domain'
import type { LedgerConfig, LedgerDeadlines } from '../config'
import type { Confidential, Register, WriteRequest, Written } from '../register/register'
import type { Connection } from './connection'
import { meaningOf } from './failure'
import type { PeerBlocks } from './peer-blocks'
import { submit } from './submission'
import type { Call, Submission } from './submission'

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

  async submitEntries(
    request: WriteRequest,
    name: TransactionName,
    entries: readonly unknown[],
  ): Promise<Written<readonly Outcome[]>> {
    const submission = await this.#submit(request, { name, args: [request.requestId, JSON.stringify(entries)] })
    return { ...placeOf(submission), value: parseOutcomes(submission.result) }
  }

  async submitConfidential(
    request: WriteRequest,
    name: TransactionName,
    args: readonly string[],
    { transient, organisations }: Confidential,
  ): Promise<Written<string>> {
    const endorsers = organisations.map((code) => mspIdOf(code))
    const submission = await this.#submit(request, { name, args, transient, endorsers })
    return { ...placeOf(submission), value: submission.result }
  }

  evaluate(role: Role, name: TransactionName, args: readonly string[]): Promise<string> {
    return this.#asking(role, async (contract) => {
      const bytes = await contract.evaluateTransaction(name, ...args)
      return Buffer.from(bytes).toString('utf8')
    })
  }

  statement(role: Role, name: TransactionName, args: readonly string[]): Promise<Uint8Array> {
    return this.#asking(role, async (contract) => {
      const endorsed = await contract.newProposal(name, { arguments: [...args] }).endorse()
      const prepared = gateway.PreparedTransaction.deserializeBinary(endorsed.getBytes())
      return prepared.getEnvelope()?.serializeBinary() ?? new Uint8Array()
    })
  }

  close(): void {
    // The own peer's source holds the connection that writes.
    for (const source of this.sources) source.close()
  }

  async #asking<T>(role: Role, ask: (contract: Contract) => Promise<T>): Promise<T> {
    const { channel, chaincode } = this.#config
    const contract = this.#connection.client(role).getNetwork(channel).getContract(chaincode)
    try {
      return await ask(contract)
    } catch (error) {
      const meaning = meaningOf(error)
      throw meaning.kind === 'refused' ? meaning.refusal : meaning.error
    }
  }

  #submit(request: WriteRequest, call: Call): Promise<Submission> {
    const connection = this.#connection
    const submitter = {
      // Asked anew on every attempt: a renewed channel serves what the old one left open.
      get client() {
        return connection.client(request.role)
      },
      config: this.#config,
      deadlines: this.#deadlines,
    }
    return submit(submitter, request, call)
  }
}

function mspIdOf(code: Confidential['organisations'][number]): string {
  return [...MEMBERS, OBSERVER].find((organisation) => organisation.code === code)?.mspId ?? ''
}

function placeOf({ place }: Submission): Pick<Submission, 'place'> {
  return place === undefined ? {} : { place }
}
