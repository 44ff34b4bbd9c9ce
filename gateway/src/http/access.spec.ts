import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SignJWT, UnsecuredJWT, importPKCS8 } from 'jose'
import { CONTROLLERS } from '../app.module'
import { TestGateways, TODAY } from '../testing/test-gateway'
import { ACCESS } from './access'
import type { Access } from './access'

let gateways: TestGateways

beforeAll(async () => {
  gateways = await TestGateways.start('AU', 'KR')
})

afterAll(async () => {
  await gateways.close()
})

const LIST = '/api/v1/certificates'

/** Every method of a controller that answers a route. */
const HANDLERS = CONTROLLERS.flatMap((controller) =>
  Object.getOwnPropertyNames(controller.prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => ({ name: `${controller.name}.${name}`, handler: Reflect.get(controller.prototype, name) as object }))
    .filter(({ handler }) => Reflect.getMetadata('path', handler) !== undefined),
)

async function withToken(authorization: string): Promise<unknown> {
  return gateways.call('AU', 'GET', LIST, { as: 'nobody', headers: { authorization } })
}

describe('access', () => {
  it('is decided for every handler', () => {
    const undecided = HANDLERS.filter(({ handler }) => Reflect.getMetadata(ACCESS, handler) === undefined)

    expect(HANDLERS.length).toBeGreaterThan(8)
    expect(undecided).toEqual([])
  })

  it('is public for status links, health, the description and development tokens, and for nothing else', () => {
    const open = HANDLERS.filter(({ handler }) => (Reflect.getMetadata(ACCESS, handler) as Access) === 'public')

    expect(open.map(({ name }) => name)).toEqual([
      'StatusController.readStatus',
      'HealthController.live',
      'HealthController.ready',
      'HealthController.description',
      'DevelopmentTokensController.token',
    ])
  })

  it.each([
    ['POST', LIST],
    ['GET', LIST],
    ['GET', `${LIST}/${'0'.repeat(64)}`],
    ['GET', `${LIST}/${'0'.repeat(64)}/history`],
    ['POST', `${LIST}/${'0'.repeat(64)}/cancellation`],
    ['POST', '/api/v1/checks'],
  ])('is refused without a token: %s %s', async (method, path) => {
    const answer = await gateways.call('AU', method, path, { as: 'nobody' })

    expect(answer).toMatchObject({ status: 401, body: { code: 'TOKEN_REQUIRED' } })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(['customs', 'auditor', 'member-admin', 'authority-admin'] as const)(
    'is refused to %s for writes',
    async (role) => {
      const body = { dataset: {} }
      const answer = await gateways.call('AU', 'POST', LIST, { as: role, body })

      expect(answer).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } })
    },
  )

  it('is refused to a token of another member, even one that is signed by a known key', async () => {
    const token = await signed({ member: 'KR', role: 'customs' })

    expect(await withToken(`Bearer ${token}`)).toMatchObject({ status: 403, body: { code: 'MEMBER_NOT_SERVED' } })
  })

  it.each([
    ['is not a token', 'Bearer x.y.z'],
    ['is of another scheme', 'Basic abc'],
    ['is unsigned', `Bearer ${new UnsecuredJWT({ member: 'AU', role: 'customs' }).encode()}`],
  ])('is refused to what %s', async (_, authorization) => {
    expect(await withToken(authorization)).toMatchObject({ status: 401 })
  })

  it('is refused to a token of another gateway’s issuer', async () => {
    const token = await gateways.token('KR', 'customs')

    expect(await withToken(`Bearer ${token}`)).toMatchObject({ status: 401, body: { code: 'TOKEN_NOT_ACCEPTED' } })
  })

  it.each([
    ['has expired', { exp: TODAY.getTime() / 1000 - 60 }],
    ['never expires', { exp: undefined }],
    ['names no role', { role: undefined }],
    ['names an unknown role', { role: 'root' }],
    ['is for another audience', { aud: 'other' }],
    ['is by another issuer', { iss: 'other' }],
    ['is not valid yet', { nbf: TODAY.getTime() / 1000 + 600 }],
  ])('is refused to a token that %s', async (_, claims) => {
    const token = await signed({ member: 'AU', role: 'customs', ...claims })

    expect(await withToken(`Bearer ${token}`)).toMatchObject({ status: 401, body: { code: 'TOKEN_NOT_ACCEPTED' } })
  })
})

async function signed(claims: Record<string, unknown>): Promise<string> {
  const file = gateways.config('AU').tokens.development?.keyFile ?? ''
  const key = await importPKCS8(await readFile(file, 'utf8'), 'ES256')
  const usual = { sub: 'someone', iss: 'eco-test', aud: 'eco', exp: TODAY.getTime() / 1000 + 600 }
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(key)
}
