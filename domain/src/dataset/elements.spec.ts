import { describe, expect, it } from '@jest/globals'
import { DATASET_FORMAT } from './dataset-format'
import type { CommonDataset, CommonItem } from './dataset-type'
import type { Element } from './element'
import { REGIMES } from './element'
import { DATASET_ELEMENTS, ELEMENTS, ELEMENT_NAMES, elementNamed } from './elements'
import { DATASET_PLACES } from './places'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

const ROWS: readonly Element[] = Object.values(ELEMENTS)

describe('the table of elements', () => {
  it('has every number from 1 to 61', () => {
    const numbers = new Set(ROWS.map(({ number }) => number))

    expect([...numbers].sort((one, other) => one - other)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  })

  it('gives every element of the dataset a place of its own, in no other element', () => {
    const places = Object.values(DATASET_ELEMENTS).map(({ at }) => at)

    const inside = places.filter((place) => places.some((other) => other !== place && place.startsWith(`${other}/`)))
    expect(new Set(places).size).toBe(places.length)
    expect(inside).toEqual([])
  })

  it('says of every element what carries it: those of the dataset are in the dataset table and no others', () => {
    const carried = Object.entries(ELEMENTS).filter(([, { carriedBy }]) => carriedBy === 'dataset')

    expect(carried.map(([name]) => name)).toEqual(ELEMENT_NAMES)
  })

  it('leads the names of elements of items with "item.", and no others', () => {
    for (const name of ELEMENT_NAMES) {
      expect([name, name.startsWith('item.')]).toEqual([name, elementNamed(name).at.startsWith('/items/*/')])
    }
  })

  it('names only kinds of certificates that it explains', () => {
    const letters = ROWS.map(({ neededBy }) => neededBy).filter((neededBy) => neededBy !== 'all')

    const unknown = letters
      .flatMap((each) => each.split(' '))
      .filter((letter) => !Object.hasOwn(REGIMES, letter.toUpperCase()))
    expect(unknown).toEqual([])
  })

  it('ends every remark as a sentence', () => {
    expect(ROWS.filter(({ remark }) => !/^[A-Z].*\.$/.test(remark))).toEqual([])
  })

  it('is what the format of a dataset is made of, down to single values', () => {
    const places = new Set(DATASET_PLACES.map(([place]) => place))

    expect(Object.keys(DATASET_FORMAT.members)).toContain('items')
    expect([...places].filter((place) => place === '/items/*/originCriterion/combined/*/percent')).toHaveLength(1)
    for (const row of Object.values(DATASET_ELEMENTS)) {
      expect([...places].some((place) => place === row.at || place.startsWith(`${row.at}/`))).toBe(true)
    }
  })

  it('makes the types: what is needed is never undefined, what may be missing may be', () => {
    const checks: readonly true[] = [
      true satisfies Same<CommonDataset['certificateNumber'], string>,
      true satisfies Same<CommonDataset['remarks'], string | undefined>,
      true satisfies Same<CommonDataset['certificateType'], 'original' | 'back-to-back' | 'replacement' | 'in-lieu'>,
      true satisfies Same<CommonDataset['exporter']['address']['city'], string>,
      true satisfies Same<CommonItem['sequence'], number>,
      true satisfies Same<CommonItem['quantity']['value'], string>,
      true satisfies Same<NonNullable<CommonItem['marks']>, readonly string[]>,
      true satisfies Same<NonNullable<CommonDataset['flags']>['backToBack'], boolean | undefined>,
    ]

    expect(checks).toHaveLength(8)
  })
})
