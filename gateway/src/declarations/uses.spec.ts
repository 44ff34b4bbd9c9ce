import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { declarationDigest } from '@eco/domain'
import type { Command } from '../http/command'
import { Freshness } from '../read-model/freshness'
import { aDataset } from '../testing/a-dataset'
import { authorityOf, TestGateways } from '../testing/test-gateway'
import { aCommand, CustomsDesk } from './testing/customs-desk'
import { DeskApplication } from './testing/desk-application'
import type { DeskAnswer } from './testing/desk-application'
import { DeclarationsController } from './declarations.controller'
import { DeclarationsService } from './declarations.service'
import { UsesController } from './uses.controller'
import { UsesService } from './uses.service'

const REFERENCE = '26KR-0001234'

let gateways: TestGateways
let seoul: CustomsDesk
let sydney: CustomsDesk
let application: DeskApplication
let serial = 0

beforeAll(async () => {
  gateways = await TestGateways.start('AU')
  seoul = await CustomsDesk.open(gateways, 'KR')
  sydney = await CustomsDesk.open(gateways, 'AU')
  application = await DeskApplication.open(
    seoul.parts,
    [UsesController, DeclarationsController],
    [
      { provide: UsesService, useValue: seoul.uses },
      { provide: DeclarationsService, useValue: seoul.checks },
      { provide: Freshness, useValue: seoul.parts.freshness },
    ],
  )
})

afterAll(async () => {
  await application.close()
  await seoul.close()
  await sydney.close()
  await gateways.close()
})

interface IssuedSample {
  readonly id: CertificateId
  readonly number: string
  readonly document: string
}

/** A certificate that several declarations may use, whose document has arrived; of item 1 there are 1200.5 kg. */
async function issued(changes: Readonly<Record<string, unknown>> = {}): Promise<IssuedSample> {
  const number = `AU-2026-5${String(++serial).padStart(5, '0')}`
  const agreement = { code: 'Korea-Australia-FTA', version: '2014' }
  const dataset = aDataset({ certificateNumber: number, agreement, ...changes })
  const answer = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset } })
  expect(answer).toMatchObject({ status: 201 })
  await seoul.holds(Number(answer.body.block))
  const { id } = answer.body.certificate as { id: CertificateId }
  const document = String(answer.body.document)
  seoul.receive(id, document)
  return { id, number, document }
}

function kilograms(value: string, seq = 1): object {
  return { seq, quantity: { value, unit: 'KGM' } }
}

function taking(items: readonly object[], reference = REFERENCE): object {
  return { declaration: { reference, date: '2026-06-01' }, items }
}

function post(id: CertificateId, step: string, body: unknown, key?: string): Promise<DeskAnswer> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  return application.call('POST', `/api/v1/certificates/${id}/${step}`, { as: 'customs', body, headers })
}

function asIssuer(): Command {
  return { ...aCommand(), caller: { subject: 'official', role: 'issuer', authority: authorityOf('AU') } }
}

async function usesOf(id: CertificateId): Promise<readonly Record<string, unknown>[]> {
  const { body } = await application.call('GET', `/api/v1/certificates/${id}/uses`, { as: 'customs' })
  return body.uses as readonly Record<string, unknown>[]
}

function checking(number: string, lines: readonly object[], reference: string, reserve: boolean): object {
  const whole = lines.map((line, index) => ({
    line: index + 1,
    hsCode: '510111',
    origin: 'AU',
    agreement: 'Korea-Australia-FTA',
    certificate: { number, issuingMember: 'AU', authority: 'AU-CHAMBER' },
    itemSequence: 1,
    ...line,
  }))
  const declaration = { reference, date: '2026-06-01', office: 'KR-INCHEON', lines: whole }
  return { declaration, certificates: [], reserve }
}

function check(body: unknown, key?: string): Promise<DeskAnswer> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  return application.call('POST', '/api/v1/declaration-checks', { as: 'customs', body, headers })
}

