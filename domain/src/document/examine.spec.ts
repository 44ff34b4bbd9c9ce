import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { checkOffline } from '../check/check'
import type { CheckCode } from '../check/words'
import { parseDate } from '../date'
import { profileHash } from '../agreements/parse-profile'
import { profileNamed } from '../agreements/catalogue'
import { aDataset } from '../testing/samples'
import { signCompact } from './compact-jws'
import { examineDocument } from './examine'
import { signAsExporter } from './exporter'
import { NotADocument } from './not-a-document'
import { SEALED_TYPE } from './profile'
import { readSealed } from './read-sealed'
import { redact } from './redact'
import {
  AUTHORITY,
  OFFICIAL,
  SEALED_AT,
  aTrust,
  aTrustedKey,
  accepted,
  codesOf,
  examine,
  seal,
} from './testing/documents'
import { CRYPTOGRAPHY, aSigner, nodeBase64url, nodeCrypto, withChain } from './testing/keys'

const TODAY = parseDate('2026-06-01', 'today')
const STRANGER = aSigner()

describe('the seal of a document', () => {
  it.each<[string, object, CheckCode]>([
    ['a key of its authority, in force on the day of issue', {}, 'SIGNATURE_VALID'],
    ['a key that came into force on the day of issue', { validFrom: '2026-03-02' }, 'SIGNATURE_VALID'],
    ['a key in force until the day of issue', { validUntil: '2026-03-02T00:00:00Z' }, 'SIGNATURE_VALID'],
    ['a key that came into force the day after', { validFrom: '2026-03-03' }, 'SIGNATURE_KEY_NOT_IN_FORCE'],
    ['a key that ended the day before', { validUntil: '2026-03-01' }, 'SIGNATURE_KEY_NOT_IN_FORCE'],
    ['an official’s key', { use: 'official' }, 'SIGNATURE_KEY_OF_ANOTHER'],
    ['a key stolen before', { compromisedFrom: '2026-03-01T00:00:00Z' }, 'SIGNATURE_KEY_COMPROMISED'],
    ['a key stolen after', { compromisedFrom: '2026-03-05T00:00:00Z' }, 'SIGNATURE_KEY_COMPROMISED_LATER'],
  ])('by %s', async (_, changes, code) => {
    const trust = aTrust([aTrustedKey(AUTHORITY, changes)])

    expect(await codesOf(examine((await seal()).text, trust))).toMatchObject({ signature: code })
  })

  it('by the key of another authority counts as forged', async () => {
    const { text } = await seal()

    expect(await codesOf(examine(text, aTrust([aTrustedKey()], { id: 'AU-AIG' })))).toMatchObject({
      signature: 'SIGNATURE_KEY_OF_ANOTHER',
    })
    expect(await codesOf(examine(text, aTrust([aTrustedKey()], { member: 'KR' })))).toMatchObject({
      signature: 'SIGNATURE_KEY_OF_ANOTHER',
    })
  })

  it('cannot be determined without a trust snapshot, nor by a key that nobody knows', async () => {
    const { text } = await seal()
    const without = await examineDocument(text, { cryptography: CRYPTOGRAPHY, trust: undefined })

    expect(without.authenticity[0]).toMatchObject({ result: 'unknown', code: 'TRUST_MISSING' })
    expect(await codesOf(examine(text, aTrust([])))).toMatchObject({ signature: 'SIGNATURE_KEY_UNKNOWN' })
  })

  it('is invalid when it is that of another text', async () => {
    const [one, other] = [(await seal()).text, (await seal()).text]
    const signature = other.split('~')[0]!.split('.')[2]!
    const [signed, ...disclosures] = one.split('~')
    const mixed = [[...signed!.split('.').slice(0, 2), signature].join('.'), ...disclosures].join('~')

    expect(await codesOf(examine(mixed))).toMatchObject({ signature: 'SIGNATURE_INVALID' })
  })

  it.each<[string, readonly object[], CheckCode]>([
    ['active on the day of issue', [{ validFrom: '2026-01-01' }], 'AUTHORITY_ACTIVE'],
    [
      'active again',
      [{ validFrom: '2020-01-01', validUntil: '2021-01-01' }, { validFrom: '2026-03-02' }],
      'AUTHORITY_ACTIVE',
    ],
    ['suspended', [{ validFrom: '2020-01-01', validUntil: '2026-03-01' }], 'AUTHORITY_NOT_ACTIVE'],
  ])('by an authority %s', async (_, active, code) => {
    const trust = aTrust([aTrustedKey()], { active })

    expect(await codesOf(examine((await seal()).text, trust))).toMatchObject({ authority: code })
  })
})

