import { ancestryOf, Refusal } from '@eco/domain'
import type { CertificateId, Role } from '@eco/domain'
import { BundleProblem, gatherBlocks, printBundle, readTransaction, STATED, versionsRead } from '@eco/evidence'
import { exchangedDocument } from '../declarations/exchanged-documents'
import type { GatewayParts } from '../parts'
import { RegisterUnavailable } from '../register/register'

/** How long the own peer may take for each block. */
const ANSWER_WITHIN_MS = 10_000

/** Who may be shown documents. */
const READERS: readonly Role[] = ['issuer', 'customs']

/** Gathers what proves a certificate. */
export class EvidenceService {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /**
   * The bundle of a certificate as a text in JSON, from the blocks of the own peer.
   * @throws Refusal CERTIFICATE_NOT_FOUND, or LIMIT_EXCEEDED if its blocks are too many for one bundle.
   */
  async bundle(role: Role | undefined, id: CertificateId): Promise<string> {
    const { store, config, clock, exchanged } = this.#parts
    if (store.certificate(id) === undefined) {
      throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
    }
    const { channel, chaincode } = config.ledger
    // First, so that the blocks hold whatever the peers have read.
    const statements = role === undefined ? [] : await this.#statements(role, id)
    const blocks = await this.#blocks(id, chaincode)
    const document = role !== undefined && READERS.includes(role) ? exchangedDocument(exchanged, id) : undefined
    const made = { by: config.member, at: clock().toISOString() }
    return printBundle({ certificate: id, channel, chaincode, made, blocks, document, statements })
  }

  /** Nothing where too few members' peers answer: the bundle then says so. */
  async #statements(role: Role, id: CertificateId): Promise<readonly Uint8Array[]> {
    const { register, freshness } = this.#parts
    try {
      const statements = await Promise.all(STATED.map((name) => register.statement(role, name, [id])))
      const read = statements.map(readTransaction).flatMap((one) => (one.kind === 'endorsed' ? versionsRead(one) : []))
      await freshness.require(Math.max(0, ...read.map(({ block }) => block)))
      return statements
    } catch (error) {
      if (error instanceof RegisterUnavailable) return []
      throw error
    }
  }

  async #blocks(id: CertificateId, chaincode: string): Promise<readonly Uint8Array[]> {
    const { store, register } = this.#parts
    const certificates = new Set([id, ...(await ancestryOf(store.reader(), id)).map((ancestor) => ancestor.id)])
    const changedIn = new Set([...certificates].flatMap((one) => store.history(one).map(({ block }) => block)))
    const [own] = register.sources
    const read = (number: number): Promise<Uint8Array> => own.rawBlock(number, AbortSignal.timeout(ANSWER_WITHIN_MS))
    try {
      return await gatherBlocks({ certificates, changedIn, chaincode, read })
    } catch (error) {
      if (error instanceof BundleProblem) throw new Refusal('LIMIT_EXCEEDED', error.message)
      throw error
    }
  }
}
