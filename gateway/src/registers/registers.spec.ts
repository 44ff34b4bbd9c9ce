import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import { pino } from 'pino'
import type { MemberCode, SeedMember } from '@eco/domain'
import { seedRounds } from '@eco/domain'
import { DeskApplication } from '../declarations/testing/desk-application'
import type { DeskAnswer } from '../declarations/testing/desk-application'
import { closeParts, openParts } from '../parts'
import type { GatewayParts } from '../parts'
import { Freshness } from '../read-model/freshness'
import { TestGateways } from '../testing/test-gateway'
import { AgreementsController } from './agreements.controller'
import { AuthoritiesController } from './authorities.controller'
import { MembersController } from './members.controller'
import { RegistersService } from './registers.service'

/** The registers of one member over HTTP, at the ledger of a test. */
class RegisterDesk {
  readonly #parts: GatewayParts
  readonly #application: DeskApplication
  readonly #folder: string

  private constructor(parts: GatewayParts, application: DeskApplication, folder: string) {
    this.#parts = parts
    this.#application = application
    this.#folder = folder
  }

  static async open(gateways: TestGateways, member: MemberCode): Promise<RegisterDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-registers-'))
    const config = { ...gateways.config(member), dataFolder: folder, authorities: [], deadlinesMs: { visible: 5000 } }
    const register = gateways.ledger.as(member, `${member}-1`)
    const parts = await openParts(config, pino({ level: 'silent' }), { register })
    parts.projector.start()
    const application = await DeskApplication.open(
      parts,
      [MembersController, AuthoritiesController, AgreementsController],
      [
        { provide: RegistersService, useValue: new RegistersService(parts) },
        { provide: Freshness, useValue: parts.freshness },
      ],
    )
    return new RegisterDesk(parts, application, folder)
  }

  post(path: string, body: unknown, as: 'member-admin' | 'customs' = 'member-admin'): Promise<DeskAnswer> {
    return this.#application.call('POST', `/api/v1/${path}`, { as, body })
  }

  get(path: string): Promise<DeskAnswer> {
    return this.#application.call('GET', `/api/v1/${path}`, { as: 'customs' })
  }

  async close(): Promise<void> {
    await this.#application.close()
    await closeParts(this.#parts)
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function aJwk(): { kty: 'EC'; crv: 'P-256'; x: string; y: string } {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x, y }
}

function aSeed(member: MemberCode): SeedMember {
  const authority = { id: `${member}-1`, name: 'Chamber of Commerce', activeFrom: '2020-01-01T00:00:00.000Z', keys: [] }
  return { member, keyAgreement: aJwk(), authorities: [authority] }
}

describe('the registers over HTTP', () => {
  let gateways: TestGateways
  const desks = new Map<string, RegisterDesk>()
  const desk = (member: MemberCode): RegisterDesk => {
    const found = desks.get(member)
    if (found === undefined) throw new Error('no desk')
    return found
  }

  beforeAll(async () => {
    gateways = await TestGateways.start('AU', 'CN')
    for (const member of ['AU', 'CN'] as const) desks.set(member, await RegisterDesk.open(gateways, member))
    for (const round of seedRounds([aSeed('AU'), aSeed('CN')])) {
      for (const { member, name, entries } of round) {
        const { status, body } = await desk(member).post('register-entries', { change: name, entries })
        if (status !== 200) throw new Error(JSON.stringify(body))
      }
    }
  })

  afterAll(async () => {
    for (const opened of desks.values()) await opened.close()
    await gateways.close()
  })

  it('show every member what another one declared', async () => {
    const { status, body } = await desk('CN').get('authorities/AU/AU-1')

    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'active', record: { member: 'AU', name: 'Chamber of Commerce' } })
  })

  it('show an agreement as approved by all, and its text', async () => {
    expect((await desk('CN').get('agreements/ChAFTA/2015')).body).toMatchObject({ missing: [] })
    expect((await desk('CN').get('agreements/ChAFTA/2015/profile')).body).toMatchObject({ code: 'ChAFTA' })
  })

  it("let a member change its own authority's state and keys, from declaration to compromise", async () => {
    const key = { publicJwk: aJwk(), use: 'seal', validFrom: '2026-01-01', validUntil: null }
    const entry = { id: 'AU-2', name: 'Second chamber', functions: ['issuing'] }

    expect((await desk('AU').post('authorities', entry)).status).toBe(201)
    expect((await desk('AU').post('authorities/AU/AU-2/state', { state: 'active' })).status).toBe(200)
    expect((await desk('AU').post('authorities/AU/AU-2/keys', key)).status).toBe(201)
    const { body } = await desk('AU').get('authorities/AU/AU-2')
    const [{ thumbprint }] = (body.record as { keys: [{ thumbprint: string }] }).keys
    expect((await desk('AU').post(`authorities/AU/AU-2/keys/${thumbprint}/compromise`, {})).status).toBe(200)

    expect((await desk('AU').get('authorities/AU/AU-2')).body).toMatchObject({
      state: 'active',
      record: { keys: [{ compromisedFrom: expect.any(String) }] },
    })
  })

  it.each([
    ['another member’s part', 'authorities/CN/CN-1/state', { state: 'suspended' }, 403, 'REGISTER_OF_ANOTHER_MEMBER'],
    ['a step that does not follow', 'authorities/AU/AU-1/state', { state: 'notified' }, 409, 'TRANSITION_NOT_ALLOWED'],
    ['another hash', 'agreements/RCEP/2022/approvals', { hash: 'ab'.repeat(32) }, 409, 'PROFILE_HASH_DIFFERENT'],
    ['an unknown field', 'authorities/AU/AU-1/state', { state: 'suspended', why: 'x' }, 422, 'INVALID_REQUEST'],
    ['a code that nobody has', 'exporters/AU/none/withdrawal', {}, 422, 'EXPORTER_UNKNOWN'],
  ])('refuse %s', async (_, path, body, status, code) => {
    const answer = await desk('AU').post(path, body)

    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('refuse whoever is no administrator', async () => {
    const answer = await desk('AU').post('authorities/AU/AU-1/state', { state: 'suspended' }, 'customs')

    expect(answer.status).toBe(403)
  })

  it('keep recognitions and exporters, and show them by member', async () => {
    const recognition = { of: 'AU', authority: 'AU-1', agreement: 'ChAFTA', from: '2026-01-01', until: null }
    const exporter = { code: 'AE-1', authority: 'CN-1', agreements: ['RCEP'], chapters: ['08', '10'] }
    const term = { from: '2026-01-01', until: '2027-12-31' }

    expect((await desk('CN').post('recognitions', { ...recognition, caCertificate: null })).status).toBe(201)
    expect((await desk('CN').post('exporters', { ...exporter, ...term })).status).toBe(201)
    expect((await desk('CN').post('exporters/CN/AE-1/withdrawal', {})).status).toBe(200)

    expect((await desk('CN').get('recognitions?member=CN')).body.records).toHaveLength(1)
    expect((await desk('CN').get('exporters/CN/AE-1')).body).toMatchObject({
      record: { withdrawnFrom: expect.any(String) },
    })
    expect((await desk('CN').get('members')).body.records).toHaveLength(8)
  })
})
