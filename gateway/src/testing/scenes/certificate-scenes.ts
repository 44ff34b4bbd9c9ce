import type { RefusalCode } from '@eco/domain'
import { expect } from '@jest/globals'
import type { Issued, Said, Stage } from './stage'

/** What leads to one refusal over HTTP: everything before the last request is carried out. */
export type Scene = (stage: Stage) => Promise<Said>

const NOWHERE = 'f'.repeat(64)
/** A certificate that several declarations may use. */
export const FREE = { agreement: { code: 'Korea-Australia-FTA', version: '2014' } }
const USE = 'A'.repeat(22)

/** Refusals that meet whoever issues, withdraws or looks up certificates. */
export const ISSUING_SCENES = {
  MALFORMED_INPUT: (stage) => stage.get('AU', 'certificates/none'),
  DATASET_INVALID: (stage) => stage.issue({ ...stage.dataset(), exporter: undefined }),
  AGREEMENT_NOT_FOLLOWED: (stage) =>
    stage.issue(stage.dataset({ departureDate: '2026-05-20', flags: { issuedRetroactively: false } })),
  DOCUMENT_NOT_ACCEPTED: (stage) => stage.post('AU', 'issuer', 'certificates', { document: 'nothing' }),
  LATE_REASON_MISSING: (stage) => stage.issue(stage.dataset(EARLY)),
  ROLE_NOT_ALLOWED: (stage) => stage.post('AU', 'customs', 'certificates', { dataset: stage.dataset() }),
  CALLER_NOT_ISSUING_MEMBER: async (stage) => cancel(stage, await stage.issued(), 'CN'),
  CALLER_NOT_ISSUING_AUTHORITY: (stage) =>
    stage.issue(stage.dataset({ issuingAuthority: { id: 'AU-OTHER', name: 'Another chamber' } })),
  CALLER_NOT_IMPORTING_MEMBER: async (stage) => {
    const { id } = await stage.issued()
    return stage.post('CN', 'customs', `certificates/${id}/acquittal`)
  },
  CALLER_NOT_PARTY: async (stage) => {
    const { id } = await stage.issued()
    return stage.post('CN', 'customs', `certificates/${id}/status-link`)
  },
  CERTIFICATE_NOT_FOUND: (stage) => stage.get('AU', `certificates/${NOWHERE}`),
  CERTIFICATE_ALREADY_ISSUED: async (stage) => stage.issue({ ...(await stage.issued()).dataset }),
  TRANSITION_NOT_ALLOWED: async (stage) => {
    const issued = await stage.issued()
    await done(cancel(stage, issued))
    return cancel(stage, issued)
  },
  REQUEST_ID_REUSED: async (stage) => {
    const { id } = await stage.issued()
    const path = `certificates/${id}/cancellation`
    await done(stage.post('AU', 'issuer', path, { reason: 'other' }, 'once'))
    return stage.post('AU', 'issuer', path, { reason: 'data-incorrect' }, 'once')
  },
  CERTIFICATE_USED: async (stage) => {
    const issued = await stage.issued(FREE)
    await done(stage.take(issued, 'uses'))
    return cancel(stage, issued)
  },
  ORIGINAL_EXPIRES_EARLIER: async (stage) => {
    const source = await original(stage)
    return stage.issue(drawing(stage, source, longer(source)), 'KR', linkTo(source))
  },
  GOODS_DIFFERENT: async (stage) => {
    const source = await original(stage)
    const [item] = source.dataset.items as readonly object[]
    const items = [{ ...item, hsCode: '100630' }]
    return stage.issue(drawing(stage, source, { items }), 'KR', linkTo(source))
  },
  DOCUMENT_NOT_REGISTERED: async (stage) => {
    const source = await original(stage)
    const unsigned = { ...linkTo(source), originals: [withoutSeal(source.document)] }
    return stage.issue(drawing(stage, source), 'KR', unsigned)
  },
  ORIGINAL_NOT_VALID: async (stage) => {
    const source = await original(stage)
    const drawn = await stage.issued(drawing(stage, source), { member: 'KR', links: linkTo(source) })
    await done(stage.post('AU', 'issuer', `certificates/${source.id}/annulment`, { reason: 'other' }))
    const items = [{ seq: 1, quantity: { value: '1', unit: 'KGM' } }]
    const declaration = { reference: '26JP-1', date: '2026-06-01' }
    const { id, document } = drawn
    return stage.post('JP', 'customs', `certificates/${id}/uses`, { declaration, items, document })
  },
} as const satisfies Partial<Record<RefusalCode, Scene>>

