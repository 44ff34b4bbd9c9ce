import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { certificateId, documentHash, parseDate, printRegistration, PROFILES } from '@eco/domain'
import type { MemberCode } from '@eco/domain'
import { anIdKey, sealOf } from '@eco/domain/testing'
import type { DeskAnswer } from '../declarations/testing/desk-application'
import { authorityOf, TestGateways, TODAY } from '../testing/test-gateway'
import { CaseDesk } from './testing/case-desk'
import type { DeskCall } from './testing/case-desk'

let gateways: TestGateways
let desks: Readonly<Record<'AU' | 'KR' | 'CN', CaseDesk>>
let id: string
let serial = 0

beforeAll(async () => {
  gateways = await TestGateways.start()
  desks = {
    AU: await CaseDesk.open(gateways, 'AU'),
    KR: await CaseDesk.open(gateways, 'KR'),
    CN: await CaseDesk.open(gateways, 'CN'),
  }
})

afterAll(async () => {
  for (const desk of Object.values(desks)) await desk.close()
  await gateways.close()
})

beforeEach(async () => {
  id = await register('RCEP', versionOf('RCEP'))
})

/** Registers a certificate of Australia for Korea. */
async function register(agreement: string, agreementVersion: string): Promise<string> {
  const reference = { issuingMember: 'AU', authority: authorityOf('AU'), number: `AU-2026-${++serial}` } as const
  const registration = {
    id: certificateId(reference, anIdKey()),
    ...{ agreement, agreementVersion },
    kind: 'original',
    importingMember: 'KR',
    documentHash: documentHash(`document ${serial}`),
    documentFormat: 'sd-jwt',
    keyId: sealOf('AU'),
    issueDate: parseDate('2026-06-01', 'issueDate'),
    validUntil: parseDate('2027-05-31', 'validUntil'),
    items: [{ seq: 1, issued: '12345' }],
  } as const
  const request = { role: 'issuer', requestId: `register-${serial}`, mark: () => undefined } as const
  const { value, place } = await desks.AU.parts.register.submitEntries(request, 'issue', [
    printRegistration(registration),
  ])
  expect(value).toEqual(['done'])
  for (const desk of Object.values(desks)) await desk.holds(place?.block ?? 0)
  return registration.id
}

/** Calls one member about the certificate; what it wrote is visible at all of them afterwards. */
async function call(member: 'AU' | 'KR' | 'CN', path: string, options: DeskCall = {}): Promise<DeskAnswer> {
  const answer = await desks[member].call('POST', `/api/v1/certificates/${id}/verifications${path}`, options)
  if (typeof answer.body.block === 'number') {
    for (const desk of Object.values(desks)) await desk.holds(answer.body.block)
  }
  return answer
}

const OPENING = { kind: 'origin', reasons: ['criterion-doubtful'], items: [1] }
const REPLY = { authentic: 'yes', originating: 'no' }
const DETERMINATION = { result: 'not-originating', basis: 'reply', preference: 'denied' }
const open = (body: object = OPENING, headers = {}): Promise<DeskAnswer> => call('KR', '', { body, headers })
const asIssuer = (path: string, body: object): Promise<DeskAnswer> => call('AU', path, { as: 'issuer', body })

async function casesAt(member: MemberCode & keyof typeof desks): Promise<Record<string, unknown>[]> {
  const { body } = await desks[member].call('GET', `/api/v1/certificates/${id}/verifications`)
  return body.verifications as Record<string, unknown>[]
}

