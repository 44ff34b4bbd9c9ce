import { describe, expect, it } from '@jest/globals'
import { CODE_LISTS, HS_CHAPTERS, TRANSPORT_MODES, WITHDRAWN_CURRENCIES, isPlace } from './code-lists'
import { HS_EDITIONS } from './common-formats'
import type { CodeListName } from './format'

declare function require(path: string): unknown

interface Published {
  readonly title: string
  readonly source: string
  readonly edition: string
  readonly codes: readonly string[]
  readonly names: Readonly<Record<string, string>> | string
  readonly withdrawn?: Readonly<Record<string, string>>
}

const NAMES = Object.keys(CODE_LISTS) as CodeListName[]

function published(name: string): Published {
  return require(`../../code-lists/${name}.json`) as Published
}

describe('the code lists', () => {
  it.each(NAMES)('hold the same %s as the published file, which tells source and edition', (name) => {
    const file = published(name)

    expect([...CODE_LISTS[name].codes]).toEqual(file.codes)
    expect(file.title).toBe(CODE_LISTS[name].title)
    expect(file.source).not.toBe('')
    expect(file.edition).not.toBe('')
  })

  it.each(NAMES)('hold %s that all have the form which the schema states, each once', (name) => {
    const { codes, pattern, example } = CODE_LISTS[name]

    expect([...codes].filter((code) => !new RegExp(pattern).test(code))).toEqual([])
    expect(new Set(published(name).codes).size).toBe(published(name).codes.length)
    expect(codes.has(example)).toBe(true)
  })

  it.each(['units', 'packages'] as const)('name only %s that are in the list', (name) => {
    const { names } = published(name)

    expect(Object.keys(names).filter((code) => !CODE_LISTS[name].codes.has(code))).toEqual([])
  })

  it('have as many codes as their editions say', () => {
    const sizes = Object.fromEntries(NAMES.map((name) => [name, CODE_LISTS[name].codes.size]))

    expect(sizes).toEqual({ countries: 249, currencies: 175, units: 1756, packages: 405 })
  })

  it('know the countries, currencies and units of the members', () => {
    for (const country of ['AU', 'CN', 'ID', 'JP', 'KR', 'MG', 'UY', 'CH'])
      expect(CODE_LISTS.countries.codes.has(country)).toBe(true)
    for (const currency of ['AUD', 'CNY', 'IDR', 'JPY', 'KRW', 'MGA', 'UYU', 'CHF', 'USD', 'EUR', 'ZWG', 'XCG']) {
      expect(CODE_LISTS.currencies.codes.has(currency)).toBe(true)
    }
    for (const unit of ['KGM', 'TNE', 'LTR', 'MTR', 'MTK', 'MTQ', 'C62', 'H87', 'PR'])
      expect(CODE_LISTS.units.codes.has(unit)).toBe(true)
  })

  it('do not know codes that are user-assigned, for tests or deleted', () => {
    expect(['XK', 'EU', 'UK', 'AN'].filter((code) => CODE_LISTS.countries.codes.has(code))).toEqual([])
    expect(['XXX', 'XTS', 'CNH', 'STD', 'BGN', 'HRK'].filter((code) => CODE_LISTS.currencies.codes.has(code))).toEqual(
      [],
    )
    expect(['PCE', 'BX', 'CT', 'NPR'].filter((code) => CODE_LISTS.units.codes.has(code))).toEqual([])
  })

  it('keep withdrawn currencies apart, each with its last day, as the published file does', () => {
    expect(published('currencies').withdrawn).toEqual(WITHDRAWN_CURRENCIES)
    expect(Object.keys(WITHDRAWN_CURRENCIES).filter((code) => CODE_LISTS.currencies.codes.has(code))).toEqual([])
  })

  it('publish the modes of transport and the chapters and editions of the Harmonized System that are checked', () => {
    const system = require('../../code-lists/harmonized-system.json') as { chapters: unknown; editions: unknown }

    expect(published('transport-modes').names).toEqual(TRANSPORT_MODES)
    expect(system.chapters).toEqual(HS_CHAPTERS)
    expect(system.editions).toEqual(HS_EDITIONS)
  })

  it('take the country of a place from its first two letters', () => {
    expect(['UYMVD', 'XZAAA', 'XKPRN'].map(isPlace)).toEqual([true, true, false])
  })
})
