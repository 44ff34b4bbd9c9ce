import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { MemberCode, Role } from '@eco/domain'
import { DeskApplication } from '../../declarations/testing/desk-application'
import type { DeskAnswer } from '../../declarations/testing/desk-application'
import { DELIVERY_PACE } from '../../deliveries/delivery-parts'
import { PrivateStore } from '../../deliveries/private-store'
import { Sender } from '../../deliveries/sender'
import { closeParts, openParts } from '../../parts'
import type { GatewayParts } from '../../parts'
import { Freshness } from '../../read-model/freshness'
import { authorityOf, TODAY } from '../../testing/test-gateway'
import type { TestGateways } from '../../testing/test-gateway'
import { ExchangedTexts } from '../case-texts'
import { CasesController } from '../cases.controller'
import { VerificationsController } from '../verifications.controller'
import { VerificationsService } from '../verifications.service'

/** A request to a desk. */
export interface DeskCall {
  readonly as?: Role
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The verification cases of one member over HTTP, at the ledger of a test, with an outbox of its own. */
export class CaseDesk {
  readonly parts: GatewayParts
  readonly #application: DeskApplication
  readonly #exchanged: PrivateStore
  readonly #sender: Sender
  readonly #folder: string
  readonly #clock: Clock

  private constructor(
    parts: GatewayParts,
    application: DeskApplication,
    exchanged: PrivateStore,
    folder: string,
    clock: Clock,
  ) {
    this.parts = parts
    this.#application = application
    this.#exchanged = exchanged
    this.#sender = new Sender({ ...parts, exchanged }, DELIVERY_PACE)
    this.#folder = folder
    this.#clock = clock
  }

  static async open(gateways: TestGateways, member: MemberCode, authority = authorityOf(member)): Promise<CaseDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-cases-'))
    const config = { ...gateways.config(member), dataFolder: folder, authorities: [] }
    const clock = { aheadMs: 0 }
    const parts = await openParts(config, pino({ level: 'silent' }), {
      register: gateways.ledger.as(member, authority),
      clock: () => new Date(TODAY.getTime() + clock.aheadMs),
    })
    parts.projector.start()
    const exchanged = new PrivateStore(join(folder, 'exchanged.sqlite'))
    const service = new VerificationsService(parts, new ExchangedTexts({ ...parts, exchanged }))
    const application = await DeskApplication.open(
      parts,
      [CasesController, VerificationsController],
      [
        { provide: VerificationsService, useValue: service },
        { provide: Freshness, useValue: parts.freshness },
      ],
    )
    return new CaseDesk(parts, application, exchanged, folder, clock)
  }

  call(method: string, path: string, { as = 'customs', ...rest }: DeskCall = {}): Promise<DeskAnswer> {
    return this.#application.call(method, path, { as, ...rest })
  }

  /** Lets so many days pass on the clock of this desk. */
  wait(days: number): void {
    this.#clock.aheadMs += days * 24 * 3_600_000
  }

  /** What the outbox does by itself in a gateway; how many texts were sent. */
  send(): Promise<number> {
    return this.#sender.round()
  }

  /** Waits until the own read model holds a block. */
  async holds(block: number): Promise<void> {
    while (!(await this.parts.projector.holds(block, 1000)));
  }

  async close(): Promise<void> {
    await this.#application.close()
    await closeParts(this.parts)
    this.#exchanged.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

interface Clock {
  aheadMs: number
}
