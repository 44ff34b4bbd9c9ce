import { describe, expect, it } from '@jest/globals'
import { aDataset } from '../testing/samples'
import { readSealed } from './read-sealed'
import { VIEWS, VIEW_NAMES, redact } from './redact'
import type { Redaction } from './redact'
import { accepted, seal } from './testing/documents'
import { CRYPTOGRAPHY } from './testing/keys'
import { isWithholdable, matches, parsePattern } from './withholdable'

const PRODUCER = { name: 'Confidential Mill', address: { city: 'Ballarat', country: 'AU' } }

async function shownOf(redaction: Redaction): Promise<readonly string[]> {
  const items = aDataset().items.map((item) => ({ ...item, producer: PRODUCER }))
  const whole = readSealed((await seal(accepted(aDataset({ producer: PRODUCER, items })))).text, CRYPTOGRAPHY)
  return [...readSealed(redact(whole, redaction), CRYPTOGRAPHY).disclosures.keys()]
}

describe('a redaction', () => {
  it('withholds what is named, for every item by *, and all below an object', async () => {
    const shown = await shownOf({ withhold: ['/exporter', '/items/*/description', '/items/1/invoice'] })

    expect(shown.filter((pointer) => pointer.startsWith('/exporter/'))).toEqual([])
    expect(shown.filter((pointer) => pointer.endsWith('/description'))).toEqual([])
    expect(shown.filter((pointer) => pointer.endsWith('/invoice'))).toEqual(['/items/0/invoice'])
    expect(shown).toContain('/consignee')
  })

  it('keeps what is named and withholds all else', async () => {
    expect(await shownOf({ keep: ['/exporter/name', '/items/0'] })).toEqual([
      '/exporter/name',
      '/items/0/description',
      '/items/0/invoice',
      '/items/0/producer',
    ])
  })

  it.each(['/items/*/quantity', '/items/0/hsCode', '/certificateNumber', '/agreement/code'])(
    'refuses to withhold %s, which everybody must see',
    async (pattern) => {
      await expect(shownOf({ withhold: [pattern] })).rejects.toThrow('can never be withheld')
    },
  )

  it.each(['exporter', '/exporters', '/items/x/description', '', '/items/*/secret'])(
    'refuses %s, which is no element, rather than withholding nothing',
    async (pattern) => {
      await expect(shownOf({ withhold: [pattern] })).rejects.toThrow('is no element')
    },
  )

  it('refuses to withhold a part of an element', async () => {
    await expect(shownOf({ withhold: ['/exporter/address/city'] })).rejects.toThrow('as a whole only')
  })

  it('of a document with disclosures that nobody signed is refused', async () => {
    const { text } = await seal()

    expect(() => redact(readSealed(`${text}bm90aGluZw~`, CRYPTOGRAPHY), { keep: [] })).toThrow(/never signed/)
  })

  it('of a redacted document withholds more, and never brings anything back', async () => {
    const whole = readSealed((await seal()).text, CRYPTOGRAPHY)
    const bank = readSealed(redact(whole, { view: 'bank' }), CRYPTOGRAPHY)
    const less = readSealed(redact(bank, { withhold: ['/consignee'] }), CRYPTOGRAPHY)

    expect(bank.disclosures.has('/consignee')).toBe(true)
    expect([...less.disclosures.keys()]).toEqual([...bank.disclosures.keys()].filter((at) => at !== '/consignee'))
    expect(redact(less, { view: 'importing-customs' })).toBe(redact(less, { withhold: [] }))
  })
})

describe('the named views', () => {
  it('name elements only that exist and may be withheld', () => {
    const patterns = VIEW_NAMES.flatMap((name) => Object.values(VIEWS[name]).flat() as readonly string[])

    expect(patterns.map(parsePattern)).toEqual(patterns)
  })

  it('producer-confidential shows everything but producers, public nothing that may be withheld', async () => {
    const all = await shownOf({ view: 'importing-customs' })

    expect(all.filter((pointer) => pointer.endsWith('/producer'))).toHaveLength(3)
    expect(await shownOf({ view: 'producer-confidential' })).toEqual(all.filter((at) => !at.endsWith('/producer')))
    expect(await shownOf({ view: 'public' })).toEqual([])
  })

  it('bank shows neither producers nor what only customs judge by', async () => {
    const shown = await shownOf({ view: 'bank' })

    expect(shown).toContain('/items/0/invoice')
    expect(shown.filter((pointer) => /producer|exporterDeclaration/.test(pointer))).toEqual([])
  })
})

describe('places', () => {
  it('are matched by step, not by letters', () => {
    expect(matches('/exporter', '/exporterDeclaration')).toBe(false)
    expect(matches('/items/*/invoice', '/items/12/invoice')).toBe(true)
    expect(matches('/items/1', '/items/12/invoice')).toBe(false)
  })

  it('can be withheld as whole elements only', () => {
    expect(isWithholdable('/exporter/address')).toBe(true)
    expect(isWithholdable('/exporter')).toBe(false)
    expect(isWithholdable('/exporter/address/city')).toBe(false)
    expect(isWithholdable('/items/0/quantity')).toBe(false)
  })
})
