import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { checkOffline } from '../check/check'
import { CHECK_SENTENCES } from '../check/words'
import { anyDataset } from '../dataset/testing/datasets'
import { parseDate } from '../date'
import { documentHash } from '../hash'
import type { Blinding } from '../item-account'
import { blindFactor, itemSaltOf } from '../item-account'
import { aDataset } from '../testing/samples'
import { signCompact } from './compact-jws'
import { SEALED_TYPE } from './profile'
import { readSealed } from './read-sealed'
import { redact } from './redact'
import { AUTHORITY, accepted, examine, seal } from './testing/documents'
import { CRYPTOGRAPHY, aSigner, nodeBase64url, nodeBytes, nodeCrypto } from './testing/keys'
import { isWithholdable } from './withholdable'

const TODAY = parseDate('2026-06-01', 'today')

describe('a sealed document', () => {
  it('is VALID as far as can be said without a register, and shows the dataset as it was', async () => {
    const { text, documentHash: hash } = await seal()

    const examination = await examine(text)
    const answer = checkOffline(examination, { today: TODAY })

    expect(answer.verdict).toBe('VALID')
    expect(answer.note).toMatch(/^No register was asked/)
    expect(examination.content).toMatchObject({ dataset: aDataset(), withheld: [] })
    expect(examination.documentHash).toBe(hash)
    expect(examination.reference).toEqual({ issuingMember: 'AU', authority: 'AU-ACCI', number: 'AU-2026-000123' })
  })

  it('is registered under the SHA-256 of what the authority signed, which is the same for every redaction', async () => {
    const { text, documentHash: hash } = await seal()
    const redacted = redact(readSealed(text, CRYPTOGRAPHY), { view: 'public' })

    expect(hash).toBe(documentHash(text.slice(0, text.indexOf('~'))))
    expect((await examine(redacted)).documentHash).toBe(hash)
  })

  it('shows in its signed part nothing of what may be withheld', async () => {
    const { text } = await seal()

    const payload = JSON.stringify(readSealed(text, CRYPTOGRAPHY).payload)

    for (const word of ['Southern Wool', 'Geelong', 'Hansol', 'greasy', 'EX-1']) expect(payload).not.toContain(word)
    for (const word of ['AU-2026-000123', '510111', 'WO', '1200', 'KGM']) expect(payload).toContain(word)
  })

  it('counts an item that was drawn in the unit of the item it comes from, and no other item', async () => {
    const original = contentOf(await examine((await seal()).text))
    const itemSalts = { 1: itemSaltOf(original, 2) }
    const drawn = contentOf(await examine((await seal(aDataset(), { itemSalts })).text))

    expect(drawn.itemSalts).toEqual(itemSalts)
    expect(blindFactor(drawn, 1)).toBe(blindFactor(original, 2))
    expect(blindFactor(drawn, 2)).not.toBe(blindFactor(original, 2))
    // Handed on in turn, it is still the same.
    expect(itemSaltOf(drawn, 1)).toBe(itemSaltOf(original, 2))
  })

  it.each([{}, { 1: 'short' }, { x: 'A'.repeat(22) }, []])('is no document with item salts %j', async (itemSalts) => {
    const { payload, disclosures } = readSealed((await seal()).text, CRYPTOGRAPHY)
    const signed = await signCompact(SEALED_TYPE, { ...payload, item_salts: itemSalts }, AUTHORITY)

    const { authenticity } = await examine([signed, ...disclosures.values(), ''].join('~'))

    expect(authenticity).toMatchObject([{ code: 'DOCUMENT_MALFORMED' }])
  })

  it('has a salt of 128 bits of its own for every element, new for every document', async () => {
    const [one, other] = [await seal(), await seal()]
    const salts = [one, other].flatMap(({ text }) =>
      text
        .split('~')
        .slice(1, -1)
        .map((part) => (JSON.parse(nodeBytes(part).toString('utf8')) as string[])[0]),
    )

    expect(new Set(salts).size).toBe(salts.length)
    for (const salt of salts) expect(salt).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  it('never tells by its order which digest belongs to which element', async () => {
    const { payload } = readSealed((await seal()).text, CRYPTOGRAPHY)
    const digests = (payload.items as { _sd: string[] }[])[0]!._sd

    expect(digests).toEqual([...digests].sort())
  })

  it('of 50 items with packages, marks, masses and values takes at most 100 kB', async () => {
    const [first] = aDataset().items
    const items = Array.from({ length: 50 }, (_, index) => ({
      ...first!,
      sequence: index + 1,
      marks: [`HANSOL BUSAN ${index}`],
      packages: { quantity: 10, type: 'BL' },
      grossMass: { value: '1250', unit: 'KGM' },
      netMass: { value: '1200', unit: 'KGM' },
    }))

    expect((await seal(accepted(aDataset({ items })))).text.length).toBeLessThanOrEqual(100_000)
  })

  it('holds whatever dataset and redaction: shown and withheld together are what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(anyDataset(), fc.infiniteStream(fc.boolean()), async (sample, coins) => {
        const dataset = accepted(sample)
        const { text } = await seal(dataset)
        const whole = readSealed(text, CRYPTOGRAPHY)
        const withhold = [...whole.disclosures.keys()].filter(() => coins.next().value)

        const { content, authenticity, tampered } = await examine(redact(whole, { withhold }))

        expect(whole.dataset).toEqual(dataset)
        expect(new Set(content?.withheld)).toEqual(new Set(withhold))
        expect(content?.dataset).toEqual(without(dataset, withhold))
        expect(tampered).toEqual([])
        expect(authenticity.filter(({ name, result }) => name !== 'signature' && result !== 'pass')).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('whatever single character changes: it is found, and named where it is in a disclosure', async () => {
    const { text } = await seal()
    const whole = readSealed(text, CRYPTOGRAPHY)
    const [signed, ...parts] = text.split('~')
    const places = parts.slice(0, -1).map((part) => pointerOf(whole.disclosures, part))

    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.nat({ max: 126 }), async (at, unit) => {
        const letter = String.fromCharCode(unit)
        fc.pre(letter !== text[at])
        const examination = await examine(text.slice(0, at) + letter + text.slice(at + 1))

        // Another key id in the header is that of a key that nobody knows, and so not yet a forgery.
        expect(checkOffline(examination, { today: TODAY }).verdict).not.toBe('VALID')
        // The last tilde belongs to nothing.
        if (at > signed!.length && at < text.length - 1) {
          const place = places[text.slice(signed!.length + 1, at).split('~').length - 1]
          expect(examination.tampered).toContain(place)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('with a disclosure that was made up names none of those that are shown', async () => {
    const { text } = await seal()
    const whole = readSealed(text, CRYPTOGRAPHY)
    const made = nodeBase64url('["0123456789012345678901","producer",{"name":"Nobody"}]')

    const examination = await examine(`${text}${made}~`)

    expect(examination.authenticity.find(({ name }) => name === 'disclosures')).toMatchObject({
      result: 'fail',
      code: 'DISCLOSURE_TAMPERED',
      sentence: CHECK_SENTENCES.DISCLOSURE_TAMPERED,
    })
    expect(examination.content?.dataset).toEqual(whole.dataset)
  })

  it('is found good by a second look that shares nothing with this code', async () => {
    const { text } = await seal()
    const [jwt, ...disclosures] = text.split('~').slice(0, -1)
    const [header, payload, signature] = jwt!.split('.')
    const { x, y } = AUTHORITY.publicJwk
    const key = { key: nodeCrypto.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }) }
    const json = nodeBytes(payload!).toString('utf8')

    const holds = nodeCrypto.verify(
      'sha256',
      nodeBytes(nodeBase64url(`${header!}.${payload!}`)),
      { ...key, dsaEncoding: 'ieee-p1363' },
      nodeBytes(signature!),
    )

    expect(holds).toBe(true)
    for (const disclosure of disclosures) expect(json).toContain(nodeCrypto.hash('sha256', disclosure, 'base64url'))
    expect(disclosures).toHaveLength(Object.keys((JSON.parse(json) as { manifest: object }).manifest).length)
  })

  it('of another key is never believed, whatever key it brings along', async () => {
    const { text } = await seal(aDataset(), { authority: aSigner({ certificateChain: ['c2VsZi1tYWRl'] }) })

    expect(checkOffline(await examine(text), { today: TODAY }).verdict).toBe('CANNOT_DETERMINE')
  })
})

function contentOf({ content }: Awaited<ReturnType<typeof examine>>): Blinding {
  if (content === undefined) throw new Error('the document shows nothing')
  return content
}

function pointerOf(disclosures: ReadonlyMap<string, string>, part: string): string | undefined {
  return [...disclosures].find(([, text]) => text === part)?.[0]
}

function without(dataset: unknown, pointers: readonly string[]): unknown {
  const copy = JSON.parse(JSON.stringify(dataset)) as unknown
  for (const pointer of pointers) {
    expect(isWithholdable(pointer)).toBe(true)
    const steps = pointer.slice(1).split('/')
    const name = steps.pop()!
    const parent = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], copy)
    Reflect.deleteProperty(parent as object, name)
  }
  return copy
}
