import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { readSealed, redact } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'
import { Freshness } from '../read-model/freshness'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import { DeclarationsController } from './declarations.controller'
import { DeclarationsService } from './declarations.service'
import type { DeclarationRequest } from './declarations.service'
import { aCommand, CustomsDesk } from './testing/customs-desk'
import { DeskApplication } from './testing/desk-application'

let gateways: TestGateways
let seoul: CustomsDesk
let application: DeskApplication
let serial = 0

interface IssuedSample {
  readonly id: CertificateId
  readonly number: string
  readonly document: string
}

type Lines = readonly Readonly<Record<string, unknown>>[]

beforeAll(async () => {
  gateways = await TestGateways.start('AU')
  seoul = await CustomsDesk.open(gateways, 'KR')
  application = await DeskApplication.open(
    seoul.parts,
    [DeclarationsController],
    [
      { provide: DeclarationsService, useValue: seoul.checks },
      { provide: Freshness, useValue: seoul.parts.freshness },
    ],
  )
})

afterAll(async () => {
  await application.close()
  await seoul.close()
  await gateways.close()
})

async function issued(changes: Readonly<Record<string, unknown>> = {}): Promise<IssuedSample> {
  const number = `AU-2026-1${String(++serial).padStart(5, '0')}`
  const dataset = aDataset({ certificateNumber: number, ...changes })
  const { body } = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset } })
  await seoul.holds(Number(body.block))
  return { id: (body.certificate as { id: CertificateId }).id, number, document: String(body.document) }
}

function aLine(number: string, changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    line: 1,
    hsCode: '5101110000',
    origin: 'AU',
    quantity: { value: '200.5', unit: 'KGM' },
    agreement: 'RCEP',
    certificate: { number },
    itemSequence: 1,
    ...changes,
  }
}

function asking(lines: Lines, more: Partial<DeclarationRequest> = {}): DeclarationRequest {
  const declaration = { reference: '26KR-0001234', date: '2026-06-01', office: 'KR-INCHEON', lines }
  return { declaration, certificates: [], ...more }
}

describe('a check of a declaration', () => {
  it('finds a line VALID with the document that the declarant presents, and tells what is left', async () => {
    const { document, number } = await issued()

    const answer = await seoul.checks.check(aCommand(), asking([aLine(number)], { certificates: [{ document }] }))

    expect(answer.lines).toMatchObject([
      { line: 1, verdict: 'VALID', left: { value: '1200.5', unit: 'KGM' }, itemSequence: 1, mayReserve: true },
    ])
    expect(answer.note).toMatch(/does not determine the origin/)
  })

  it('takes the document that was delivered when the line names the certificate in full', async () => {
    const { document, number, id } = await issued()
    const certificate = { number, issuingMember: 'AU', authority: 'AU-CHAMBER' }
    const request = asking([aLine(number, { certificate })])

    const before = await seoul.checks.check(aCommand(), request)
    seoul.receive(id, document)
    const after = await seoul.checks.check(aCommand(), request)

    expect(before.lines).toMatchObject([{ verdict: 'CANNOT_DETERMINE', mayReserve: false }])
    expect(before.lines[0]?.checks.map(({ code }) => code)).toContain('ITEM_NOT_READABLE')
    expect(after.lines).toMatchObject([{ verdict: 'VALID' }])
  })

  it('finds a line NOT_VALID with an altered document, and says that it is the certificate', async () => {
    const { document, number } = await issued()
    const [head = '', , signature = ''] = document.split('~')[0]!.split('.')
    const altered = [
      head,
      Buffer.from(payloadOf(document).replace('1200.5', '9200.5')).toString('base64url'),
      signature,
    ]
    const forged = [altered.join('.'), ...document.split('~').slice(1)].join('~')

    const answer = await seoul.checks.check(
      aCommand(),
      asking([aLine(number)], { certificates: [{ document: forged }] }),
    )

    expect(answer.lines).toMatchObject([{ verdict: 'NOT_VALID', mayReserve: false }])
    expect(answer.lines[0]?.checks.map(({ code }) => code)).toContain('CERTIFICATE_DOES_NOT_HOLD')
  })

  it('judges a redacted document by what it shows', async () => {
    const { document, number } = await issued()
    const text = redact(readSealed(document, nodeCryptography()), { view: 'public' })

    const answer = await seoul.checks.check(aCommand(), asking([aLine(number)], { certificates: [{ document: text }] }))

    expect(answer.lines[0]).toMatchObject({ verdict: 'CANNOT_DETERMINE', mayReserve: true })
  })

  it('judges validity by the day of the declaration, not by today', async () => {
    const { document, number } = await issued({ issueDateTime: '2026-05-30T10:15:00+10:00', validUntil: '2026-05-31' })
    const request = asking([aLine(number)], { certificates: [{ document }] })
    const declaredOn = (date: string): DeclarationRequest => ({
      ...request,
      declaration: { ...request.declaration, date },
    })

    const within = await seoul.checks.check(aCommand(), declaredOn('2026-05-31'))
    const after = await seoul.checks.check(aCommand(), declaredOn('2026-06-01'))
    const toCome = await seoul.checks.check(aCommand(), declaredOn('2026-06-02'))

    expect(within.lines).toMatchObject([{ verdict: 'VALID' }])
    expect(failedIn(after)).toEqual(['DECLARED_TOO_LATE'])
    expect(failedIn(toCome)).toEqual(['DECLARED_IN_FUTURE'])
  })

  it('refuses a request with a document twice, or one that is none, by its place', async () => {
    const { document, number } = await issued()
    const twice = asking([aLine(number)], { certificates: [{ document }, { document }] })
    const none = asking([aLine(number)], { certificates: [{ document: 'nothing' }] })

    await expect(seoul.checks.check(aCommand(), twice)).rejects.toMatchObject({
      code: 'DUPLICATE_IN_REQUEST',
      errors: [{ pointer: '/certificates/1' }],
    })
    await expect(seoul.checks.check(aCommand(), none)).rejects.toMatchObject({
      code: 'DOCUMENT_NOT_ACCEPTED',
      errors: [{ pointer: '/certificates/0/document' }],
    })
  })
})

