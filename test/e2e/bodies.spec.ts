import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import type { Client, Problem } from '../support/client'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const JSON_TYPE = { 'content-type': 'application/json' }
const ISSUE = '/api/v1/certificates'

describe('a body that nobody should send', () => {
  let network: TestNetwork
  let issuer: Client
  let blocksBefore: number

  beforeAll(async () => {
    network = await startTestNetwork()
    issuer = await network.as('AU', 'issuer')
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  beforeEach(async () => {
    blocksBefore = await network.block('AU')
  })

  afterEach(async () => {
    // A later write lands in the very next block: nothing was written in between.
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    expect(body.block).toBe(blocksBefore + 1)
    await onceDelivered(issuer, body.certificate.id)
  })

  it.each([
    ['cut off', '{"dataset":{"certificateNumber":"A'],
    ['empty', ''],
    ['no JSON at all', 'certificateNumber=1'],
    ['followed by something', '{"dataset":{}} {}'],
    ['with a key that stands twice', '{"dataset":{},"dataset":{}}'],
    ['with __proto__ as a key', '{"dataset":{"__proto__":{"admin":true}}}'],
    ['with a number that no double holds', '{"dataset":{"weight":1e400}}'],
  ])('is refused with 400 when it is %s', async (_, text) => {
    const refused = await issuer.send<Problem>('POST', ISSUE, text, JSON_TYPE)

    expect(refused.status).toBe(400)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(refused.body.detail).not.toBe('')
  })

  it('is refused with 400 when it is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"dataset":{"remarks":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}}')])

    const refused = await issuer.send<Problem>('POST', ISSUE, bytes, JSON_TYPE)

    expect(refused).toMatchObject({ status: 400, body: { errors: [{ rule: 'utf8' }] } })
  })

  it('is refused with 400 when it nests ten thousand levels', async () => {
    const text = `{"dataset":${'['.repeat(10_000)}${']'.repeat(10_000)}}`

    const refused = await issuer.send<Problem>('POST', ISSUE, text, JSON_TYPE)

    expect(refused).toMatchObject({ status: 400, body: { errors: [{ rule: 'depth' }] } })
  })

  it('is refused with 413 when it is larger than the limit', async () => {
    const dataset = aDataset()
      .from('AU')
      .to('KR')
      .with({ remarks: 'x'.repeat(2600 * 1024) })
      .build()

    const refused = await issuer.issue<Problem>(dataset)

    expect(refused).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })

  it('is refused with 422 when its dataset alone is larger than a dataset may be', async () => {
    const dataset = aDataset()
      .from('AU')
      .to('KR')
      .with({ remarks: 'x'.repeat(300 * 1024) })
      .build()

    const refused = await issuer.issue<Problem>(dataset)

    expect(refused).toMatchObject({ status: 422, body: { errors: [{ rule: 'limit' }] } })
  })

  it('is refused with 415 when it is something else than JSON', async () => {
    const refused = await issuer.send<Problem>('POST', ISSUE, '<dataset/>', { 'content-type': 'application/xml' })

    expect(refused.status).toBe(415)
  })

  it('is refused with 422 and every problem at once when fields are missing or wrong', async () => {
    const dataset = {
      ...aDataset().from('AU').to('KR').with({ validUntil: 'soon' }).build(),
      certificateNumber: undefined,
    }

    const refused = await issuer.issue<Problem>(dataset)

    expect(refused.status).toBe(422)
    expect(refused.body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/dataset/certificateNumber',
      '/dataset/validUntil',
    ])
  })

  it('is refused with 422 when it has a field that the interface does not know', async () => {
    const refused = await issuer.post<Problem>(ISSUE, { dataset: aDataset().from('AU').to('KR').build(), force: true })

    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/force' }] } })
  })

  it('is refused with 422 when the importing country is not a member', async () => {
    const refused = await issuer.issue<Problem>(aDataset().from('AU').to('US').build())

    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/dataset/importCountry', rule: 'unknown-member' }] },
    })
  })
})
