import { checkOffline } from '../../check/check'
import { parseDate } from '../../date'
import { aDataset, CERTIFICATE_ID } from '../../testing/samples'
import type { MemberDataset } from '../../dataset/parse'
import { base64url } from '../base64url'
import { signCompact } from '../compact-jws'
import type { PublicJwk, Signer } from '../cryptography'
import { printDisclosure } from '../disclosure'
import { signAsExporter } from '../exporter'
import { SEALED_TYPE } from '../profile'
import { readSealed } from '../read-sealed'
import { VIEW_NAMES, redact } from '../redact'
import type { Redaction } from '../redact'
import { sealDocument, statusOf } from '../seal'
import { readTrust } from '../trust-snapshot'
import { examineDocument } from '../examine'
import { utf8Text } from '../../utf8'
import { CRYPTOGRAPHY, signerWith } from './keys'

/** The files of vectors, as they are kept. */
export interface DocumentVectors {
  readonly keys: Readonly<
    Record<'authority' | 'official' | 'exporter' | 'stranger', PublicJwk & { readonly d: string }>
  >
  readonly trust: Readonly<Record<string, object>>
  readonly disclosures: readonly DisclosureVector[]
  readonly documents: readonly DocumentVector[]
  readonly redactions: readonly RedactionVector[]
  readonly checks: readonly CheckVector[]
}

export interface DisclosureVector {
  readonly salt: string
  readonly name: string
  readonly value: unknown
  readonly disclosure: string
  readonly digest: string
}

export interface DocumentVector {
  readonly name: string
  readonly document: string
  readonly documentHash: string
  readonly keyId: string
  readonly dataset: unknown
}

export interface RedactionVector {
  readonly name: string
  readonly of: string
  readonly redaction: Redaction
  readonly document: string
  readonly withheld: readonly string[]
}

export interface CheckVector {
  readonly name: string
  readonly document: string
  /** The name of a snapshot; null: none is given. */
  readonly trust: string | null
  readonly today: string
  readonly verdict: string
  /** Of authenticity, status and form: the name of each check and its code. */
  readonly checks: Readonly<Record<string, string>>
  readonly withheld: readonly string[]
  readonly tampered: readonly string[]
}

const SEALED_AT = Date.parse('2026-03-02T09:31:00+11:00') / 1000
const TODAY = '2026-06-01'

/** What a vector of a check says, from its document. */
export async function checkVector(
  { name, document, trust, today }: Pick<CheckVector, 'name' | 'document' | 'trust' | 'today'>,
  snapshots: DocumentVectors['trust'],
): Promise<CheckVector> {
  const indexed = trust === null ? undefined : readTrust(snapshots[trust] ?? {}, CRYPTOGRAPHY)
  const examination = await examineDocument(document, { cryptography: CRYPTOGRAPHY, trust: indexed })
  const { verdict, findings } = checkOffline(examination, { today: parseDate(today, 'today') })
  const all = [findings.authenticity, findings.status, findings.formalCompliance].flatMap(({ checks }) => checks)
  return {
    name,
    document,
    trust,
    today,
    verdict,
    checks: Object.fromEntries(all.map((check) => [check.name, check.code])),
    withheld: examination.content?.withheld ?? [],
    tampered: examination.tampered,
  }
}

const DISCLOSURES: readonly (readonly [string, unknown])[] = [
  ['description', 'Wool, greasy'],
  ['name', 'Ünïcödé 羊毛 "quoted" \\ \n'],
  ['invoice', [{ number: 'EX-1', date: '2026-03-01' }]],
  ['address', { country: 'AU', city: 'Geelong' }],
  ['confidential', true],
  ['packagesTotal', 40],
  ['extensions', { empty: {}, list: [], nothing: null }],
]

/** The vectors of disclosures: text and digest from salt, name and value. */
export function disclosureVectors(): readonly DisclosureVector[] {
  return DISCLOSURES.map(([name, value], index) => {
    const salt = base64url(new Uint8Array(16).fill(index))
    const disclosure = printDisclosure(salt, name, value)
    return { salt, name, value, disclosure: utf8Text(disclosure) ?? '', digest: CRYPTOGRAPHY.digest(disclosure) }
  })
}