describe('a use', () => {
  it('takes quantities in clear, in any unit that converts, and stands in the register blinded', async () => {
    const { id } = await issued()

    const answer = await post(id, 'uses', taking([{ seq: 1, quantity: { value: '0.2', unit: 'TNE' } }]))

    expect(answer.status).toBe(201)
    expect(await usesOf(id)).toMatchObject([
      {
        use: answer.body.use,
        state: 'used',
        member: 'KR',
        reference: REFERENCE,
        date: '2026-06-01',
        items: [{ seq: 1, quantity: { value: '200', unit: 'KGM' } }],
      },
    ])
    const written = JSON.stringify(gateways.ledger.blocks.at(-1))
    expect(written).not.toContain(REFERENCE)
    expect(written).not.toContain('"200"')
  })

  it('lets the issuing member hold the digest in the register against the reference that it is told', async () => {
    const { id, number } = await issued()
    await post(id, 'uses', taking([kilograms('1')]))
    await check(checking(number, [{ quantity: { value: '2', unit: 'KGM' } }], 'A', true))

    const told = seoul.told.filter((entry) => entry.id === id)
    const digests = told.map(({ content }) => {
      const { reference, salt } = JSON.parse(content) as { reference: string; salt: string }
      return declarationDigest({ importingMember: 'KR', reference }, salt)
    })

    const uses = await usesOf(id)
    expect(told.map(({ purpose }) => purpose)).toEqual(uses.map(({ use }) => `declaration/${String(use)}`))
    expect(digests).toEqual(uses.map(({ declaration }) => declaration))
  })

  it('is made once, however often the request is repeated', async () => {
    const { id } = await issued()
    const body = taking([kilograms('700')])

    const first = await post(id, 'uses', body, 'use-once')
    const again = await post(id, 'uses', body, 'use-once')

    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body.use).toBe(first.body.use)
    expect(await usesOf(id)).toHaveLength(1)
  })

  it('of more than is left is refused, and nothing is taken', async () => {
    const { id } = await issued()
    await post(id, 'uses', taking([kilograms('1200')]))

    const answer = await post(id, 'uses', taking([kilograms('0.500001')]))

    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'QUANTITY_EXCEEDED',
        errors: [{ pointer: '/items/0/quantity', sentence: 'Of the item 0.5 KGM is left.' }],
      },
    })
    expect(await usesOf(id)).toHaveLength(1)
  })

  it.each([
    ['an item that there is not', [kilograms('1', 9)], '/items/0/seq'],
    [
      'a unit that does not convert',
      [kilograms('1'), { seq: 2, quantity: { value: '1', unit: 'LTR' } }],
      '/items/1/quantity/unit',
    ],
    ['a quantity that is none', [kilograms('1.0000001')], '/items/0/quantity/value'],
  ])('of %s is refused by its place', async (_, items, pointer) => {
    const { id } = await issued()

    const answer = await post(id, 'uses', taking(items))

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } })
  })

  it('needs the document: that which has arrived, or that of this certificate', async () => {
    const [one, other] = [await issued(), await issued()]
    seoul.lose(one.id)
    const body = taking([kilograms('1')])

    const without = await post(one.id, 'uses', body)
    const another = await post(one.id, 'uses', { ...body, document: other.document })
    const own = await post(one.id, 'uses', { ...body, document: one.document })

    expect(without.body).toMatchObject({ code: 'NOT_DELIVERED', errors: [{ pointer: '/document' }] })
    expect(another.body).toMatchObject({ code: 'DOCUMENT_NOT_ACCEPTED' })
    expect(own.status).toBe(201)
  })

  it('is corrected with a reason, and what it was is in its history', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'uses', taking([kilograms('700')]))

    const answer = await post(id, `uses/${String(body.use)}/correction`, {
      items: [kilograms('70')],
      reason: 'quantity-wrong',
    })

    expect(answer.status).toBe(200)
    expect(await usesOf(id)).toMatchObject([{ use: body.use, items: [{ quantity: { value: '70', unit: 'KGM' } }] }])
  })
})

