import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Ancestor, MemberCode } from '@eco/domain'
import { aDataset } from '../support/dataset'
import type { DatasetDraft } from '../support/dataset'
import type { Answer, Changed, Client, Checked, Issued, Problem } from '../support/client'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

interface Looked {
  readonly lineage: { readonly ancestors: readonly Ancestor[]; readonly drawnBy: readonly string[] }
}

interface Source extends Issued {
  readonly dataset: DatasetDraft
}

const SOON = new Date(Date.now() + 100 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)

let network: TestNetwork

beforeAll(async () => {
  // Long blocks: those who draw at the same moment are endorsed on the same state.
  network = await startTestNetwork({ cutting: { maxMessages: 500, maxBytes: 8 << 20, timeoutMs: 250 } })
}, 60_000)

afterAll(() => network.close(), 30_000)

/** What a check says of what a certificate comes from. */
function statusOf({ findings }: Checked): Checked['findings']['status']['checks'][number] | undefined {
  return findings.status.checks.find(({ name }) => name === 'originals')
}

/** Goods of China, so much of each item in kilograms. */
function goods(...quantities: readonly string[]): readonly object[] {
  const [item] = aDataset().build().items as readonly object[]
  return quantities.map((value, index) => ({
    ...item,
    sequence: index + 1,
    originCountry: 'CN',
    quantity: { value, unit: 'KGM' },
  }))
}

/** Issues a dataset with its links, and waits until every gateway of the tests has read that. */
async function issue(dataset: DatasetDraft, links: object = {}): Promise<Answer<Issued & Problem>> {
  const issuer = await network.as(dataset.issuingCountry as MemberCode, 'issuer')
  const answer = await issuer.post<Issued & Problem>('/api/v1/certificates', { dataset, ...links })
  if (answer.status !== 201) return answer
  for (const member of ['CN', 'ID', 'AU'] as const) {
    while ((await network.block(member)) < answer.body.block);
  }
  return answer
}

async function original(...quantities: readonly string[]): Promise<Source> {
  const dataset = aDataset()
    .from('CN')
    .to('ID')
    .with({ items: goods(...quantities) })
    .build()
  const { status, body } = await issue(dataset)
  expect(status).toBe(201)
  return { ...body, dataset }
}

/** What a member draws of item 1 of a certificate, or of the one that is named, for another member. */
function drawing({ dataset }: Source, [from, to]: readonly [MemberCode, MemberCode], value: string): DatasetDraft {
  const { certificateNumber, issueDateTime, validUntil } = dataset
  return aDataset()
    .from(from)
    .to(to)
    .with({
      certificateType: 'back-to-back',
      flags: { backToBack: true },
      validUntil,
      items: goods(value),
      originals: [{ certificateNumber, issueDate: String(issueDateTime).slice(0, 10), validUntil }],
    })
    .build()
}

function linkTo({ certificate, document }: Source, item = 1): object {
  return { drawnFrom: [{ seq: 1, certificate: certificate.id, item }], originals: [document] }
}

async function draw(source: Source, way: readonly [MemberCode, MemberCode], value: string): Promise<Source> {
  const dataset = drawing(source, way, value)
  const { status, body } = await issue(dataset, linkTo(source))
  expect({ status, errors: body.errors }).toEqual({ status: 201, errors: undefined })
  return { ...body, dataset }
}

async function use({ certificate, document }: Source, member: MemberCode, value: string): Promise<Answer<Problem>> {
  const customs = await network.as(member, 'customs')
  return customs.post<Problem>(`/api/v1/certificates/${certificate.id}/uses`, {
    declaration: { reference: `${member}-${value}`, date: new Date().toISOString().slice(0, 10) },
    items: [{ seq: 1, quantity: { value, unit: 'KGM' } }],
    document,
  })
}

interface Registration {
  readonly state: 'pending' | 'registered' | 'refused'
  readonly problem?: string
  readonly detail?: string
}