/** Makes all vectors anew; the signatures differ each time, as ES256 signatures do. */
export async function makeVectors(keys: DocumentVectors['keys']): Promise<DocumentVectors> {
  const signers = {
    authority: signerWith(keys.authority),
    official: signerWith(keys.official),
    exporter: signerWith(keys.exporter),
    stranger: signerWith(keys.stranger),
  }
  const trust = snapshots(signers)
  const documents = await makeDocuments(signers)
  const redactions = documents.flatMap(redactionsOf)
  const plain = documents[0]?.document ?? ''
  const cases = [
    ...documents.map(({ name, document }) => ({ name, document, trust: 'all', today: TODAY })),
    ...redactions.map(({ name, document }) => ({ name, document, trust: 'all', today: TODAY })),
    ...Object.keys(trust).map((snapshot) => ({
      name: `plain, by ${snapshot}`,
      document: plain,
      trust: snapshot,
      today: TODAY,
    })),
    { name: 'plain, without a snapshot', document: plain, trust: null, today: TODAY },
    { name: 'plain, on its last day', document: plain, trust: 'all', today: '2027-03-01' },
    { name: 'plain, the day after', document: plain, trust: 'all', today: '2027-03-02' },
    ...(await spoilt(plain, signers)),
  ]
  const checks = await Promise.all(cases.map((one) => checkVector(one, trust)))
  return { keys, trust, disclosures: disclosureVectors(), documents, redactions, checks }
}

type Signers = Readonly<Record<keyof DocumentVectors['keys'], Signer>>

function snapshots({ authority, official, stranger }: Signers): DocumentVectors['trust'] {
  const key = (signer: Signer, more: object = {}): object => ({
    thumbprint: signer.keyId,
    publicJwk: signer.publicJwk,
    validFrom: '2026-01-01',
    ...more,
  })
  const issuer = (keys: readonly object[], more: object = {}): object => ({
    authorities: [{ member: 'AU', id: 'AU-ACCI', keys, ...more }],
  })
  return {
    all: issuer([key(authority), key(official, { use: 'official' })], { active: [{ validFrom: '2020-01-01' }] }),
    'a stranger’s key only': issuer([key(stranger)]),
    'the key of another authority': issuer([key(authority)], { id: 'AU-AIG' }),
    'a key that came later': issuer([key(authority, { validFrom: '2026-03-03' })]),
    'a key that had ended': issuer([key(authority, { validUntil: '2026-03-01' })]),
    'a key for officials': issuer([key(authority, { use: 'official' })]),
    'a key stolen before': issuer([key(authority, { compromisedFrom: '2026-03-01T00:00:00Z' })]),
    'a key stolen later': issuer([key(authority, { compromisedFrom: '2026-03-10T00:00:00Z' })]),
    'an authority that was suspended': issuer([key(authority)], {
      active: [{ validFrom: '2020-01-01', validUntil: '2026-03-01' }],
    }),
  }
}

async function makeDocuments({ authority, official, exporter }: Signers): Promise<readonly DocumentVector[]> {
  const producer = { name: 'Confidential Mill', address: { city: 'Ballarat', country: 'AU' } }
  const salt = new Uint8Array(16).fill(7)
  const exporterDeclaration = await signAsExporter(aDataset(), exporter, { signedAt: SEALED_AT - 3600, salt })
  const late = parseDate('2026-02-20', 'departureDate')
  const made: readonly (readonly [string, MemberDataset, object])[] = [
    ['plain', aDataset(), {}],
    ['with a producer', aDataset({ producer }), {}],
    ['with an official’s signature', aDataset(), { official }],
    ['with an exporter’s declaration', aDataset(), { exporterDeclaration }],
    ['with both', aDataset(), { official, exporterDeclaration }],
    ['that breaks a rule of its agreement', aDataset({ departureDate: late }), {}],
    ['of an agreement that nobody knows', aDataset({ agreement: { code: 'RCEP', version: '2099' } }), {}],
  ]
  return Promise.all(
    made.map(async ([name, sample, more]) => {
      const dataset = JSON.parse(JSON.stringify(sample)) as MemberDataset
      const { text, documentHash } = await sealDocument({
        dataset,
        id: CERTIFICATE_ID,
        sealedAt: SEALED_AT,
        authority,
        digest: CRYPTOGRAPHY.digest,
        random: counted(),
        ...more,
      })
      return { name, document: text, documentHash, keyId: authority.keyId, dataset }
    }),
  )
}

