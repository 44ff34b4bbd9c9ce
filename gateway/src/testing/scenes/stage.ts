import { randomUUID } from 'node:crypto'
import type { CertificateId, Dataset, Role } from '@eco/domain'
import { openAuthoritySigner } from '../../document/authority-signer'
import { CaseDesk } from '../../verifications/testing/case-desk'
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

/** Gateways of five members over one ledger, and beside them two who look at cases in their own way. */
export class Stage {
  readonly gateways: TestGateways
  /** Another authority of Australia than the one that issues. */
  readonly otherAuthority: CaseDesk
  readonly #watch: CaseDesk
  #serial = 0

  private constructor(gateways: TestGateways, otherAuthority: CaseDesk, watch: CaseDesk) {
    this.gateways = gateways
    this.otherAuthority = otherAuthority
    this.#watch = watch
  }

  static async open(): Promise<Stage> {
    const gateways = await TestGateways.start(...MEMBERS)
    const other = await CaseDesk.open(gateways, 'AU', 'AU-OTHER')
    return new Stage(gateways, other, await CaseDesk.open(gateways, 'KR'))
  }

  /** Lets so many days pass, for the ledger and for Korea's look at its cases. */
  pass(days: number): void {
    this.gateways.ledger.pass(days)
    this.#watch.wait(days)
  }

  /** The verification cases of a certificate, as Korea sees them when days have passed. */
  cases(id: string): Promise<Said> {
    return this.#watch.call('GET', `/api/v1/certificates/${id}/verifications`)
  }

  /** What a member's authority seals without registering it; with a key file, by another key than its own. */
  async sealed(dataset: object, member: Place = 'AU', signingKeyFile?: string): Promise<string> {
    const [own] = this.gateways.config(member).authorities
    if (own === undefined) throw new Error(`no authority of ${member}`)
    const signer = await openAuthoritySigner(signingKeyFile === undefined ? own : { ...own, signingKeyFile })
    const wanted = dataset as unknown as Dataset
    const { text } = await signer.seal({ dataset: wanted, id: await this.gateways.idFor({ ...wanted }) }, TODAY)
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
    await this.otherAuthority.close()
    await this.#watch.close()
    await this.gateways.close()
  }

  async #seen(said: Said): Promise<Said> {
    const newest = this.gateways.ledger.blocks.length - 1
    for (const member of MEMBERS) await this.gateways.until(member, ({ body }) => Number(body.block) >= newest)
    await this.otherAuthority.holds(newest)
    await this.#watch.holds(newest)
    return said
  }
}
