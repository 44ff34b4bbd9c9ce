import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { CertificateId, Dataset, MemberCode, Role } from '@eco/domain'
import { DeskApplication } from '../../declarations/testing/desk-application'
import type { DeskAnswer } from '../../declarations/testing/desk-application'
import { DeliveriesController } from '../../deliveries/deliveries.controller'
import { DeliveriesService } from '../../deliveries/deliveries.service'
import { DeliveryWorker } from '../../deliveries/delivery-worker'
import { PrivateStore } from '../../deliveries/private-store'
import { RetentionController } from '../../deliveries/retention.controller'
import { RetentionService } from '../../deliveries/retention.service'
import { openAuthoritySigner } from '../../document/authority-signer'
import { closeParts, openParts } from '../../parts'
import type { GatewayParts } from '../../parts'
import { Freshness } from '../../read-model/freshness'
import { CasesController } from '../../verifications/cases.controller'
import { ExchangedTexts } from '../../verifications/case-texts'
import { VerificationsService } from '../../verifications/verifications.service'
import { aDataset } from '../a-dataset'
import { authorityOf, TestGateways, TODAY } from '../test-gateway'

const MEMBERS = ['AU', 'KR', 'CN', 'ID', 'JP'] as const

/** Where a scene calls. */
export type Place = (typeof MEMBERS)[number]

/** What a gateway answered. */
export interface Said {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A certificate that a scene has issued. */
export interface Issued {
  readonly id: CertificateId
  readonly number: string
  readonly document: string
  readonly dataset: Readonly<Record<string, unknown>>
}

/** Gateways of five members over one ledger, and beside them the controllers of what two members exchange. */
export class Stage {
  readonly gateways: TestGateways
  readonly #exchanges = new Map<string, Exchange>()
  readonly #clock: Clock
  #serial = 0

  private constructor(gateways: TestGateways, clock: Clock) {
    this.gateways = gateways
    this.#clock = clock
  }

  static async open(): Promise<Stage> {
    const clock = { now: TODAY.getTime() }
    const stage = new Stage(await TestGateways.start(...MEMBERS), clock)
    for (const [name, member, authority] of [
      ['AU', 'AU', authorityOf('AU')],
      ['KR', 'KR', authorityOf('KR')],
      ['AU-OTHER', 'AU', 'AU-OTHER'],
    ] as const) {
      stage.#exchanges.set(name, await Exchange.open(stage.gateways, member, { authority, clock }))
    }
    return stage
  }

  /** Lets so many days pass, for the ledger and for those who look at deadlines. */
  pass(days: number): void {
    this.gateways.ledger.pass(days)
    this.#clock.now += days * 24 * 3_600_000
  }

  /** What a member's authority seals without registering it; with a key file, by another key than its own. */
  async sealed(dataset: object, member: Place = 'AU', signingKeyFile?: string): Promise<string> {
    const [own] = this.gateways.config(member).authorities
    if (own === undefined) throw new Error(`no authority of ${member}`)
    const signer = await openAuthoritySigner(signingKeyFile === undefined ? own : { ...own, signingKeyFile })
    const { text } = await signer.seal(dataset as unknown as Dataset, TODAY)
    await signer.close()
    return text
  }

  /** What Korea is told of a document. */
  check(document: string): Promise<Said> {
    return this.post('KR', 'customs', 'checks', { document })
  }

  /** A request in a role; what it wrote is visible everywhere afterwards. */
  async post(member: Place, as: Role, path: string, body?: unknown, requestId: string = randomUUID()): Promise<Said> {
    const headers = { 'idempotency-key': requestId }
    return this.#seen(await this.gateways.call(member, 'POST', `/api/v1/${path}`, { as, body, headers }))
  }

  get(member: Place, path: string): Promise<Said> {
    return this.gateways.call(member, 'GET', `/api/v1/${path}`)
  }

  /** The same of cases, deliveries and retention; `AU-OTHER` is another authority of Australia. */
  async exchange(at: 'AU' | 'KR' | 'AU-OTHER', as: Role, path: string, body?: unknown, method = 'POST'): Promise<Said> {
    const desk = this.#exchanges.get(at)
    if (desk === undefined) throw new Error(`nobody at ${at}`)
    return this.#seen(await desk.call(method, `/api/v1/${path}`, as, body))
  }

