import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Dataset, Sealed } from '@eco/domain'
import { KEY_PREFIXES, readSealed, redact } from '@eco/domain'
import { certificatePdf } from '@eco/paper'
import { nodeCryptography } from '@eco/signatures'
import { openAuthoritySigner } from './document/authority-signer'
import { aDataset } from './testing/a-dataset'
import { TestGateways } from './testing/test-gateway'
import type { Answer } from './testing/test-gateway'

let gateways: TestGateways
let serial = 0

beforeAll(async () => {
  gateways = await TestGateways.start('AU', 'KR', 'ID')
})

afterAll(async () => {
  await gateways.close()
})

function newDataset(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return aDataset({ certificateNumber: `AU-2026-${String(++serial).padStart(6, '0')}`, ...changes })
}

function issue(dataset: unknown = newDataset(), headers: Record<string, string> = {}): Promise<Answer> {
  return gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset }, headers })
}

async function issued(dataset?: unknown): Promise<{ id: string; document: string; block: number }> {
  const { status, body } = await issue(dataset)
  expect(status).toBe(201)
  return { id: (body.certificate as { id: string }).id, document: String(body.document), block: Number(body.block) }
}

function issueDocument(document: string): Promise<Answer> {
  return gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { document } })
}

/** What the authority seals with its own key, past the gateway. */
async function sealElsewhere(dataset: Record<string, unknown>): Promise<Sealed> {
  const signer = await openAuthoritySigner(gateways.config('AU').authorities[0]!)
  const id = await gateways.idFor(dataset)
  return signer.seal({ dataset: dataset as unknown as Dataset, id }, new Date('2026-06-01T00:00:00Z'))
}

function cancel(id: string, headers: Record<string, string> = {}): Promise<Answer> {
  const body = { reason: 'issued-in-error' }
  return gateways.call('AU', 'POST', `/api/v1/certificates/${id}/cancellation`, { as: 'issuer', body, headers })
}

function check(document: string, block: number): Promise<Answer> {
  return gateways.call('KR', 'POST', `/api/v1/checks?atLeastBlock=${block}`, { body: { document } })
}

function checkFile(type: string, content: Uint8Array, block: number): Promise<Answer> {
  const call = { raw: Buffer.from(content), headers: { 'content-type': type } }
  return gateways.call('KR', 'POST', `/api/v1/checks/file?atLeastBlock=${block}`, call)
}

function codes(answer: Answer): string[] {
  const findings = answer.body.findings as Record<string, { checks: { code: string }[] }>
  return Object.values(findings).flatMap(({ checks }) => checks.map(({ code }) => code))
}