/** What became of a registration that nobody waited for. */
async function settled(client: Client, id: string): Promise<Registration> {
  for (;;) {
    const { body } = await client.get<Registration>(`/api/v1/certificates/${id}/registration`)
    if (body.state !== 'pending') return body
  }
}

describe('certificates that come from others', () => {
  it('pass goods on through three members, each unit counted once, in one blinded unit', async () => {
    const first = await original('1000')
    const second = await draw(first, ['ID', 'AU'], '600')

    expect(second.certificate.links.originals).toEqual([first.certificate.id])
    const more = await issue(drawing(first, ['ID', 'AU'], '400.5'), linkTo(first))
    expect(more).toMatchObject({ status: 409, body: { code: 'QUANTITY_EXCEEDED' } })
    expect(more.body.detail).toBe('Of item 1 of the original 400 KGM are left.')
    expect(more.body.errors).toMatchObject([{ pointer: '/drawnFrom/0', rule: 'quantity' }])
    const third = await draw(second, ['AU', 'KR'], '600')
    const spent = await issue(drawing(second, ['AU', 'KR'], '1'), linkTo(second))
    expect(spent.body.detail).toBe('Of item 1 of the original 0 KGM are left.')
    const checked = await (await network.as('AU', 'customs')).check(third.document, third.block)
    expect(checked.body.findings.formalCompliance.checks).toContainEqual(
      expect.objectContaining({ name: 'register-entry', code: 'AGREES_WITH_REGISTER' }),
    )
  })

  it('are told in clear what is left, also by a registration that nobody waits for', async () => {
    const first = await original('1000')
    await draw(first, ['ID', 'AU'], '600')
    const dataset = drawing(first, ['ID', 'AU'], '400.5')
    const indonesia = await network.as('ID', 'issuer')

    const signed = await indonesia.send<{ readonly id: string }>(
      ...(['POST', '/api/v1/certificates', JSON.stringify({ dataset, ...linkTo(first) })] as const),
      { 'content-type': 'application/json', prefer: 'respond-async' },
    )

    expect(signed.status).toBe(202)
    expect(await settled(indonesia, signed.body.id)).toMatchObject({
      ...{ state: 'refused', problem: 'QUANTITY_EXCEEDED' },
      detail: 'Of item 1 of the original 400 KGM are left.',
    })
  })

  it('show at once, however far down, that an original was annulled, and are used no more', async () => {
    const first = await original('1000')
    const second = await draw(first, ['ID', 'AU'], '600')
    const third = await draw(second, ['AU', 'KR'], '100')
    const issuer = await network.as('CN', 'issuer')
    const seoul = await network.as('KR', 'customs')
    const sound = await seoul.check(third.document, third.block)
    expect(statusOf(sound.body)).toMatchObject({ result: 'pass', code: 'ORIGINALS_STAND' })

    const cancelled = await issuer.cancel<Problem>(first.certificate.id)
    expect(cancelled).toMatchObject({ status: 409, body: { code: 'CERTIFICATE_USED' } })
    const annulment = { reason: 'obtained-by-fraud' }
    const annulled = await issuer.post<Changed>(`/api/v1/certificates/${first.certificate.id}/annulment`, annulment)

    const checked = await seoul.check(third.document, annulled.body.block)
    expect(checked.body.verdict).toBe('NOT_VALID')
    expect(statusOf(checked.body)).toMatchObject({ result: 'fail', code: 'ORIGINAL_NOT_VALID' })
    expect(statusOf(checked.body)?.sentence).toContain(`${first.certificate.id} (annulled, obtained-by-fraud)`)
    const seen = await seoul.get<Looked>(`/api/v1/certificates/${third.certificate.id}`)
    expect(seen.body.lineage.ancestors).toMatchObject([
      { id: second.certificate.id, depth: 1, document: 'issued', reason: null },
      { id: first.certificate.id, depth: 2, document: 'annulled', reason: 'obtained-by-fraud' },
    ])
    const ancestor = await seoul.get<Looked>(`/api/v1/certificates/${first.certificate.id}`)
    expect(ancestor.body.lineage).toEqual({ ancestors: [], drawnBy: [second.certificate.id] })
    expect(await use(third, 'KR', '1')).toMatchObject({ status: 409, body: { code: 'ORIGINAL_NOT_VALID' } })
    const onward = await issue(drawing(second, ['AU', 'KR'], '1'), linkTo(second))
    expect(onward).toMatchObject({ status: 409, body: { code: 'ORIGINAL_NOT_VALID' } })
  })

  it('gives the last units to exactly one of two who draw at the same moment', async () => {
    const source = await original('100')
    const drafts = ['60', '70'].map((value) => drawing(source, ['ID', 'AU'], value))

    const answers = await Promise.all(drafts.map((draft) => issue(draft, linkTo(source))))

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const winner = answers.findIndex(({ status }) => status === 201)
    const left = winner === 0 ? '40' : '30'
    expect(answers[1 - winner]!.body).toMatchObject({
      code: 'QUANTITY_EXCEEDED',
      detail: `Of item 1 of the original ${left} KGM are left.`,
    })
  })

  it('refuses another unit, other goods, a later expiry, and an original that nobody holds or knows', async () => {
    const source = await original('100')
    const right = drawing(source, ['ID', 'AU'], '10')
    const [item] = right.items as readonly object[]
    const numbered = (changes: object): DatasetDraft => ({
      ...right,
      certificateNumber: `${right.certificateNumber}-${Object.keys(changes).join()}`,
      ...changes,
    })
    const litres = numbered({ items: [{ ...item, quantity: { value: '10', unit: 'LTR' } }] })
    const rice = numbered({ items: [{ ...item, hsCode: '100630' }] })
    const elsewhere = await issue(
      aDataset()
        .from('CN')
        .to('AU')
        .with({ items: goods('100') })
        .build(),
    )
    const unheld = { drawnFrom: [{ seq: 1, certificate: elsewhere.body.certificate.id, item: 1 }] }
    const unknown = { drawnFrom: [{ seq: 1, certificate: 'f'.repeat(64), item: 1 }] }

    expect(await issue(litres, linkTo(source))).toMatchObject({
      status: 422,
      body: { code: 'GOODS_DIFFERENT', errors: [{ pointer: '/drawnFrom/0', rule: 'unit' }] },
    })
    expect((await issue(rice, linkTo(source))).body).toMatchObject({
      code: 'GOODS_DIFFERENT',
      errors: [{ rule: 'hs-code' }],
    })
    expect((await issue(right, linkTo(source, 2))).body).toMatchObject({ errors: [{ rule: 'item' }] })
    expect((await issue(right, unheld)).body.code).toBe('NOT_DELIVERED')
    expect((await issue(right, unknown)).body.code).toBe('CERTIFICATE_NOT_FOUND')
    const later = { ...right, validUntil: (await original('1')).dataset.validUntil }
    const ending = aDataset()
      .from('CN')
      .to('ID')
      .with({ items: goods('9'), validUntil: SOON })
      .build()
    const shorter = await issue(ending)
    const { certificateNumber } = ending
    const outlives = { ...later, originals: [{ certificateNumber, issueDate: SOON }] }
    const misnamed = { ...later, originals: [{ certificateNumber: 'A', issueDate: SOON }] }
    const fromShorter = { drawnFrom: [{ seq: 1, certificate: shorter.body.certificate.id, item: 1 }] }
    const late = await issue(outlives, { ...fromShorter, originals: [shorter.body.document] })
    expect(late).toMatchObject({ status: 422, body: { code: 'ORIGINAL_EXPIRES_EARLIER' } })
    const wrong = await issue(misnamed, { ...fromShorter, originals: [shorter.body.document] })
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: 'DATASET_INVALID', errors: [{ pointer: '/dataset/originals', rule: 'contradiction' }] },
    })
    const other = await original('100')
    const foreign = { ...unheld, originals: [other.document] }
    expect((await issue(right, foreign)).body.code).toBe('NOT_DELIVERED')
  })

  it('replaces a certificate with what was used of it carried over, and links both', async () => {
    const old = await original('100')
    const used = await use(old, 'ID', '30')
    expect(used.status).toBe(201)
    const { certificateNumber, issueDateTime } = old.dataset
    const replacing = (value: string): DatasetDraft => ({
      ...aDataset().build(),
      ...old.dataset,
      certificateNumber: `${certificateNumber}-${value}`,
      certificateType: 'replacement',
      replaces: { certificateNumber, issueDate: String(issueDateTime).slice(0, 10) },
      items: goods(value),
    })
    const links = { replaces: { certificate: old.certificate.id, reason: 'data-incorrect', carryUsed: true } }

    const less = await issue(replacing('20'), links)
    expect(less).toMatchObject({ status: 409, body: { code: 'QUANTITY_EXCEEDED' } })
    expect(less.body.detail).toMatch(/^Item 1 issues 20 KGM, less than what was used/)
    const dataset = replacing('90')
    const { status, body } = await issue(dataset, links)

    expect(status).toBe(201)
    expect(body.certificate.links.replaces).toBe(old.certificate.id)
    const before = await (await network.as('CN', 'issuer')).get<Issued>(`/api/v1/certificates/${old.certificate.id}`)
    expect(before.body.certificate).toMatchObject({
      states: { document: 'replaced' },
      links: { replacedBy: body.certificate.id },
    })
    const [account] = body.certificate.items
    expect(BigInt(account?.used ?? 0) * 3n).toBe(BigInt(account?.issued ?? 0))
  })

  it('are the same certificate where a true copy is certified: one document, one shipment, and every check tells', async () => {
    const lost = await original('100')
    const path = `/api/v1/certificates/${lost.certificate.id}/true-copies`
    const issuer = await network.as('CN', 'issuer')
    expect(await use(lost, 'ID', '70')).toMatchObject({ status: 201 })

    const copied = await issuer.post<Changed>(path, { reason: 'lost' }, 'copied-once')
    const again = await issuer.post<Changed>(path, { reason: 'lost' }, 'copied-once')

    expect([copied.status, again.status]).toEqual([200, 200])
    expect(again.body.certificate.copies).toMatchObject([{ transition: 'certify-copy', reason: 'lost' }])
    expect(again.body.certificate.documentHash).toBe(lost.documentHash)
    const checked = await (await network.as('ID', 'customs')).check(lost.document, copied.body.block)
    expect(checked.body.verdict).toBe('VALID')
    expect(checked.body.findings.status.checks).toContainEqual(
      expect.objectContaining({ name: 'document-state', code: 'TRUE_COPY_CERTIFIED', result: 'pass' }),
    )
    expect(await use(lost, 'ID', '30')).toMatchObject({ status: 409, body: { code: 'ONE_DECLARATION_ONLY' } })
    const foreign = await (await network.as('ID', 'issuer')).post<Problem>(path, { reason: 'lost' })
    expect(foreign).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_MEMBER' } })
    expect((await issuer.post<Problem>(path, { reason: 'mislaid' })).body.errors).toMatchObject([
      { pointer: '/reason' },
    ])
  })

  it('answers a repeat of a drawing with the same certificate, drawn once', async () => {
    const source = await original('100')
    const dataset = drawing(source, ['ID', 'AU'], '60')
    const issuer = await network.as('ID', 'issuer')
    const body = { dataset, ...linkTo(source) }

    const one = await issuer.post<Issued>('/api/v1/certificates', body, dataset.certificateNumber)
    const again = await issuer.post<Issued>('/api/v1/certificates', body, dataset.certificateNumber)

    expect([one.status, again.status]).toEqual([201, 201])
    expect(again.body.documentHash).toBe(one.body.documentHash)
    const unlinked = await issuer.post<Problem>('/api/v1/certificates', { dataset }, dataset.certificateNumber)
    expect(unlinked.body.code).toBe('REQUEST_ID_REUSED')
    expect(again.body.certificate.id).toBe(one.body.certificate.id)
  })
})