describe('a correction', () => {
  it('may strike out an item, after which the quantity is left again', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'uses', taking([kilograms('1200.5')]))

    const corrected = await post(id, `uses/${String(body.use)}/correction`, {
      items: [kilograms('0')],
      reason: 'declaration-withdrawn',
    })
    const after = await post(id, 'uses', taking([kilograms('1200.5')], 'other'))

    expect([corrected.status, after.status]).toEqual([200, 201])
  })
})

describe('a reservation', () => {
  it('is confirmed to a use', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'reservations', taking([kilograms('1200.5')]))
    const before = await usesOf(id)

    const answer = await post(id, `reservations/${String(body.use)}/confirmation`, {})

    expect(before).toMatchObject([{ state: 'reserved' }])
    expect(answer.status).toBe(200)
    expect(await usesOf(id)).toMatchObject([{ state: 'used', items: [{ quantity: { value: '1200.5', unit: 'KGM' } }] }])
  })

  it('is released, after which others may take the quantity', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'reservations', taking([kilograms('1200.5')]))

    const before = await post(id, 'uses', taking([kilograms('1')], 'other'))
    await post(id, `reservations/${String(body.use)}/release`, {})
    const after = await post(id, 'uses', taking([kilograms('1')], 'other'))

    expect(before.body).toMatchObject({ code: 'QUANTITY_EXCEEDED' })
    expect(after.status).toBe(201)
  })
})

describe('a refusal', () => {
  it('of one item, by a coded reason, does not hold up another', async () => {
    const { id } = await issued()

    const refused = await post(id, 'refusals', { ...taking([{ seq: 1 }]), reason: 'criterion-not-met' })
    const used = await post(id, 'uses', taking([kilograms('300', 2)]))

    expect([refused.status, used.status]).toEqual([201, 201])
    expect(await usesOf(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state: 'refused', refusal: 'criterion-not-met' }),
        expect.objectContaining({ state: 'used' }),
      ]),
    )
  })

  it('is clarified by the issuing authority, and granted in the end, after which the quantity is left again', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'refusals', { ...taking([{ seq: 1 }]), reason: 'evidence-missing' })
    const refused = `refusals/${String(body.use)}`
    const before = await post(id, 'uses', taking([kilograms('1')]))

    const clarified = await sydney.uses.clarify(asIssuer(), id, String(body.use), { textHash: 'A'.repeat(43) })
    await seoul.holds(clarified.block!)
    const granted = await post(id, `${refused}/reassessment`, { decision: 'granted' })
    const after = await post(id, 'uses', taking([kilograms('1')]))

    expect(before.body).toMatchObject({ code: 'QUANTITY_EXCEEDED' })
    expect([granted.status, after.status]).toEqual([200, 201])
    expect(await usesOf(id)).toMatchObject([{ state: 'granted', clarification: 'A'.repeat(43) }, { state: 'used' }])
  })

  it('may be of what is reserved', async () => {
    const { id } = await issued()
    const { body } = await post(id, 'reservations', taking([kilograms('200.5')]))

    const answer = await post(id, 'refusals', {
      ...taking([{ seq: 1 }]),
      reason: 'goods-differ',
      reservation: body.use,
    })

    expect(answer).toMatchObject({ status: 201, body: { use: body.use } })
    expect(await usesOf(id)).toMatchObject([
      { state: 'refused', items: [{ quantity: { value: '200.5', unit: 'KGM' } }] },
    ])
  })

  it('takes no reason in free text', async () => {
    const { id } = await issued()

    const answer = await post(id, 'refusals', { ...taking([{ seq: 1 }]), reason: 'Mr Example said so' })

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } })
  })
})

