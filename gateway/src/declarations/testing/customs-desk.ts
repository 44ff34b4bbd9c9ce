import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { CertificateId, MemberCode } from '@eco/domain'
import type { Command } from '../../http/command'
import { RequestTrace } from '../../http/trace'
import { closeParts, openParts } from '../../parts'
import type { GatewayParts } from '../../parts'
import { authorityOf, TODAY } from '../../testing/test-gateway'
import type { TestGateways } from '../../testing/test-gateway'
import { DeclarationsService } from '../declarations.service'
import type { TextOutbox } from '../declaration-sharing'
import { DeclarationStore } from '../declaration-store'
import { UsesService } from '../uses.service'

/** The customs of one member at the ledger of a test: its services without HTTP, and the documents that reached it. */
export class CustomsDesk {
  readonly parts: GatewayParts
  readonly declarations: DeclarationStore
  readonly checks: DeclarationsService
  readonly uses: UsesService
  /** What was handed over to be told to issuing members. */
  readonly told: Parameters<TextOutbox['enqueue']>[0][] = []
  readonly #folder: string
  readonly #documents: Map<CertificateId, string>

  private constructor(parts: GatewayParts, folder: string) {
    this.parts = parts
    this.#folder = folder
    this.#documents = new Map()
    this.declarations = new DeclarationStore(join(folder, 'declarations.sqlite'))
    const held = { documentOf: (id: CertificateId): string | undefined => this.#documents.get(id) }
    const outbox: TextOutbox = { enqueue: (entry) => void this.told.push(entry) }
    const desk = { ...parts, declarations: this.declarations, held, outbox }
    this.checks = new DeclarationsService(desk)
    this.uses = new UsesService(desk)
  }

  static async open(gateways: TestGateways, member: MemberCode): Promise<CustomsDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-desk-'))
    const config = { ...gateways.config(member), dataFolder: folder, authorities: [] }
    const register = gateways.ledger.as(member, authorityOf(member))
    const parts = await openParts(config, pino({ level: 'silent' }), { register, clock: () => TODAY })
    parts.projector.start()
    return new CustomsDesk(parts, folder)
  }

  /** What delivery does: the document of a certificate arrives. */
  receive(id: CertificateId, document: string): void {
    this.#documents.set(id, document)
  }

  /** The document of a certificate is not there any more. */
  lose(id: CertificateId): void {
    this.#documents.delete(id)
  }

  /** Waits until the own read model holds a block. */
  async holds(block: number): Promise<void> {
    while (!(await this.parts.projector.holds(block, 1000)));
  }

  async close(): Promise<void> {
    await closeParts(this.parts)
    this.declarations.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** A command of customs under a request id. */
export function aCommand(requestId: string = randomUUID()): Command {
  return {
    caller: { subject: 'officer', role: 'customs', authority: undefined },
    requestId,
    trace: new RequestTrace(undefined),
  }
}
