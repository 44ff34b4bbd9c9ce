import { describe, expect, it } from '@jest/globals'
import { parseDatasetOfAnyCountry } from '../dataset/parse'
import { aCommonDataset, aCommonItem } from '../dataset/testing/datasets'
import type { Sample } from '../dataset/testing/datasets'
import { READABLE_FORMATS, readFormat, writeFormat } from './catalogue'

const packages = { quantity: 1, type: 'CT' }

/** Datasets near the limit of 256 KiB, each of what one format writes at greatest length. */
const LARGEST: Readonly<Record<string, Sample>> = {
  'as many items as there may be': { items: items(999, { hsVersion: undefined, originCountry: undefined }) },
  'packages of many kinds': {
    items: items(88, { packages, otherPackages: Array.from({ length: 98 }, () => packages) }),
  },
  'many invoices': { items: items(95, { invoice: Array.from({ length: 99 }, () => ({ number: '1' })) }) },
  'many marks': { items: items(400, { marks: Array.from({ length: 99 }, () => '1') }) },
  'a deep list in extensions': {
    extensions: {
      a: nested(
        26,
        Array.from({ length: 125_000 }, () => 1),
      ),
    },
  },
}

describe.each(READABLE_FORMATS)('the format %s', (name) => {
  it.each(Object.keys(LARGEST))('takes back what it makes of the largest datasets: %s', (sort) => {
    const reading = parseDatasetOfAnyCountry(aCommonDataset(LARGEST[sort]))
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems.slice(0, 3)))

    const { text } = writeFormat(name, reading.dataset)

    // Not by toEqual: it would print megabytes.
    const back = readFormat(name, text)
    expect(back.ok && JSON.stringify(sorted(back.dataset)) === JSON.stringify(sorted(reading.dataset))).toBe(true)
  })
})

function items(count: number, changes: Sample): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const members: Sample = { ...aCommonItem(changes), sequence: index + 1 }
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  })
}

function nested(levels: number, value: unknown): unknown {
  return levels === 0 ? value : [nested(levels - 1, value)]
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([member, child]) => [member, sorted(child)]),
  )
}