describe('a verification case over HTTP', () => {
  it('goes from the request to the determination, and both sides see the same', async () => {
    const opened = await open()
    expect(opened).toMatchObject({ status: 201, body: { verification: { number: 1, state: 'open' } } })
    expect(await asIssuer('/1/acknowledgement', {})).toMatchObject({ status: 200 })
    expect(await asIssuer('/1/reply', REPLY)).toMatchObject({
      status: 200,
      body: { verification: { state: 'answered' } },
    })
    expect(await call('KR', '/1/determination', { body: DETERMINATION })).toMatchObject({ status: 200 })

    const [atImporter] = await casesAt('KR')
    expect(atImporter).toMatchObject({ state: 'determined', kind: 'origin', items: [1], addressee: authorityOf('AU') })
    expect(await casesAt('AU')).toEqual([atImporter])
    const certificate = desks.AU.parts.store.certificate(id as never)?.record
    expect(certificate?.states.verification).toBe('determined')
  })

  it('is held one at a time, and only by those who may', async () => {
    expect(await call('CN', '', { body: OPENING })).toMatchObject({
      status: 403,
      body: { code: 'CALLER_NOT_IMPORTING_MEMBER' },
    })
    expect(await call('AU', '', { as: 'issuer', body: OPENING })).toMatchObject({ status: 403 })
    await open()
    expect(await open()).toMatchObject({ status: 409, body: { code: 'CASE_ALREADY_OPEN' } })
    expect(await call('CN', '/1/reply', { as: 'issuer', body: REPLY })).toMatchObject({
      status: 403,
      body: { code: 'CALLER_NOT_ISSUING_MEMBER' },
    })
    expect(await asIssuer('/2/reply', REPLY)).toMatchObject({ status: 404, body: { code: 'CASE_NOT_FOUND' } })
    expect(await call('KR', '/1/withdrawal', { body: { reason: 'claim-withdrawn' } })).toMatchObject({ status: 200 })
    expect(await open()).toMatchObject({ status: 201, body: { verification: { number: 2 } } })
  })

  it('answers a repeat of a request with the same case, and refuses another content under its name', async () => {
    const headers = { 'Idempotency-Key': `open-${serial}` }
    const first = await open({ ...OPENING, text: 'Why we ask.' }, headers)
    const second = await open({ ...OPENING, text: 'Why we ask.' }, headers)

    expect(second.body.verification).toMatchObject({ number: 1, events: [{ event: 'opened' }] })
    expect(second.status).toBe(first.status)
    for (const body of [OPENING, { ...OPENING, text: 'Another text.' }, { ...OPENING, kind: 'authenticity' }]) {
      expect(await open(body, headers)).toMatchObject({ status: 409, body: { code: 'REQUEST_ID_REUSED' } })
    }
  })

  it('lets a visit be asked for, postponed, agreed to, reported and commented on', async () => {
    await open()
    const day = TODAY.toISOString().slice(0, 10)
    expect(await call('KR', '/1/visit', { body: { day: '2027-01-11' } })).toMatchObject({ status: 200 })
    for (const body of [{ answer: 'postpone', day: '2027-02-01' }, { answer: 'consent' }]) {
      expect(await asIssuer('/1/visit/answer', body)).toMatchObject({ status: 200 })
    }
    expect(await call('KR', '/1/visit/report', { body: { day } })).toMatchObject({ status: 200 })
    expect(await asIssuer('/1/visit/comments', { text: 'We see it otherwise.' })).toMatchObject({
      status: 200,
      body: { verification: { state: 'open', visit: 'commented' } },
    })
  })

  it.each([
    ['', { ...OPENING, kind: 'taste' }, '/kind'],
    ['', { ...OPENING, reasons: ['because of the smell'] }, '/reasons'],
    ['', { ...OPENING, note: 'free text' }, '/note'],
    ['/1/determination', { ...DETERMINATION, result: 'fine' }, '/result'],
    ['/1/withdrawal', { reason: 'free text' }, '/reason'],
  ])('refuses %s with %j by the field', async (path, body, pointer) => {
    const answer = await call('KR', path, { body })

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST', errors: [{ pointer }] } })
  })

  it('is not found for what is not registered, or by what is no number', async () => {
    id = 'f'.repeat(64)
    expect(await open()).toMatchObject({ status: 404, body: { code: 'CERTIFICATE_NOT_FOUND' } })
    expect(await asIssuer('/0/reply', REPLY)).toMatchObject({ status: 404, body: { code: 'CASE_NOT_FOUND' } })
  })
})