describe('a check of a declaration over HTTP', () => {
  const path = '/api/v1/declaration-checks'

  it('answers each line with its verdict, questions and next steps', async () => {
    const { document, number, id } = await issued()
    const lines = [aLine(number, { line: 2, origin: 'NZ' }), aLine(number, { description: 'Wool, greasi' })]
    const body = asking(lines, { certificates: [{ document, observed: ['ink'] }] })

    const answer = await application.call('POST', path, { as: 'customs', body })

    expect(answer.status).toBe(200)
    expect(answer.body.lines).toMatchObject([
      {
        line: 1,
        verdict: 'VALID',
        certificate: { id, issuingMember: 'AU', authority: 'AU-CHAMBER', number },
        minorDiscrepancies: [
          { kind: 'spelling', seen: 'found', forgiven: 'yes', source: 'Art. 3.26' },
          { kind: 'ink', seen: 'observed', forgiven: 'yes' },
        ],
        nextSteps: [{ step: 'CONSIDER_PREFERENCE' }],
      },
      { line: 2, verdict: 'NOT_VALID', nextSteps: [{ step: 'CORRECT_DECLARATION' }] },
    ])
  })

  it('is for customs only', async () => {
    const body = asking([aLine('AU-1')])

    expect(await application.call('POST', path, { body })).toMatchObject({ status: 401 })
    expect(await application.call('POST', path, { as: 'issuer', body })).toMatchObject({ status: 403 })
  })

  it.each([
    ['a line without an origin', { lines: [{ ...aLine('AU-1'), origin: undefined }] }, 'MALFORMED_INPUT'],
    ['another importing member', { importingMember: 'JP', lines: [aLine('AU-1')] }, 'CALLER_NOT_IMPORTING_MEMBER'],
    ['a member that nobody knows', { declarant: 'A. Example', lines: [aLine('AU-1')] }, 'MALFORMED_INPUT'],
    [
      'too many lines',
      { lines: Array.from({ length: 201 }, (_, line) => aLine('AU-1', { line: line + 1 })) },
      'LIMIT_EXCEEDED',
    ],
  ])('judges a declaration with %s by one rule', async (_, changes, code) => {
    const { declaration, certificates } = asking([])
    const body = { declaration: { ...declaration, ...changes }, certificates }

    const answer = await application.call('POST', path, { as: 'customs', body })

    expect(answer.body.code).toBe(code)
  })

  it.each([
    ['neither document nor reference', [{ issuer: 'AU', number: 'AU-1' }], '/certificates/0'],
    ['a kind of discrepancy that is none', [{ document: 'x', observed: ['typo'] }], '/certificates/0/observed'],
    ['a member that nobody knows', [{ document: 'x', key: 'y' }], '/certificates/0/key'],
  ])('refuses a certificate with %s, by its place', async (_, certificates, pointer) => {
    const body = { ...asking([aLine('AU-1')]), certificates }

    const answer = await application.call('POST', path, { as: 'customs', body })

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST', errors: [{ pointer }] } })
  })
})

function failedIn({ lines }: Awaited<ReturnType<DeclarationsService['check']>>): readonly string[] {
  return lines.flatMap(({ checks }) => checks.filter(({ result }) => result === 'fail').map(({ code }) => code))
}

function payloadOf(document: string): string {
  return Buffer.from(document.split('.')[1] ?? '', 'base64url').toString()
}
