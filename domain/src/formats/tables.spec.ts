import { describe, expect, it } from '@jest/globals'
import { DATASET_PLACES } from '../dataset/places'
import { FORMATS, formatGaps } from './catalogue'
import { EDI3 } from './edi3-table'
import { EUR1 } from './eur1-table'
import { FORM_D } from './form-d-table'
import { patternOf, shapeOf } from './steps'
import { UBL_COUNTED } from './ubl'
import { W3C } from './w3c-table'
import { WCO } from './wco-table'

const TREES = { wco: WCO, edi3: EDI3, ubl: UBL_COUNTED, w3c: W3C }
const TABLES = { ...TREES, 'form-d': FORM_D, eur1: EUR1 }

const PLACES = DATASET_PLACES.map(([place]) => place)

describe.each(FORMATS)('the table of %s', (name) => {
  const { rows } = TABLES[name]

  it('names only places that a dataset has', () => {
    const known = [...PLACES, ...PLACES.map((place) => `${place}/*`)]

    for (const { at } of rows) {
      const shape = shapeOf(patternOf(at))
      expect([at, known.some((place) => place === shape || place.startsWith(`${shape}/`))]).toEqual([at, true])
    }
  })

  it('and the list of its gaps cover the table of elements', () => {
    const shapes = rows.map(({ at }) => shapeOf(patternOf(at)))
    const gaps = formatGaps(name)

    for (const place of PLACES) {
      const hasRow = shapes.some((shape) => shape === place || shape === `${place}/*` || place.startsWith(`${shape}/`))
      const gap = gaps.find(({ at }) => at === place)
      expect([place, hasRow]).toEqual([place, gap?.reason !== 'no-place'])
    }
  })
})

describe.each(Object.entries(TREES))('the table of %s', (_, { rows, fillers }) => {
  it('gives every place of the format to one element', () => {
    const places = [
      ...rows.flatMap(({ to, and }) => (and === undefined ? [to] : [to, and])),
      ...fillers.map(({ to }) => to),
    ]

    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
  })

  it('gives an element a second place only where a condition decides', () => {
    const second = rows.filter(({ at }, index) => rows.findIndex((row) => row.at === at) !== index)

    expect(second.filter(({ needs }) => needs === undefined)).toEqual([])
  })
})

it('gives an element the id of the WCO Data Model that the table of elements has for it, and no other', () => {
  const ids = new Map(DATASET_PLACES.map(([place, member]) => [place, member.wco]))

  for (const { at, to } of WCO.rows) {
    const id = to.split('/').find((step) => /^[A-Z]?\d{3}$/.test(step))
    if (at.endsWith('/unit')) continue
    expect([at, id]).toEqual([at, ids.get(at.replace(/\/\*$/, '')) ?? WHOLE_IDS[at]])
  }
})

it('has a place in the WCO Data Model for every element with an id', () => {
  const placed = WCO.rows.map(({ at }) => at.replace(/\/\*$/, ''))

  const withId = DATASET_PLACES.filter(([, { wco }]) => wco !== undefined).map(([place]) => place)
  expect(withId.filter((place) => !placed.includes(place))).toEqual([])
})

/** Ids that the table of elements gives to an object, of which the format takes one member. */
const WHOLE_IDS: Readonly<Record<string, string>> = { '/items/*/originCriterion/code': '436' }