// Salts of vectors can be foretold: these documents are for tests only.
function counted(): (count: number) => Uint8Array {
  let next = 0
  return (count) => Uint8Array.from({ length: count }, () => next++ % 256)
}

const PATTERNS: readonly Redaction[] = [
  { withhold: ['/exporter'] },
  { withhold: ['/items/*/invoice', '/departureDate'] },
  { keep: ['/exporter/name', '/items/0'] },
]

function redactionsOf({ name: of, document }: DocumentVector): readonly RedactionVector[] {
  const sealed = readSealed(document, CRYPTOGRAPHY)
  const redactions: readonly Redaction[] = [...VIEW_NAMES.map((view) => ({ view })), ...PATTERNS]
  return redactions.map((redaction) => {
    const text = redact(sealed, redaction)
    const { withheld } = readSealed(text, CRYPTOGRAPHY)
    return { name: `${of}, redacted by ${JSON.stringify(redaction)}`, of, redaction, document: text, withheld }
  })
}

function without(claims: Readonly<Record<string, unknown>>, name: string): object {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
}

const OTHER_STATUS = { register: statusOf(aDataset({ certificateNumber: 'AU-2026-000124' })) }

type Case = Pick<CheckVector, 'name' | 'document' | 'trust' | 'today'>

async function spoilt(plain: string, { authority, stranger }: Signers): Promise<readonly Case[]> {
  const sealed = readSealed(plain, CRYPTOGRAPHY)
  const [signed = '', ...disclosures] = plain.split('~')
  const tail = ['', ...disclosures].join('~')
  const resigned = async (claims: object, by: Signer): Promise<string> =>
    `${await signCompact(SEALED_TYPE, claims, by)}${tail}`
  const [first = '', second = ''] = disclosures
  const texts: Readonly<Record<string, string>> = {
    'an element altered': plain.replace(first, `${first.slice(0, -2)}AA`),
    'two elements changed places': plain.replace(`${first}~${second}`, `${second}~${first}`),
    'an element twice': plain.replace(first, `${first}~${first}`),
    'an element cut in two': plain.replace(first, `${first.slice(0, 20)}~${first.slice(20)}`),
    'an element made up': `${plain}${'W10'.repeat(20)}~`,
    'the signature altered': plain.replace(signed, `${signed.slice(0, -2)}${signed.endsWith('AA') ? 'BA' : 'AA'}`),
    'sealed by a stranger': await resigned(sealed.payload, stranger),
    'the reference of another certificate': await resigned({ ...sealed.payload, status: OTHER_STATUS }, authority),
    'no id': await resigned(without(sealed.payload, 'id'), authority),
    'another type of credential': await resigned({ ...sealed.payload, vct: 'urn:example:other' }, authority),
    'a manifest that knows more': await resigned(
      { ...sealed.payload, manifest: { ...(sealed.payload.manifest as object), '/producer': 'a'.repeat(43) } },
      authority,
    ),
    'the last tilde missing': plain.slice(0, -1),
    'nothing but the signed part': signed,
    'padding after the header': plain.replace('.', '=.'),
    'no document': 'AU-2026-000123',
    nothing: '',
  }
  return Object.entries(texts).map(([name, document]) => ({ name, document, trust: 'all', today: TODAY }))
}