  /** What Australia, or another member, is asked to issue for Korea, under a number of its own. */
  dataset(changes: Readonly<Record<string, unknown>> = {}, member: Place = 'AU'): Record<string, unknown> {
    return aDataset({
      certificateNumber: `${member}-SCENE-${++this.#serial}`,
      issuingCountry: member,
      issuingAuthority: { id: authorityOf(member), name: 'Chamber of Commerce' },
      exportCountry: member,
      ...changes,
    })
  }

  issue(dataset: object, member: Place = 'AU', links: object = {}): Promise<Said> {
    return this.post(member, 'issuer', 'certificates', { dataset, ...links })
  }

  /** Issues what nothing speaks against. */
  async issued(
    changes: Readonly<Record<string, unknown>> = {},
    { member = 'AU', links = {} }: { readonly member?: Place; readonly links?: object } = {},
  ): Promise<Issued> {
    const dataset = this.dataset(changes, member)
    const { status, body } = await this.issue(dataset, member, links)
    if (status !== 201) throw new Error(`not issued: ${JSON.stringify(body)}`)
    const { id } = body.certificate as { id: CertificateId }
    return { id, number: String(dataset.certificateNumber), document: String(body.document), dataset }
  }

  /** Uses so many kilograms of item 1 in Korea, or reserves them; the name of the use where it was made. */
  take({ id, document }: Issued, step: 'uses' | 'reservations', changes: object = {}): Promise<Said> {
    const items = [{ seq: 1, quantity: { value: '10', unit: 'KGM' } }]
    const declaration = { reference: '26KR-1', date: '2026-06-01' }
    return this.post('KR', 'customs', `certificates/${id}/${step}`, { declaration, items, document, ...changes })
  }

  async close(): Promise<void> {
    for (const exchange of this.#exchanges.values()) await exchange.close()
    await this.gateways.close()
  }

  async #seen(said: Said): Promise<Said> {
    const newest = this.gateways.ledger.blocks.length - 1
    for (const member of MEMBERS) await this.gateways.until(member, ({ body }) => Number(body.block) >= newest)
    for (const exchange of this.#exchanges.values()) await exchange.holds(newest)
    return said
  }
}

interface Clock {
  now: number
}

/** The cases, deliveries and retention of one member over HTTP; its workers stand still. */
class Exchange {
  readonly #parts: GatewayParts
  readonly #store: PrivateStore
  readonly #application: DeskApplication
  readonly #folder: string

  private constructor(parts: GatewayParts, store: PrivateStore, application: DeskApplication, folder: string) {
    this.#parts = parts
    this.#store = store
    this.#application = application
    this.#folder = folder
  }

  static async open(
    gateways: TestGateways,
    member: MemberCode,
    { authority, clock }: { readonly authority: string; readonly clock: Clock },
  ): Promise<Exchange> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-scenes-'))
    const config = { ...gateways.config(member), dataFolder: folder, authorities: [], deadlinesMs: { visible: 5000 } }
    const register = gateways.ledger.as(member, authority)
    const parts = await openParts(config, pino({ level: 'silent' }), { register, clock: () => new Date(clock.now) })
    parts.projector.start()
    const exchanged = new PrivateStore(join(folder, 'exchanged.sqlite'))
    const own = { ...parts, exchanged }
    const deliveries = new DeliveriesService({ ...own, deliveries: new DeliveryWorker(own) })
    const application = await DeskApplication.open(
      parts,
      [CasesController, DeliveriesController, RetentionController],
      [
        { provide: VerificationsService, useValue: new VerificationsService(parts, new ExchangedTexts(own)) },
        { provide: DeliveriesService, useValue: deliveries },
        { provide: RetentionService, useValue: new RetentionService(parts) },
        { provide: Freshness, useValue: parts.freshness },
      ],
    )
    return new Exchange(parts, exchanged, application, folder)
  }

  call(method: string, path: string, as: Role, body: unknown): Promise<DeskAnswer> {
    return this.#application.call(method, path, { as, body })
  }

  async holds(block: number): Promise<void> {
    while (!(await this.#parts.projector.holds(block, 1000)));
  }

  async close(): Promise<void> {
    await this.#application.close()
    await closeParts(this.#parts)
    this.#store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
