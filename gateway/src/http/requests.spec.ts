import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import type { Answer } from '../testing/test-gateway'

let gateways: TestGateways

beforeAll(async () => {
  gateways = await TestGateways.start('AU')
})

afterAll(async () => {
  await gateways.close()
})

function send(raw: Uint8Array | string, headers: Record<string, string> = {}): Promise<Answer> {
  return gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', raw, headers })
}

const nested = (levels: number): string => `{"dataset":${'['.repeat(levels)}${']'.repeat(levels)}}`

describe('a body', () => {
  it.each([
    ['is not JSON', '{"dataset":', 400, 'MALFORMED_REQUEST', 'syntax'],
    ['is empty', '', 400, undefined, undefined],
    ['is not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 400, 'MALFORMED_REQUEST', 'utf8'],
    ['has a name twice', '{"dataset":{"a":1,"\\u0061":2}}', 400, 'MALFORMED_REQUEST', 'duplicate-key'],
    ['has a name __proto__', '{"dataset":{"__proto__":{}}}', 400, 'MALFORMED_REQUEST', 'forbidden-key'],
    ['nests too deeply', nested(60), 400, 'MALFORMED_REQUEST', 'depth'],
    ['nests so deeply that a parser would fail', nested(100_000), 400, 'MALFORMED_REQUEST', 'depth'],
    [
      'has a number that no double holds',
      '{"dataset":{"a":12345678901234567890}}',
      400,
      'MALFORMED_REQUEST',
      'number-range',
    ],
    ['has an unknown field', '{"dataset":{},"more":1}', 422, 'INVALID_REQUEST', 'whitelistValidation'],
    ['has a name constructor', '{"dataset":{"constructor":{}}}', 400, 'MALFORMED_REQUEST', 'forbidden-key'],
    ['has a dataset that is a list', '{"dataset":[]}', 422, 'INVALID_REQUEST', 'isObject'],
    ['is a list', '[]', 422, undefined, undefined],
    ['is null', 'null', 422, undefined, undefined],
    [
      'has half a surrogate pair',
      JSON.stringify({ dataset: aDataset({ note: '\ud800' }) }),
      422,
      'DATASET_INVALID',
      'unrepresentable',
    ],
  ])('that %s is refused with a clear problem, and nothing is written', async (_, body, status, code, rule) => {
    const height = gateways.ledger.blocks.length

    const answer = await send(body)

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    if (code !== undefined) expect(answer.body).toMatchObject({ code, errors: [{ rule }] })
    expect(gateways.ledger.blocks).toHaveLength(height)
  })

  it('of more than 2.5 MiB is refused', async () => {
    expect(await send(`"${'x'.repeat(2561 * 1024)}"`)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data'])(
    'of the type %s is refused',
    async (type) => {
      const answer = await send('a=1', { 'content-type': type })

      expect(answer).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_NOT_SUPPORTED' } })
    },
  )
})

describe('an answer', () => {
  it('repeats a well-formed Correlation-Id', async () => {
    const answer = await gateways.call('AU', 'GET', '/health/live', {
      as: 'nobody',
      headers: { 'correlation-id': 'broker-17:4711' },
    })

    expect(answer.headers.get('correlation-id')).toBe('broker-17:4711')
  })

  it.each(['x', 'a b c d e f g', 'x'.repeat(200), '{"a":"bbbbbbbbb"}'])(
    'makes a new Correlation-Id in the place of %p',
    async (id) => {
      const answer = await gateways.call('AU', 'GET', '/health/live', {
        as: 'nobody',
        headers: { 'correlation-id': id },
      })

      expect(answer.headers.get('correlation-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it('tells how long each step of a write took', async () => {
    const answer = await send(JSON.stringify({ dataset: aDataset() }))

    expect(answer.status).toBe(201)
    expect(answer.headers.get('location')).toMatch(/^\/api\/v1\/certificates\/[0-9a-f]{64}$/)
    expect(answer.headers.get('server-timing')).toMatch(
      /^endorsed;dur=[\d.]+, committed;dur=[\d.]+, visible;dur=[\d.]+, answered;dur=[\d.]+$/,
    )
  })

  it.each([
    ['GET', '/nothing', 404],
    ['DELETE', '/api/v1/certificates', 404],
    ['GET', '/api/v1/certificates/%ff', 400],
    ['GET', `/api/v1/certificates/${'0'.repeat(500)}`, 414],
  ])('to %s %s is a problem document', async (method, path, status) => {
    const answer = await gateways.call('AU', method, path)

    expect(answer).toMatchObject({ status, body: { type: expect.stringMatching(/^urn:eco:problem:/), status } })
    expect(answer.body.correlationId).toBe(answer.headers.get('correlation-id'))
  })

  it('never shows a stack or a path', async () => {
    for (const path of ['/nothing', '/api/v1/certificates/%ff', '/api/v1/certificates?limit=x']) {
      expect(JSON.stringify((await gateways.call('AU', 'GET', path)).body)).not.toMatch(
        /\n\s*at |\.[tj]s:\d|node_modules/,
      )
    }
  })

  it('gives the description of the interface to everybody', async () => {
    const answer = await gateways.call('AU', 'GET', '/openapi.json', { as: 'nobody' })

    expect(answer).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
  })

  it('refuses an Idempotency-Key that could not be kept', async () => {
    const answer = await send('{"dataset":{}}', { 'idempotency-key': 'two words' })

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: 'Idempotency-Key' }] } })
  })
})

describe('a file', () => {
  it('of whoever has no token is not even read', async () => {
    const status = await new Promise((resolve, reject) => {
      const upload = request(`${gateways.gateway('AU').url}/api/v1/checks/file`, {
        method: 'POST',
        headers: { 'content-type': 'application/pdf', 'content-length': 9 * 1024 * 1024 },
      })
      upload.on('response', ({ statusCode }) => {
        resolve(statusCode)
        upload.destroy()
      })
      upload.on('error', reject)
      // The head only: whoever waits for the rest would wait for ever.
      upload.flushHeaders()
    })

    expect(status).toBe(401)
  })
})
