import { describe, expect, it } from '@jest/globals'
import type { CommonDataset } from '../dataset/dataset-type'
import { DATASET_PLACES } from '../dataset/places'
import { parseDatasetOfAnyCountry } from '../dataset/parse'
import { FORMATS, READABLE_FORMATS, readFormat, writeFormat } from './catalogue'
import type { FormatName } from './catalogue'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const { readFileSync, writeFileSync } = require('node:fs')
const FOLDER = `${__dirname}/../../vectors/formats`

interface DatasetVectors {
  readonly description: string
  readonly dataset: unknown
  readonly formats: Readonly<Record<string, unknown>>
}

interface TextVector {
  readonly name: string
  readonly format: FormatName
  readonly lines: readonly string[]
}

const DATASETS = ['rcep', 'eur1', 'form-d', 'every-element']
const { cases: FOREIGN } = kept('foreign') as {
  readonly cases: readonly (TextVector & { readonly dataset: unknown; readonly ignored: readonly string[] })[]
}
const { cases: INVALID } = kept('invalid') as {
  readonly cases: readonly (TextVector & { readonly problems: readonly object[] })[]
}

describe.each(DATASETS)('the vectors of %s', (file) => {
  const vectors = kept(file) as DatasetVectors
  const dataset = accepted(vectors.dataset)

  it('hold for every format', () => {
    const formats = Object.fromEntries(FORMATS.map((name) => [name, written(name, dataset)]))
    if (process.env.UPDATE_VECTORS === '1') keep(file, { ...vectors, formats })

    expect((kept(file) as DatasetVectors).formats).toEqual(formats)
  })

  it.each(READABLE_FORMATS)('give the dataset back from %s', (name) => {
    const { lines } = vectors.formats[name] as { readonly lines: readonly string[] }

    expect(readFormat(name, lines.join('\n'))).toEqual({ ok: true, dataset: vectors.dataset, ignored: [] })
  })
})

it('have a dataset in which every element stands', () => {
  const { dataset } = kept('every-element') as DatasetVectors

  const missing = DATASET_PLACES.filter(([place]) => !stands(dataset, place.split('/').slice(1)))
  expect(missing.map(([place]) => place)).toEqual([])
})

describe('texts that others write', () => {
  it.each(FOREIGN)('are read: $name', ({ format, lines, dataset, ignored }) => {
    expect(readFormat(format, lines.join('\n'))).toEqual({ ok: true, dataset, ignored })
  })
})

describe('texts that are none', () => {
  it.each(INVALID)('are refused: $name', ({ format, lines, problems }) => {
    const reading = readFormat(format, lines.join('\n'))

    expect(reading.ok ? [] : reading.problems.map(({ place, rule }) => ({ place, rule }))).toEqual(problems)
  })
})

function written(name: FormatName, dataset: CommonDataset): object {
  const { text, mediaType, lost, beside } = writeFormat(name, dataset)
  const strict = writeFormat(name, dataset, { beside: false }).lost
  const reasons = (list: typeof lost): object[] => list.map(({ pointer, reason }) => ({ pointer, reason }))
  return { mediaType, lost: reasons(lost), beside, lostWithoutBeside: reasons(strict), lines: text.split('\n') }
}

function accepted(input: unknown): CommonDataset {
  const reading = parseDatasetOfAnyCountry(input)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.dataset
}

function stands(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return value !== undefined
  if (typeof value !== 'object' || value === null) return false
  if (step === '*') return Object.values(value).some((entry) => stands(entry, rest))
  return stands((value as Readonly<Record<string, unknown>>)[step], rest)
}

function kept(file: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${file}.json`, 'utf8'))
}

function keep(file: string, vectors: object): void {
  writeFileSync(`${FOLDER}/${file}.json`, `${JSON.stringify(vectors, null, 2)}\n`)
}
