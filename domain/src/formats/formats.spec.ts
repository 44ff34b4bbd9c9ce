import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import type { CommonDataset } from '../dataset/dataset-type'
import { parseDataset, parseDatasetOfAnyCountry } from '../dataset/parse'
import { aCommonDataset, aCommonItem, anyDataset } from '../dataset/testing/datasets'
import { FORMATS, READABLE_FORMATS, readFormat, writeFormat } from './catalogue'
import { EDI3 } from './edi3-table'
import { UBL } from './ubl-table'
import { WCO } from './wco-table'
import { W3C } from './w3c-table'

const RUNS = { numRuns: 60 }

function accepted(input: unknown): CommonDataset {
  const reading = parseDatasetOfAnyCountry(input)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.dataset
}

describe.each(READABLE_FORMATS)('the format %s', (name) => {
  it('gives back every dataset exactly, without what it lists as lost', () => {
    fc.assert(
      fc.property(anyDataset(), fc.boolean(), (input, beside) => {
        const dataset = accepted(input)

        const { text, lost } = writeFormat(name, dataset, { beside })

        const reading = readFormat(name, text)
        expect(reading).toMatchObject({ ok: true, ignored: [] })
        const pointers = lost.map(({ pointer }) => pointer)
        expect(reading.ok && valuesOf(reading.dataset)).toEqual(without(valuesOf(dataset), pointers))
        if (beside) expect(pointers.filter((pointer) => !pointer.includes('/extensions'))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('writes one text, whatever the order of the members in the input', () => {
    const dataset = aCommonDataset({ items: [aCommonItem({ trademark: 'Example' })] })
    const turned = Object.fromEntries(Object.entries(dataset).reverse())

    expect(writeFormat(name, accepted(turned))).toEqual(writeFormat(name, accepted(dataset)))
  })

  it('answers any text with a dataset or a refusal, and never throws', () => {
    const { text } = writeFormat(name, accepted(aCommonDataset()))
    const mutated = fc
      .tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 20 }))
      .map(([at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone))

    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.json(), fc.string({ unit: 'binary' })), (input) => {
        const reading = readFormat(name, input)

        if (reading.ok) parseDataset(reading.dataset)
        else expect(reading.problems).not.toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe.each(FORMATS.filter((name) => !READABLE_FORMATS.includes(name)))('the form %s', (name) => {
  it('prints every value that it does not list as lost', () => {
    fc.assert(
      fc.property(anyDataset(), (input) => {
        const dataset = accepted(input)

        const { text, lost } = writeFormat(name, dataset)

        const kept = without(
          valuesOf(dataset),
          lost.map(({ pointer }) => pointer),
        )
        for (const value of kept.values()) {
          if (typeof value === 'boolean') continue
          for (const line of String(value).split('\n')) expect(text).toContain(line)
        }
      }),
      RUNS,
    )
  })

  it('is not read, and says so', () => {
    const { text } = writeFormat(name, accepted(aCommonDataset()))

    expect(readFormat(name, text)).toMatchObject({ ok: false, problems: [{ rule: 'not-readable' }] })
  })

  it('lets no value look like the heading of a box, or like another value', () => {
    const item = aCommonItem({ description: 'Watches\nBox 12. Certification\nMade up' })

    const { text } = writeFormat(name, accepted(aCommonDataset({ items: [item] })))

    expect(text.split('\n').filter((line) => line.startsWith('Box 12.'))).toHaveLength(1)
    expect(text).toContain('\n    Box 12. Certification\n')
  })
})

const PLACES = [...WCO.rows, ...EDI3.rows, ...W3C.rows].flatMap(({ at, to }) => [at, to])

/** Pieces of the tree that the formats know, with anything at their places. */
const anyMembers = fc
  .array(fc.tuple(fc.constantFrom(...PLACES), fc.nat(3), fc.jsonValue({ maxDepth: 2 })), { maxLength: 12 })
  .map((pieces) => pieces.map(([place, number, value]) => [place.replaceAll(/[*+]/g, String(number)), value] as const))

describe('what looks like one of the formats', () => {
  it.each(['wco', 'edi3', 'w3c'] as const)('is answered with a dataset or a refusal in %s', (name) => {
    fc.assert(
      fc.property(anyMembers, anyMembers, (members, beside) => {
        const tree = members.reduce<unknown>(
          (built, [place, value]) => put(built, place.slice(1).split('/'), value),
          {},
        )
        const text = JSON.stringify({ ...(tree as object), beside: Object.fromEntries(beside) })

        const reading = readFormat(name, text)

        if (reading.ok) parseDataset(reading.dataset)
        else expect(reading.problems).not.toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('is answered with a dataset or a refusal in ubl', () => {
    const paths = UBL.rows.map(({ to }) => to).filter((to) => !to.includes('@'))
    const piece = fc.tuple(fc.constantFrom(...paths), fc.oneof(fc.constantFrom('1', '2026-01-01'), fc.string()))
    const whole = writeFormat('ubl', accepted(aCommonDataset())).text

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = whole.replace(/(?<=beside:1">\n).*(?=<\/CertificateOfOrigin>)/s, pieces.map(elementOf).join(''))

        const reading = readFormat('ubl', text)

        if (reading.ok) parseDataset(reading.dataset)
        else expect(reading.problems).not.toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

function put(tree: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value
  const members = typeof tree === 'object' && tree !== null ? tree : {}
  const below = put((members as Readonly<Record<string, unknown>>)[step], rest, value)
  if (!/^\d$/.test(step)) return { ...members, [step]: below }
  const list = Array.isArray(members) ? [...(members as readonly unknown[])] : []
  list[Number(step)] = below
  return list
}

function elementOf([path, value]: readonly [string, string]): string {
  const names = path.split('/').filter((step) => step.includes(':'))
  return [...names.map((name) => `<${name}>`), value, ...names.toReversed().map((name) => `</${name}>`)].join('')
}

/** All values with their pointers; of extensions, and of empty objects, the object. */
function valuesOf(tree: unknown, pointer = ''): ReadonlyMap<string, unknown> {
  const isLeaf = typeof tree !== 'object' || tree === null || pointer.endsWith('/extensions')
  const children = isLeaf ? [] : Object.entries(tree)
  if (children.length === 0) return new Map([[pointer, tree]])
  return new Map(children.flatMap(([name, child]) => [...valuesOf(child, `${pointer}/${name}`)]))
}

function without(values: ReadonlyMap<string, unknown>, pointers: readonly string[]): ReadonlyMap<string, unknown> {
  const isLost = (place: string): boolean => pointers.some((lost) => place === lost || place.startsWith(`${lost}/`))
  return new Map([...values].filter(([place]) => !isLost(place)))
}