describe('the deadlines of cases over HTTP', () => {
  const overdueAt = async (member: 'AU' | 'KR' | 'CN', query: string): Promise<unknown[]> => {
    const { body } = await desks[member].call('GET', `/api/v1/verifications?overdue=true&limit=200${query}`)
    return (body.verifications as { certificate: string }[])
      .map(({ certificate }) => certificate)
      .filter((certificate) => certificate === id)
  }

  it('are shown with date, source and duty', async () => {
    const { body } = await open({ ...OPENING, replyPeriod: 30 })
    const [reply] = (body.verification as { deadlines: Record<string, unknown>[] }).deadlines

    expect(reply).toMatchObject({
      name: 'verification-reply',
      side: 'issuing',
      state: 'running',
      duty: 'shall',
      consequence: { force: 'may' },
      source: 'Art. 3.24',
      start: { event: 'receipt-of-request', certainty: 'deemed' },
      date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    })
  })

  it('put an overdue reply on the list of both sides, and take it off with the reply, which is marked as late', async () => {
    await open({ ...OPENING, replyPeriod: 30 })
    expect(await overdueAt('KR', '')).toEqual([])

    desks.KR.wait(32)
    desks.AU.wait(32)

    expect(await overdueAt('KR', '&side=importing')).toEqual([id])
    expect(await overdueAt('AU', '&side=issuing')).toEqual([id])
    expect(await overdueAt('AU', '&side=importing')).toEqual([])
    desks.KR.wait(-32)
    desks.AU.wait(-32)
  })

  it('that nobody read are shown as unknown', async () => {
    id = await register('Korea-Australia-FTA', versionOf('Korea-Australia-FTA'))
    const { body } = await open()

    expect(body.verification).toMatchObject({
      overdue: false,
      deadlines: [
        { name: 'verification-reply', state: 'unknown' },
        { name: 'determination', state: 'unknown' },
      ],
      notices: [{ code: 'DEADLINE_NOT_READ' }],
    })
  })

  it('do not let a determination rest on a missing reply as long as the time for it runs', async () => {
    await open()
    const body = { ...DETERMINATION, basis: 'no-reply' }

    expect(await call('KR', '/1/determination', { body })).toMatchObject({
      status: 409,
      body: { code: 'REPLY_PERIOD_RUNNING' },
    })
  })

  it('are listed in pages', async () => {
    await open()
    const first = await desks.KR.call('GET', '/api/v1/verifications?limit=1')
    const second = await desks.KR.call('GET', `/api/v1/verifications?limit=1&cursor=${String(first.body.next)}`)

    const ids = [first, second].flatMap(({ body }) => body.verifications as { certificate: string }[])
    expect(new Set(ids.map(({ certificate }) => certificate)).size).toBe(2)
  })
})

function versionOf(code: string): string {
  return PROFILES.find((profile) => profile.code === code)?.version ?? ''
}

describe('the texts of cases', () => {
  const TEXT = 'The criterion WO does not fit wool tops from 3 growers.'
  const read = (member: 'AU' | 'KR' | 'CN', as: 'customs' | 'issuer', query: string): Promise<DeskAnswer> =>
    desks[member].call('GET', `/api/v1/certificates/${id}/verifications/1/text?${query}`, { as })

  it('reach the other member alone, and no block holds them', async () => {
    const { body } = await open({ ...OPENING, text: TEXT })
    const [{ content }] = (body.verification as { events: [{ content: { textHash: string } }] }).events

    expect(await read('AU', 'issuer', 'event=opened')).toMatchObject({ status: 404, body: { code: 'NOT_DELIVERED' } })
    await desks.KR.send()

    expect(await read('AU', 'issuer', 'event=opened')).toMatchObject({
      status: 200,
      body: { text: TEXT, textHash: content.textHash },
    })
    expect((await read('KR', 'customs', 'event=opened')).body).toMatchObject({ text: TEXT })
    expect(await read('CN', 'customs', 'event=opened')).toMatchObject({ status: 403 })
    expect(JSON.stringify(gateways.ledger.blocks)).not.toContain('wool tops')
  })

  it('are kept apart where an event happens twice', async () => {
    await open()
    await asIssuer('/1/reply', { ...REPLY, text: 'First part.' })
    await asIssuer('/1/reply', { ...REPLY, text: 'Second part.' })

    expect((await read('AU', 'issuer', 'event=answered')).body).toMatchObject({ text: 'First part.' })
    expect((await read('AU', 'issuer', 'event=answered&nth=2')).body).toMatchObject({ text: 'Second part.' })
  })

  it('have a hash that nobody can guess from the text', async () => {
    const hashes = []
    for (let count = 0; count < 2; count += 1) {
      const { body } = await open({ ...OPENING, text: TEXT })
      const [{ content }] = (body.verification as { events: [{ content: { textHash: string } }] }).events
      hashes.push(content.textHash)
      id = await register('RCEP', versionOf('RCEP'))
    }

    expect(new Set(hashes).size).toBe(2)
    expect(hashes).not.toContain(documentHash(TEXT))
  })
})