/** Refusals that meet importing customs. */
export const USE_SCENES = {
  CERTIFICATE_WITHDRAWN: async (stage) => {
    const issued = await stage.issued(FREE)
    await done(cancel(stage, issued))
    return stage.take(issued, 'uses')
  },
  CERTIFICATE_EXPIRED: async (stage) => {
    const dataset = stage.dataset({ ...EARLY, validUntil: '2026-05-31' })
    const { body } = await stage.issue(dataset, 'AU', { late: 'paper-fallback' })
    const { id } = body.certificate as Issued
    return stage.take({ id, number: '', document: String(body.document), dataset }, 'uses')
  },
  CERTIFICATE_ACQUITTED: async (stage) => {
    const issued = await stage.issued(FREE)
    await done(stage.post('KR', 'customs', `certificates/${issued.id}/acquittal`))
    return stage.take(issued, 'uses')
  },
  QUANTITY_EXCEEDED: async (stage) =>
    stage.take(await stage.issued(FREE), 'uses', { items: [{ seq: 1, quantity: { value: '1200.6', unit: 'KGM' } }] }),
  ITEM_UNKNOWN: async (stage) => {
    const { id } = await stage.issued(FREE)
    const declaration = { reference: '26KR-1', date: '2026-06-01' }
    const body = { declaration, items: [{ seq: 9 }], reason: 'goods-differ' }
    return stage.post('KR', 'customs', `certificates/${id}/refusals`, body)
  },
  ONE_DECLARATION_ONLY: async (stage) => {
    const issued = await stage.issued()
    await done(stage.take(issued, 'uses'))
    return stage.take(issued, 'uses', { declaration: { reference: '26KR-2', date: '2026-06-01' } })
  },
  USE_ALREADY_RECORDED: async (stage) => {
    const issued = await stage.issued(FREE)
    const { body } = await stage.take(issued, 'reservations')
    const path = `certificates/${issued.id}`
    await done(stage.post('KR', 'customs', `${path}/reservations/${String(body.use)}/confirmation`))
    const declaration = { reference: '26KR-1', date: '2026-06-01' }
    const refusal = { declaration, items: [{ seq: 1 }], reason: 'goods-differ', reservation: body.use }
    return stage.post('KR', 'customs', `${path}/refusals`, refusal)
  },
  USE_NOT_FOUND: async (stage) => {
    const { id } = await stage.issued(FREE)
    return stage.post('KR', 'customs', `certificates/${id}/reservations/${USE}/release`)
  },
  DATE_IN_FUTURE: async (stage) =>
    stage.take(await stage.issued(FREE), 'uses', { declaration: { reference: '26KR-1', date: '2026-06-03' } }),
  DUPLICATE_IN_REQUEST: async (stage) => {
    const { document, number } = await stage.issued(FREE)
    const certificates = [{ document }, { document }]
    return stage.post('KR', 'customs', 'declaration-checks', { ...aDeclaration(number), certificates })
  },
  LIMIT_EXCEEDED: (stage) => {
    const body = aDeclaration('AU-1', 201)
    return stage.post('KR', 'customs', 'declaration-checks', { ...body, certificates: [] })
  },
} as const satisfies Partial<Record<RefusalCode, Scene>>

/** Issued some days ago. */
export const EARLY = {
  issueDateTime: '2026-05-20T10:00:00+10:00',
  departureDate: '2026-05-22',
  validUntil: '2027-05-19',
}

/** Waits for what must succeed before the scene can go on. */
export async function done(answer: Promise<Said>): Promise<Said> {
  const { status, body } = await answer
  expect({ status, code: body.code, detail: body.detail }).toEqual({ status: status < 300 ? status : 200 })
  return { status, body }
}

/** Cancels a certificate, at its own member or at another one. */
export function cancel(stage: Stage, { id }: Issued, member: 'AU' | 'CN' = 'AU'): Promise<Said> {
  return stage.post(member, 'issuer', `certificates/${id}/cancellation`, { reason: 'other' })
}

function original(stage: Stage): Promise<Issued> {
  return stage.issued({ validUntil: '2027-05-01' })
}

/** What Korea draws of item 1 for Japan. */
function drawing(
  stage: Stage,
  { dataset }: Issued,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { certificateNumber, validUntil } = dataset
  const [item] = dataset.items as readonly object[]
  return stage.dataset(
    {
      certificateType: 'back-to-back',
      flags: { backToBack: true },
      importCountry: 'JP',
      validUntil,
      items: [{ ...item, quantity: { value: '10', unit: 'KGM' } }],
      originals: [{ certificateNumber, issueDate: '2026-06-01', validUntil }],
      ...changes,
    },
    'KR',
  )
}

/** A term beyond that of the original, about which the new certificate says something else. */
function longer({ dataset }: Issued): Readonly<Record<string, unknown>> {
  const validUntil = '2027-05-31'
  const { certificateNumber } = dataset
  return { validUntil, originals: [{ certificateNumber, issueDate: '2026-06-01', validUntil }] }
}

function linkTo({ id, document }: Issued): object {
  return { drawnFrom: [{ seq: 1, certificate: id, item: 1 }], originals: [document] }
}

/** The document with its signature broken: another one than was registered. */
export function withoutSeal(document: string): string {
  const [signed = '', ...disclosures] = document.split('~')
  const [header, payload, signature = ''] = signed.split('.')
  return [[header, payload, `${signature.slice(0, -4)}AAAA`].join('.'), ...disclosures].join('~')
}

function aDeclaration(number: string, lines = 1): object {
  const certificate = { number, issuingMember: 'AU', authority: 'AU-CHAMBER' }
  const line = { hsCode: '510111', origin: 'AU', agreement: 'Korea-Australia-FTA', certificate, itemSequence: 1 }
  const quantity = { value: '1', unit: 'KGM' }
  return {
    declaration: {
      ...{ reference: '26KR-1', date: '2026-06-01', office: 'KR-INCHEON' },
      lines: Array.from({ length: lines }, (_, index) => ({ ...line, line: index + 1, quantity })),
    },
  }
}
