import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cancel, done, EARLY, FREE, withoutSeal } from './certificate-scenes'
import type { Scene } from './certificate-scenes'
import type { Issued, Place, Said, Stage } from './stage'

const BROKEN = { departureDate: '2026-05-20', flags: { issuedRetroactively: false } }

/** What a check of a document answers. */
export const FINDING_SCENES = {
  SIGNATURE_KEY_UNKNOWN: async (stage) => {
    const folder = await mkdtemp(join(tmpdir(), 'eco-key-'))
    const file = join(folder, 'unknown.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const document = await stage.sealed(stage.dataset(), 'AU', file)
    await rm(folder, { recursive: true })
    return stage.check(document)
  },
  AUTHORITY_NOT_ACTIVE: async (stage) => {
    await done(stage.post('JP', 'member-admin', 'authorities/JP/JP-CHAMBER/state', { state: 'suspended' }))
    const dates = { issueDateTime: '2026-06-02T10:00:00+09:00', departureDate: '2026-06-03', validUntil: '2027-06-01' }
    return stage.check(await stage.sealed(stage.dataset(dates, 'JP'), 'JP'))
  },
  SIGNATURE_KEY_NOT_IN_FORCE: async (stage) => {
    const dates = { issueDateTime: '2019-06-01T10:00:00+10:00', departureDate: '2019-06-02', validUntil: '2020-05-31' }
    return stage.check(await stage.sealed(stage.dataset(dates)))
  },
  HASH_DIFFERENT: async (stage) => stage.check(await stage.sealed((await stage.issued()).dataset)),
  SIGNATURE_INVALID: async (stage) => stage.check(withoutSeal((await stage.issued()).document)),
  EXPIRED: async (stage) => stage.check((await expired(stage)).document),
  AGREEMENT_NOT_FOLLOWED: async (stage) => stage.check(await stage.sealed(stage.dataset(BROKEN))),
  QUANTITY_USED_UP: async (stage) => {
    const [item] = stage.dataset().items as readonly object[]
    const issued = await stage.issued({ ...FREE, items: [item] })
    await done(stage.take(issued, 'uses', { items: [{ seq: 1, quantity: { value: '1200.5', unit: 'KGM' } }] }))
    return stage.check(issued.document)
  },
  CANCELLED: async (stage) => {
    const issued = await stage.issued()
    await done(cancel(stage, issued))
    return stage.check(issued.document)
  },
  REPLACED: async (stage) => {
    const { id, number, document, dataset } = await stage.issued()
    const replaces = { certificateNumber: number, issueDate: '2026-06-01' }
    const changed = { ...dataset, certificateNumber: `${number}-NEW`, certificateType: 'replacement', replaces }
    const links = { replaces: { certificate: id, reason: 'data-incorrect', carryUsed: false }, originals: [document] }
    await done(stage.issue(changed, 'AU', links))
    return stage.check(document)
  },
} as const satisfies Readonly<Record<string, Scene>>

/** What a check of a declaration answers to a line. */
export const LINE_SCENES = {
  DECLARED_TOO_LATE: async (stage) => declare(stage, await expired(stage)),
  TARIFF_EDITION_DIFFERS: async (stage) =>
    declare(stage, await stage.issued(), { hsCode: '510119', hsVersion: '2017' }),
  TARIFF_CODE_DIFFERS: async (stage) => declare(stage, await stage.issued(), { hsCode: '520100' }),
  UNIT_NOT_COMPARABLE: async (stage) => declare(stage, await stage.issued(), { quantity: { value: '1', unit: 'LTR' } }),
  UNIT_MUST_BE_SAME: async (stage) => {
    const agreement = { code: 'China-Korea', version: '2015' }
    const dataset = { ...stage.dataset({ agreement, importCountry: 'CN' }, 'KR') }
    const document = await stage.sealed(dataset, 'KR')
    const issued = { document, number: String(dataset.certificateNumber) }
    const line = { agreement: 'China-Korea', origin: 'KR', quantity: { value: '0.1', unit: 'TNE' } }
    return declare(stage, issued, line, 'CN')
  },
  QUANTITY_EXCEEDED: async (stage) =>
    declare(stage, await stage.issued(), { quantity: { value: '5000', unit: 'KGM' } }),
  IMPORTING_MEMBER_OTHER: async (stage) => declare(stage, await stage.issued({ importCountry: 'JP' })),
} as const satisfies Readonly<Record<string, Scene>>

/** What is only told. */
export const NOTICE_SCENES = {
  NO_PROOF_NEEDED: (stage) => {
    const line = { value: { amount: '150', currency: 'USD' }, certificate: undefined, itemSequence: undefined }
    return declare(stage, undefined, line)
  },
  REPLY_OVERDUE: async (stage) => {
    const id = await asked(stage)
    stage.pass(100)
    return stage.cases(id)
  },
  REPLY_LATE: async (stage) => {
    const id = await asked(stage)
    stage.pass(100)
    const reply = { authentic: 'yes', originating: 'yes' }
    await done(stage.post('AU', 'issuer', `certificates/${id}/verifications/1/reply`, reply))
    return stage.cases(id)
  },
} as const satisfies Readonly<Record<string, Scene>>

async function expired(stage: Stage): Promise<Pick<Issued, 'document' | 'number'>> {
  const dataset = stage.dataset({ ...EARLY, validUntil: '2026-05-31' })
  const { body } = await done(stage.issue(dataset, 'AU', { late: 'paper-fallback' }))
  return { document: String(body.document), number: String(dataset.certificateNumber) }
}

/** A line about item 1, with some of its members replaced. */
function declare(
  stage: Stage,
  issued: Pick<Issued, 'document' | 'number'> | undefined,
  changes: object = {},
  member: Place = 'KR',
): Promise<Said> {
  const certificate = { number: issued?.number }
  const quantity = { value: '1', unit: 'KGM' }
  const goods = { hsCode: '510111', origin: 'AU', agreement: 'RCEP', itemSequence: 1, quantity }
  const declaration = {
    ...{ reference: '26KR-1', date: '2026-06-01', office: `${member}-OFFICE` },
    lines: [{ line: 1, ...goods, certificate, ...changes }],
  }
  const certificates = issued === undefined ? [] : [{ document: issued.document }]
  return stage.post(member, 'customs', 'declaration-checks', { declaration, certificates })
}

/** The id of a certificate with a case that waits for its reply. */
async function asked(stage: Stage): Promise<string> {
  const { id } = await stage.issued({}, { links: { late: 'other' } })
  const request = { kind: 'origin', reasons: ['criterion-doubtful'], items: [1] }
  await done(stage.post('KR', 'customs', `certificates/${id}/verifications`, request))
  return id
}