describe('the certificates in a document', () => {
  const withCertificate = { authority: { ...AUTHORITY, certificateChain: ['Y2VydGlmaWNhdGU='] } }
  const anchors = { anchors: [{ member: 'AU', certificate: 'YW5jaG9y' }] }

  it.each([
    ['anchored', 'CHAIN_HOLDS', 'VALID'],
    ['not-anchored', 'CHAIN_NOT_ANCHORED', 'CANNOT_DETERMINE'],
    ['broken', 'CHAIN_BROKEN', 'NOT_VALID'],
    ['not-in-force', 'CHAIN_NOT_IN_FORCE', 'NOT_VALID'],
  ] as const)('that are %s make it %s: %s', async (result, code, verdict) => {
    const { text } = await seal(aDataset(), withCertificate)
    const cryptography = withChain({ result, publicJwk: AUTHORITY.publicJwk })

    const examination = await examine(text, aTrust([aTrustedKey()], {}, anchors), cryptography)

    expect(await codesOf(Promise.resolve(examination))).toMatchObject({ 'certificate-chain': code })
    expect(checkOffline(examination, { today: TODAY }).verdict).toBe(verdict)
  })

  it('must be those of the key that signed', async () => {
    const { text } = await seal(aDataset(), withCertificate)
    const cryptography = withChain({ result: 'anchored', publicJwk: STRANGER.publicJwk })

    expect(await codesOf(examine(text, aTrust([aTrustedKey()], {}, anchors), cryptography))).toMatchObject({
      'certificate-chain': 'CHAIN_OF_ANOTHER_KEY',
    })
  })

  it('are followed to the anchors of the issuing member only, as of the time of the seal', async () => {
    const { text } = await seal(aDataset(), withCertificate)
    const asked: unknown[] = []
    const cryptography = {
      ...CRYPTOGRAPHY,
      followChain: (...question: readonly unknown[]) => {
        asked.push(question)
        return { result: 'anchored', publicJwk: undefined } as const
      },
    }
    const foreign = { member: 'KR', certificate: 'a29yZWE=' }

    await examine(text, aTrust([aTrustedKey()], {}, { anchors: [...anchors.anchors, foreign] }), cryptography)

    expect(asked).toEqual([[['Y2VydGlmaWNhdGU='], ['YW5jaG9y'], '2026-03-01T22:31:00.000Z']])
  })
})

describe('the signature of an official', () => {
  it.each<[string, readonly object[], CheckCode]>([
    ['of the authority', [aTrustedKey(), aTrustedKey(OFFICIAL, { use: 'official' })], 'OFFICIAL_SIGNATURE_VALID'],
    ['whom nobody knows', [aTrustedKey()], 'OFFICIAL_KEY_UNKNOWN'],
    ['whose key is for seals', [aTrustedKey(), aTrustedKey(OFFICIAL)], 'OFFICIAL_KEY_UNKNOWN'],
    [
      'who had left',
      [aTrustedKey(), aTrustedKey(OFFICIAL, { use: 'official', validUntil: '2026-03-01' })],
      'OFFICIAL_KEY_NOT_IN_FORCE',
    ],
  ])('%s', async (_, keys, code) => {
    const { text } = await seal(aDataset(), { official: OFFICIAL })

    expect(await codesOf(examine(text, aTrust(keys)))).toMatchObject({ 'official-signature': code })
  })

  it('of another document is found even under the authority’s own seal', async () => {
    const keys = [aTrustedKey(), aTrustedKey(OFFICIAL, { use: 'official' })]
    const { payload } = readSealed((await seal(aDataset(), { official: OFFICIAL })).text, CRYPTOGRAPHY)
    const other = readSealed((await seal()).text, CRYPTOGRAPHY)
    const claims = { ...other.payload, official_signature: payload.official_signature }
    const text = [await signCompact(SEALED_TYPE, claims, AUTHORITY), ...other.disclosures.values(), ''].join('~')

    expect(await codesOf(examine(text, aTrust(keys)))).toMatchObject({
      signature: 'SIGNATURE_VALID',
      'official-signature': 'OFFICIAL_SIGNATURE_INVALID',
    })
  })
})

