import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { MemberCode, Role } from '@eco/domain'
import type { Command } from '../../http/command'
import { RequestTrace } from '../../http/trace'
import { closeParts, openParts } from '../../parts'
import type { GatewayParts } from '../../parts'
import { authorityOf } from '../../testing/test-gateway'
import type { TestGateways } from '../../testing/test-gateway'
import { DeliveriesService } from '../deliveries.service'
import { DeliveryWorker } from '../delivery-worker'
import { PrivateStore } from '../private-store'
import { PurgeFollower } from '../purge-follower'
import { RetentionService } from '../retention.service'

/** One member's way of delivering and receiving at the ledger of a test: without HTTP, and with a clock that is set by hand. */
export class DeliveryDesk {
  readonly parts: GatewayParts
  readonly exchanged: PrivateStore
  readonly worker: DeliveryWorker
  readonly service: DeliveriesService
  readonly retention: RetentionService
  readonly #purges: PurgeFollower
  readonly #folder: string
  readonly #time: { now: number }

  private constructor(parts: GatewayParts, folder: string, time: { now: number }) {
    this.parts = parts
    this.#folder = folder
    this.#time = time
    this.exchanged = new PrivateStore(join(folder, 'exchanged.sqlite'))
    // The register of the test takes every role; the worker asks which ones this gateway has identities for.
    const files = { certificateFile: '', privateKeyFile: '' }
    const config = { ...parts.config, identities: { issuer: files, customs: files } }
    const own = { ...parts, config, exchanged: this.exchanged }
    this.worker = new DeliveryWorker(own)
    this.#purges = new PurgeFollower(own)
    this.service = new DeliveriesService({ ...own, deliveries: this.worker })
    this.retention = new RetentionService(parts)
  }

  static async open(gateways: TestGateways, member: MemberCode): Promise<DeliveryDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-deliveries-'))
    const time = { now: Date.parse('2026-06-01T12:00:00Z') }
    const config = { ...gateways.config(member), dataFolder: folder, authorities: [] }
    const register = gateways.ledger.as(member, authorityOf(member))
    const clock = (): Date => new Date(time.now)
    const parts = await openParts(config, pino({ level: 'silent' }), { register, clock })
    parts.projector.start()
    return new DeliveryDesk(parts, folder, time)
  }

  /** Where this desk keeps what it exchanges. */
  get file(): string {
    return join(this.#folder, 'exchanged.sqlite')
  }

  /** Lets time pass by this desk's clock. */
  later(milliseconds: number): void {
    this.#time.now += milliseconds
  }

  /** One look of each part, with all blocks that exist. */
  async round(): Promise<{ readonly sent: number; readonly answered: number; readonly purged: number }> {
    await this.current()
    const purged = this.#purges.round()
    const sent = await this.worker.sender.round()
    const answered = await this.worker.receiver.round()
    await this.current()
    return { sent, answered, purged }
  }

  async close(): Promise<void> {
    await closeParts(this.parts)
    this.exchanged.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Waits until the own read model holds every block. */
  async current(): Promise<void> {
    const { projector, register } = this.parts
    const { number } = await register.sources[0].block('newest', AbortSignal.timeout(1000))
    while (!(await projector.holds(number, 1000)));
  }
}

/** A command in a role. */
export function aCommand(role: Role, requestId: string = randomUUID()): Command {
  return { caller: { subject: 'officer', role, authority: undefined }, requestId, trace: new RequestTrace(undefined) }
}