describe('issuing', () => {
  it('answers with a document that another member finds VALID', async () => {
    const { document, block } = await issued()

    const answer = await check(document, block)

    expect(answer.body).toMatchObject({ verdict: 'VALID', asOf: { block } })
  })

  it('shows a certificate in the own read model as soon as it has answered', async () => {
    const { id, block } = await issued()

    const answer = await gateways.call('AU', 'GET', `/api/v1/certificates/${id}`)

    expect(answer).toMatchObject({
      status: 200,
      body: { certificate: { id, states: { document: 'issued' } }, asOf: { block } },
    })
  })

  it('seals the dataset as it was sent', async () => {
    const dataset = newDataset()
    const { document } = await issued(dataset)

    expect(readSealed(document, nodeCryptography()).dataset).toEqual(dataset)
  })

  it('registers a document that its authority has sealed itself, under the very hash and key', async () => {
    const sealed = await sealElsewhere(newDataset())

    const answer = await issueDocument(sealed.text)

    expect(answer).toMatchObject({ status: 201, body: { document: sealed.text, documentHash: sealed.documentHash } })
    expect(answer.body.certificate).toMatchObject({ keyId: readSealed(sealed.text, nodeCryptography()).keyId })
  })

  it.each([
    ['altered', (text: string) => text.replace(/~[^~]*~/, '~bm90aGluZw~'), 'DISCLOSURE_TAMPERED'],
    ['redacted', (text: string) => text.replace(/~[^~]*~/, '~'), 'whole'],
    ['not sealed at all', () => 'e.y.J', 'DOCUMENT_MALFORMED'],
  ] as const)('refuses a document that is %s, and says why', async (_, change, rule) => {
    const { text } = await sealElsewhere(newDataset())

    const answer = await issueDocument(change(text))

    expect(answer).toMatchObject({ status: 422, body: { code: 'DOCUMENT_NOT_ACCEPTED' } })
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ pointer: '/document', rule })]),
    )
  })

  it('refuses a dataset that breaks a rule of its agreement, by rule, place and article', async () => {
    const answer = await issue({ ...newDataset(), departureDate: '2020-01-01' })

    expect(answer).toMatchObject({ status: 422, body: { code: 'AGREEMENT_NOT_FOLLOWED' } })
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ pointer: '/dataset/flags/issuedRetroactively', rule: 'V4' })]),
    )
  })

  it('asks for a dataset or a document when it gets neither or both', async () => {
    const { text } = await sealElsewhere(newDataset())
    for (const body of [{}, { dataset: newDataset(), document: text }]) {
      const answer = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body })

      expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST' } })
    }
  })

  it('answers a repeat under the same Idempotency-Key with the same document, and writes nothing', async () => {
    const dataset = newDataset()
    const first = await issue(dataset, { 'Idempotency-Key': 'repeat-1' })
    const height = gateways.ledger.blocks.length

    const second = await issue(dataset, { 'Idempotency-Key': 'repeat-1' })

    expect(second).toMatchObject({ status: 201, body: first.body })
    expect(gateways.ledger.blocks).toHaveLength(height)
  })

  it('refuses an Idempotency-Key that was used with another dataset', async () => {
    await issue(newDataset(), { 'Idempotency-Key': 'reused-1' })

    const answer = await issue(newDataset(), { 'Idempotency-Key': 'reused-1' })

    expect(answer).toMatchObject({ status: 409, body: { code: 'REQUEST_ID_REUSED' } })
  })

  it('settles an unknown outcome by a repeat: 504 with how to find out, then the same document as was registered', async () => {
    const dataset = newDataset()
    gateways.ledger.nextWrite = 'committed-unknown'
    const lost = await issue(dataset, { 'Idempotency-Key': 'lost-1' })

    const settled = await issue(dataset, { 'Idempotency-Key': 'lost-1' })

    expect(lost).toMatchObject({ status: 504, body: { code: 'OUTCOME_UNKNOWN', transactionId: expect.any(String) } })
    expect(settled).toMatchObject({ status: 201, body: { transactionId: lost.body.transactionId } })
    const { certificate, documentHash } = settled.body as {
      certificate: { documentHash: string }
      documentHash: string
    }
    expect(documentHash).toBe(certificate.documentHash)
  })

  it('carries out a repeat of a request that was lost on its way', async () => {
    const dataset = newDataset()
    gateways.ledger.nextWrite = 'lost'
    const lost = await issue(dataset, { 'Idempotency-Key': 'lost-2' })

    const settled = await issue(dataset, { 'Idempotency-Key': 'lost-2' })

    expect([lost.status, settled.status]).toEqual([504, 201])
  })

  it('refuses a number that is registered already', async () => {
    const dataset = newDataset()
    await issue(dataset)

    const answer = await issue(dataset)

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'CERTIFICATE_ALREADY_ISSUED', type: 'urn:eco:problem:certificate-already-issued' },
    })
  })

  it('lists every problem of a dataset with its place, and never a value', async () => {
    const dataset = newDataset({
      importCountry: 'secret',
      items: [{ sequence: 0, quantity: { value: 'secret', unit: 'KGM' } }],
    })

    const answer = await issue(dataset)

    expect(answer).toMatchObject({ status: 422, body: { code: 'DATASET_INVALID' } })
    const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)
    expect(new Set(pointers)).toEqual(
      new Set([
        '/dataset/importCountry',
        '/dataset/items/0/sequence',
        '/dataset/items/0/description',
        '/dataset/items/0/quantity/value',
      ]),
    )
    expect(JSON.stringify(answer.body)).not.toContain('secret')
  })

  it.each([
    ['CALLER_NOT_ISSUING_MEMBER', { issuingCountry: 'CN' }],
    ['CALLER_NOT_ISSUING_AUTHORITY', { issuingAuthority: { id: 'AU-OTHER' } }],
  ])('refuses to issue for others: %s', async (code, changes) => {
    const answer = await issue(newDataset(changes))

    expect(answer).toMatchObject({ status: 403, body: { code } })
  })
})