describe('the declaration of an exporter', () => {
  const exporter = aSigner()
  const salt = nodeCrypto.randomBytes(16)
  const declare = (dataset: object): Promise<string> =>
    signAsExporter(dataset as Record<string, unknown>, exporter, { signedAt: SEALED_AT - 3600, salt })

  it('holds for what was declared, whatever the authority added', async () => {
    const added = ['certificateNumber', 'validUntil']
    const declared = Object.fromEntries(Object.entries(aDataset()).filter(([name]) => !added.includes(name)))
    const { text } = await seal(aDataset(), { exporterDeclaration: await declare(declared) })

    expect(await codesOf(examine(text))).toMatchObject({ 'exporter-declaration': 'EXPORTER_DECLARATION_HOLDS' })
  })

  it('can be withheld like an element, and is still signed when other elements are', async () => {
    const { text } = await seal(aDataset(), { exporterDeclaration: await declare(aDataset()) })
    const whole = readSealed(text, CRYPTOGRAPHY)

    const partly = await codesOf(examine(redact(whole, { withhold: ['/exporter'] })))
    const hidden = await codesOf(examine(redact(whole, { view: 'public' })))

    expect(partly).toMatchObject({ 'exporter-declaration': 'EXPORTER_DECLARATION_SIGNED' })
    expect(hidden).not.toHaveProperty('exporter-declaration')
  })

  it.each([
    ['of other goods', declare(aDataset({ items: [aDataset().items[0]!] }))],
    ['that is no declaration', Promise.resolve('nothing')],
    ['of a key that did not sign', declare(aDataset()).then((text) => `${text.slice(0, -40)}${'A'.repeat(40)}`)],
  ])('%s is found', async (_, exporterDeclaration) => {
    const { text } = await seal(aDataset(), { exporterDeclaration: await exporterDeclaration })

    expect(await codesOf(examine(text))).toMatchObject({ 'exporter-declaration': 'EXPORTER_DECLARATION_INVALID' })
  })
})

describe('what an authority signed but should not have', () => {
  const resign = async (change: (payload: Record<string, unknown>) => object): Promise<string> => {
    const { payload, disclosures } = readSealed((await seal()).text, CRYPTOGRAPHY)
    const signed = await signCompact(SEALED_TYPE, change({ ...payload }), AUTHORITY)
    return [signed, ...disclosures.values(), ''].join('~')
  }

  it('is found where the reference to the register is another certificate’s', async () => {
    const status = { register: { channel: 'eco', issuer: { member: 'AU', authority: 'AU-ACCI' }, number: 'AU-1' } }

    expect(await codesOf(examine(await resign((payload) => ({ ...payload, status }))))).toMatchObject({
      claims: 'CLAIMS_CONTRADICT',
    })
  })

  it('is found where an element that may never be withheld is', async () => {
    const digest = 'a'.repeat(43)
    const text = await resign(({ manifest, _sd, ...payload }) => ({
      ...Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'importCountry')),
      _sd: [...(_sd as string[]), digest],
      manifest: { ...(manifest as object), '/importCountry': digest },
    }))

    const examination = await examine(text)

    expect(await codesOf(Promise.resolve(examination))).toMatchObject({
      'required-elements': 'REQUIRED_ELEMENT_WITHHELD',
    })
    expect(checkOffline(examination, { today: TODAY }).verdict).toBe('NOT_VALID')
  })

  it.each<[string, (payload: Record<string, unknown>) => object]>([
    ['another type of credential', (payload) => ({ ...payload, vct: 'other' })],
    ['another hash', (payload) => ({ ...payload, _sd_alg: 'sha-384' })],
    ['a digest that the manifest does not know', (payload) => ({ ...payload, _sd: ['a'.repeat(43)] })],
    [
      'a manifest that knows more',
      (payload) => ({ ...payload, manifest: { ...(payload.manifest as object), '/producer': 'a'.repeat(43) } }),
    ],
    ['a list in which entries are withheld', (payload) => ({ ...payload, agreement: [{ '...': 'a'.repeat(43) }] })],
    ['an id that is none', (payload) => ({ ...payload, id: 'x' })],
    ['a time that is none', (payload) => ({ ...payload, iat: 1.5 })],
    ['a status that says more', (payload) => ({ ...payload, status: { ...(payload.status as object), more: 1 } })],
    [
      'an element both shown and withheld',
      (payload) => ({ ...payload, exporter: { ...(payload.exporter as object), name: 'X' } }),
    ],
  ])('is no document: %s', async (_, change) => {
    expect(await codesOf(examine(await resign(change)))).toEqual({ signature: 'DOCUMENT_MALFORMED' })
  })
})