describe('a check of a declaration that reserves', () => {
  const half = { quantity: { value: '600', unit: 'KGM' } }

  it('reserves each line by itself in one transaction, and tells what became of it', async () => {
    const { id, number } = await issued()
    const wrong = { ...half, origin: 'NZ' }

    const answer = await check(checking(number, [half, wrong, half], 'A', true))

    expect(answer.status).toBe(200)
    expect(answer.body.lines).toMatchObject([
      { line: 1, verdict: 'VALID', reservation: { outcome: 'done' } },
      { line: 2, verdict: 'NOT_VALID' },
      { line: 3, verdict: 'VALID', reservation: { outcome: 'done' }, left: { value: '600.5', unit: 'KGM' } },
    ])
    const uses = await usesOf(id)
    expect(uses).toMatchObject([
      { state: 'reserved', reference: 'A', line: 1 },
      { state: 'reserved', reference: 'A', line: 3 },
    ])
    expect(new Set(uses.map(({ declaration }) => declaration)).size).toBe(1)
  })

  it('gives a repeat the same answer and reserves nothing twice', async () => {
    const { id, number } = await issued()
    const body = checking(number, [half], 'A', true)

    const first = await check(body, 'check-once')
    const again = await check(body, 'check-once')
    const other = await check(checking(number, [half, half], 'A', true), 'check-once')

    expect(again.body.lines).toEqual(first.body.lines)
    expect(other).toMatchObject({ status: 409, body: { code: 'REQUEST_ID_REUSED' } })
    expect(await usesOf(id)).toHaveLength(1)
  })

  it('does not find its own reservations in its way when it is checked again', async () => {
    const { number } = await issued()
    const whole = { quantity: { value: '1200.5', unit: 'KGM' } }
    await check(checking(number, [whole], 'A', true))

    const own = await check(checking(number, [whole], 'A', false))
    const another = await check(checking(number, [whole], 'B', false))

    expect(own.body.lines).toMatchObject([{ verdict: 'VALID', left: { value: '1200.5', unit: 'KGM' } }])
    expect(another.body.lines).toMatchObject([{ verdict: 'NOT_VALID', left: { value: '0', unit: 'KGM' } }])
  })

  it('tells whoever comes too late what is left: of two declarations for the last units exactly one gets them', async () => {
    const { number } = await issued()
    const most = { quantity: { value: '1000.5', unit: 'KGM' } }

    const answers = await Promise.all(
      ['A', 'B', 'C'].map((reference) => check(checking(number, [most], reference, true))),
    )

    const lines = answers.map(({ body }) => (body.lines as readonly Record<string, unknown>[])[0]!)
    const reserved = lines.filter(
      ({ reservation }) => (reservation as { outcome?: string } | undefined)?.outcome === 'done',
    )
    expect(reserved).toHaveLength(1)
    for (const line of lines.filter((candidate) => candidate !== reserved[0])) {
      expect(line).toMatchObject(
        line.reservation === undefined
          ? { verdict: 'NOT_VALID', left: { value: '200', unit: 'KGM' } }
          : { reservation: { outcome: 'QUANTITY_EXCEEDED', left: { value: '200', unit: 'KGM' } } },
      )
    }
  })

  it('finds a certificate for a single shipment taken by another declaration', async () => {
    const { number } = await issued({ agreement: { code: 'RCEP', version: '2022' } })
    const line = { ...half, agreement: 'RCEP' }
    await check(checking(number, [line], 'A', true))

    const answer = await check(checking(number, [{ ...line, quantity: { value: '1', unit: 'KGM' } }], 'B', true))

    const [told] = answer.body.lines as readonly { verdict: string; checks: { code: string }[] }[]
    expect(told!.verdict).toBe('NOT_VALID')
    expect(told!.checks.map(({ code }) => code)).toContain('SHIPMENT_DECLARED_BEFORE')
  })
})