describe('cancelling', () => {
  it('makes a check say NOT_VALID because cancelled, not because forged', async () => {
    const { id, document } = await issued()
    const cancelled = await cancel(id)

    const answer = await check(document, Number(cancelled.body.block))

    expect(answer.body).toMatchObject({
      verdict: 'NOT_VALID',
      certificate: { lastChange: { transition: 'cancel', reason: 'issued-in-error' } },
      changedInBlock: cancelled.body.block,
      findings: { authenticity: { result: 'pass' }, status: { result: 'fail' } },
    })
  })

  it('is refused to another member, in a typed problem', async () => {
    const { id, block } = await issued()
    await gateways.call('ID', 'GET', `/api/v1/certificates/${id}?atLeastBlock=${block}`)

    const body = { reason: 'other' }
    const answer = await gateways.call('ID', 'POST', `/api/v1/certificates/${id}/cancellation`, { as: 'issuer', body })

    expect(answer).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_MEMBER' } })
  })

  it('answers a repeat with what the first one did, and refuses a second one', async () => {
    const { id } = await issued()
    const first = await cancel(id, { 'Idempotency-Key': 'cancel-1' })

    const repeat = await cancel(id, { 'Idempotency-Key': 'cancel-1' })
    const second = await cancel(id)

    expect(repeat).toMatchObject({ status: 200, body: first.body })
    expect(second).toMatchObject({ status: 409, body: { code: 'TRANSITION_NOT_ALLOWED' } })
  })

  it('takes no free text as reason', async () => {
    const { id } = await issued()

    const body = { reason: 'Mr Smith asked for it' }
    const answer = await gateways.call('AU', 'POST', `/api/v1/certificates/${id}/cancellation`, { as: 'issuer', body })

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST', errors: [{ pointer: '/reason' }] } })
  })
})

