import { describe, expect, it } from '@jest/globals'
import { canonicalText } from './canonical'
import { parseCertificateRecord, registeredPartOf } from './certificate'
import { parseRegistration, registrationOf } from './registration'
import { CERTIFICATE_ID, DOCUMENT_HASH, KEY_ID, SALT, aDataset, aRecord, aRegistration } from './testing/samples'

const places = (value: object, prefix: readonly string[] = []): string[][] =>
  Object.entries(value).flatMap(([name, child]: [string, unknown]) => [
    [...prefix, name],
    ...(typeof child === 'object' && child !== null ? places(child, [...prefix, name]) : []),
  ])

/** A copy in which one place holds something else; undefined removes it. */
function spoilt(value: object, path: readonly string[], content: unknown): unknown {
  const copy = structuredClone(value) as Record<string, unknown>
  let parent = copy
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<string, unknown>
  const last = path.at(-1) ?? ''
  if (content === undefined && Array.isArray(parent)) parent.splice(Number(last), 1, 'spoilt')
  else if (content === undefined) Reflect.deleteProperty(parent, last)
  else parent[last] = content
  return copy
}

declare function structuredClone(value: object): unknown

describe('a registration', () => {
  it('is accepted as it was made, and read back from the record', () => {
    expect(parseRegistration(JSON.parse(canonicalText(aRegistration())))).toEqual(aRegistration())
    expect(registeredPartOf(aRecord())).toEqual(aRegistration())
  })

  it.each(places(aRegistration()).map((path) => [path.join('.'), path] as const))(
    'is refused without its %s, or with something else there',
    (_, path) => {
      expect(() => parseRegistration(spoilt(aRegistration(), path, undefined))).toThrow(/^MALFORMED_INPUT/)
      expect(() => parseRegistration(spoilt(aRegistration(), path, {}))).toThrow(/^(MALFORMED_INPUT|MEMBER_UNKNOWN)/)
    },
  )

  it('is refused with anything that does not belong there, so that nothing in clear slips in', () => {
    const more = { ...aRegistration(), 'Murray Citrus': 'secret' }

    expect(() => parseRegistration(more)).toThrow(/^MALFORMED_INPUT: registration: may only have/)
    expect(() => parseRegistration(more)).not.toThrow(/Murray|secret/)
  })

  it.each([
    ['items in another order', { items: [...aRegistration().items].reverse() }],
    ['an item twice', { items: [...aRegistration().items, ...aRegistration().items] }],
    ['no items', { items: [] }],
    ['an item of nothing', { items: [{ seq: 1, issued: '0' }] }],
    ['a last day before the first', { validUntil: '2026-03-01' }],
    ['a kind that is none', { kind: 'copy' }],
    ['a format that is none', { documentFormat: 'pdf' }],
    ['a hash in capitals', { documentHash: DOCUMENT_HASH.toUpperCase() }],
  ])('is refused with %s', (_, changes) => {
    expect(() => parseRegistration({ ...aRegistration(), ...changes })).toThrow(/^MALFORMED_INPUT: registration/)
  })

  it('has at most 999 items', () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({ seq: index + 1, issued: '5' }))

    expect(parseRegistration({ ...aRegistration(), items: items.slice(1) }).items).toHaveLength(999)
    expect(() => parseRegistration({ ...aRegistration(), items })).toThrow(/^LIMIT_EXCEEDED: registration\.items/)
  })

  it('shows nothing of the dataset in clear but agreement, countries, authority and dates', () => {
    const dataset = aDataset({ exporter: { name: 'Murray Citrus', address: { city: 'Mildura', country: 'AU' } } })

    const text = canonicalText(
      registrationOf({
        id: CERTIFICATE_ID,
        dataset,
        salt: SALT,
        documentHash: DOCUMENT_HASH,
        documentFormat: 'jws',
        keyId: KEY_ID,
      }),
    )

    for (const secret of ['Murray', 'AU-2026-000123', '1200', 'KGM', 'TNE']) expect(text).not.toContain(secret)
  })
})

describe('a record', () => {
  it('is accepted as it was made', () => {
    expect(parseCertificateRecord(JSON.parse(canonicalText(aRecord())))).toEqual(aRecord())
  })

  it.each(places(aRecord()).map((path) => [path.join('.'), path] as const))(
    'is refused without its %s, or with something else there',
    (_, path) => {
      expect(() => parseCertificateRecord(spoilt(aRecord(), path, undefined))).toThrow(/^MALFORMED_INPUT/)
      expect(() => parseCertificateRecord(spoilt(aRecord(), path, 0))).toThrow(/^(MALFORMED_INPUT|MEMBER_UNKNOWN)/)
    },
  )

  it('is refused in a format that is not known', () => {
    expect(() => parseCertificateRecord({ ...aRecord(), formatVersion: 2 })).toThrow(/formatVersion: must be 1/)
  })
})