describe('a document of which something is withheld', () => {
  const formOf = async (view: 'bank' | 'public' | 'producer-confidential' | 'importing-customs') => {
    const producer = { name: 'Confidential Mill', address: { city: 'Ballarat', country: 'AU' } }
    const { text } = await seal(accepted(aDataset({ producer })))
    const answer = checkOffline(await examine(redact(readSealed(text, CRYPTOGRAPHY), { view })), { today: TODAY })
    return [answer.verdict, ...answer.findings.formalCompliance.checks.map(({ code }) => code)]
  }

  it('is VALID without its producer, whom agreements allow to be kept confidential', async () => {
    expect(await formOf('producer-confidential')).toEqual(['VALID', 'DATASET_COMPLETE', 'AGREEMENT_FOLLOWED'])
    expect(await formOf('importing-customs')).toEqual(['VALID', 'DATASET_COMPLETE', 'AGREEMENT_FOLLOWED'])
  })

  it.each(['bank', 'public'] as const)(
    'for the view %s cannot be held against its agreement, nor be faulted for it',
    async (view) => {
      expect(await formOf(view)).toEqual(['CANNOT_DETERMINE', 'DATASET_PARTLY_WITHHELD', 'AGREEMENT_PARTLY_WITHHELD'])
    },
  )
})

describe('the profile of the agreement', () => {
  it('is the one in force by its hash, else the form cannot be determined', async () => {
    const examination = await examine((await seal()).text)
    const hash = profileHash(profileNamed('RCEP', '2022')!)
    const verdictWith = (profile: string): string =>
      checkOffline(examination, { today: TODAY, profiles: [{ code: 'RCEP', version: '2022', hash: profile }] }).verdict

    expect(verdictWith(hash)).toBe('VALID')
    expect(verdictWith('0'.repeat(64))).toBe('CANNOT_DETERMINE')
  })
})

describe('text of any shape', () => {
  it('is examined without an error, and is NOT_VALID', async () => {
    const parts = fc.oneof(fc.string(), fc.base64String(), fc.json().map(nodeBase64url), fc.constantFrom('.', '~', ''))
    const texts = fc.array(parts, { maxLength: 8 }).map((list) => list.join(list.length % 2 === 0 ? '.' : '~'))

    await fc.assert(
      fc.asyncProperty(fc.oneof(texts, fc.string({ unit: 'binary' })), async (text) => {
        expect(await codesOf(examine(text))).toEqual({ signature: 'DOCUMENT_MALFORMED' })
      }),
      { numRuns: 500 },
    )
  })

  it('is refused when it has more disclosures than anybody needs', async () => {
    const { text } = await seal()

    expect(await codesOf(examine(`${text}${'bm90aGluZw~'.repeat(20_000)}`))).toEqual({
      signature: 'DOCUMENT_MALFORMED',
    })
  })

  it('is refused by the reader with its own refusal only', async () => {
    const { text } = await seal()

    fc.assert(
      fc.property(
        fc.nat({ max: text.length }),
        fc.nat({ max: 400 }),
        fc.string({ unit: 'binary' }),
        (at, count, insert) => {
          try {
            readSealed(text.slice(0, at) + insert + text.slice(at + count), CRYPTOGRAPHY)
          } catch (error) {
            expect(error).toBeInstanceOf(NotADocument)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