describe('checking', () => {
  it('finds a document NOT_VALID of which one letter of the dataset was altered', async () => {
    const { document, block } = await issued()
    const [header, payload = '', ...rest] = document.split('.')
    const altered = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('1200.5', '9200.5')).toString(
      'base64url',
    )

    const answer = await check([header, altered, ...rest].join('.'), block)

    expect(answer.body).toMatchObject({ verdict: 'NOT_VALID', findings: { authenticity: { result: 'fail' } } })
    expect(codes(answer)).toEqual(expect.arrayContaining(['SIGNATURE_INVALID', 'HASH_DIFFERENT', 'IN_FORCE']))
  })

  it('finds any text that is no document NOT_VALID, without failing', async () => {
    const answer = await check('e.y.J', 0)

    expect(answer.status).toBe(200)
    expect(codes(answer)).toContain('DOCUMENT_MALFORMED')
  })

  it('cannot determine what nobody registered', async () => {
    gateways.ledger.nextWrite = 'lost'
    const dataset = newDataset()
    const number = dataset.certificateNumber
    await issue(dataset)

    const body = { issuer: 'AU', authority: 'AU-CHAMBER', number, documentHash: '0'.repeat(64) }
    const answer = await gateways.call('KR', 'POST', '/api/v1/checks', { body })

    const own = await gateways.call('AU', 'POST', '/api/v1/checks', { body })

    expect([answer.body.verdict, own.body.verdict]).toEqual(['CANNOT_DETERMINE', 'CANNOT_DETERMINE'])
    // Only the issuing member knows of all its numbers; to another it could be one of a certificate of two others.
    expect(codes(answer)).toContain('NOT_FOUND_BY_NUMBER')
    expect(codes(own)).toContain('NOT_REGISTERED')
  })

  it('recognises a number and hash, and says that it saw no signature', async () => {
    const dataset = newDataset()
    const { body: first } = await issue(dataset)

    const reference = {
      issuer: 'AU',
      authority: 'AU-CHAMBER',
      number: dataset.certificateNumber,
      documentHash: first.documentHash,
    }
    const answer = await gateways.call('KR', 'POST', `/api/v1/checks?atLeastBlock=${String(first.block)}`, {
      body: reference,
    })

    expect(codes(answer)).toEqual(expect.arrayContaining(['SIGNATURE_NOT_PRESENTED', 'HASH_REGISTERED', 'IN_FORCE']))
  })

  it('answers to a number alone what became of it, and leaves open whether the paper at hand is the registered one', async () => {
    const dataset = newDataset()
    const reference = { issuer: 'AU', authority: 'AU-CHAMBER', number: dataset.certificateNumber }
    const ask = (block: unknown): Promise<Answer> =>
      gateways.call('KR', 'POST', `/api/v1/checks?atLeastBlock=${String(block)}`, { body: reference })

    const { id, block } = await issued(dataset)
    const answer = await ask(block)
    const cancelled = await cancel(id)
    const afterwards = await ask(cancelled.body.block)

    expect(answer.body.verdict).toBe('CANNOT_DETERMINE')
    expect(codes(answer)).toEqual(
      expect.arrayContaining(['SIGNATURE_NOT_PRESENTED', 'HASH_NOT_PRESENTED', 'REGISTERED_BY_ISSUER', 'IN_FORCE']),
    )
    expect(afterwards.body.verdict).toBe('NOT_VALID')
    expect(codes(afterwards)).toContain('CANCELLED')
  })

  it('reads a document out of a PDF, and finds it VALID', async () => {
    const { document, block } = await issued()
    const { dataset, documentHash, status } = readSealed(document, nodeCryptography())
    const qr = {
      issuingMember: status.issuer.member,
      authority: status.issuer.authority,
      number: status.number,
      documentHash,
    }
    const pdf = await certificatePdf({ dataset, document, qr })

    const answer = await checkFile('application/pdf', pdf, block)

    expect(answer).toMatchObject({ status: 200, body: { verdict: 'VALID', withheld: [], tampered: [] } })
  })

  it('finds a document VALID of which only the producer is withheld, and names what is', async () => {
    const producer = { name: 'Confidential Mill', address: { city: 'Ballarat', country: 'AU' } }
    const { document, block } = await issued(newDataset({ producer }))
    const redacted = redact(readSealed(document, nodeCryptography()), { view: 'producer-confidential' })

    const answer = await checkFile('application/dc+sd-jwt', Buffer.from(redacted), block)

    expect(answer).toMatchObject({ status: 200, body: { verdict: 'VALID', withheld: ['/producer'] } })
  })

  it.each([
    ['half a PDF', 'application/pdf', '%PDF-1.7 and no more', 422, 'FILE_NOT_ACCEPTED'],
    ['a dataset that nobody signed', 'application/dc+sd-jwt', '{"a":1}', 422, 'FILE_NOT_ACCEPTED'],
    ['a program', 'image/png', '\x7fELF\x00', 422, 'FILE_NOT_ACCEPTED'],
    ['another type of file', 'application/zip', 'PK', 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
    ['JSON', 'application/json', '{}', 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ])('refuses %s cleanly', async (_, type, content, status, code) => {
    expect(await checkFile(type, Buffer.from(content, 'latin1'), 0)).toMatchObject({ status, body: { code } })
  })

  it('takes files at that one address only', async () => {
    const headers = { 'content-type': 'application/pdf' }
    const answer = await gateways.call('KR', 'POST', '/api/v1/checks', { raw: Buffer.from('%PDF-1.7'), headers })

    expect(answer).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_NOT_SUPPORTED' } })
  })

  it.each([
    ['nothing', {}],
    ['half a reference', { issuer: 'AU', number: '1' }],
    ['both', { document: 'a.b.c', issuer: 'AU', authority: 'A', number: '1', documentHash: '0'.repeat(64) }],
  ])('asks for a document or a whole reference when it gets %s', async (_, body) => {
    const answer = await gateways.call('KR', 'POST', '/api/v1/checks', { body })

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST' } })
  })
})

describe('looking up', () => {
  it('tells the history of a certificate with block, transaction and submitter', async () => {
    const { id, block } = await issued()
    const cancelled = await cancel(id)

    const answer = await gateways.call('AU', 'GET', `/api/v1/certificates/${id}/history`)

    expect(answer.body.changes).toMatchObject([
      { block, submitter: 'AUMSP', certificate: { states: { document: 'issued' } } },
      {
        block: cancelled.body.block,
        transactionId: cancelled.body.transactionId,
        certificate: { states: { document: 'cancelled' } },
      },
    ])
  })

  it('walks through a list page by page, each certificate once', async () => {
    await issued()
    await issued()
    const seen: string[] = []
    for (let next: string | undefined = ''; next !== undefined;) {
      const page: Answer = await gateways.call(
        'AU',
        'GET',
        `/api/v1/certificates?issuer=AU&limit=2${next && `&cursor=${next}`}`,
      )
      seen.push(...(page.body.certificates as { id: string }[]).map(({ id }) => id))
      next = page.body.next as string | undefined
    }

    expect(seen).toHaveLength(
      gateways.ledger.state.keys().filter((key) => key.startsWith(KEY_PREFIXES.certificate)).length,
    )
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('finds a certificate by issuer, authority and number', async () => {
    const dataset = newDataset()
    const { id } = await issued(dataset)

    const query = `issuer=AU&authority=AU-CHAMBER&number=${String(dataset.certificateNumber)}`
    const answer = await gateways.call('AU', 'GET', `/api/v1/certificates?${query}`)

    expect(answer.body.certificates).toMatchObject([{ id }])
  })

  it.each([
    'number=1',
    'limit=0',
    'limit=1e9',
    'cursor=x',
    'issuer=XX',
    'unknown=1',
    'limit=1&limit=2',
    'atLeastBlock=-1',
  ])('refuses the query %s', async (query) => {
    const answer = await gateways.call('AU', 'GET', `/api/v1/certificates?${query}`)

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST' } })
  })

  it('answers 404 for what is not registered and 422 for what is no id', async () => {
    const unknown = await gateways.call('AU', 'GET', `/api/v1/certificates/${'0'.repeat(64)}`)
    const noId = await gateways.call('AU', 'GET', '/api/v1/certificates/first')

    expect(unknown).toMatchObject({ status: 404, body: { code: 'CERTIFICATE_NOT_FOUND' } })
    expect(noId).toMatchObject({ status: 422, body: { code: 'MALFORMED_INPUT' } })
  })

  it('answers 503 when the block that is asked for does not come in time', async () => {
    const answer = await gateways.call('AU', 'GET', '/api/v1/certificates?atLeastBlock=1000000')

    expect(answer).toMatchObject({ status: 503, body: { code: 'READ_MODEL_BEHIND' } })
  })
})
