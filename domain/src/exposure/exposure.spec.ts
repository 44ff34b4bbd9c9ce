import { describe, expect, it } from '@jest/globals'
import { ELEMENT_NAMES } from '../dataset/elements'
import { exposurePage } from './page'
import { ELEMENT_EXPOSURE, PARTIES, RECORD_EXPOSURE } from './table'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const PAGE = `${__dirname}/../../../docs/data-exposure.md`

describe('the statement of exposure', () => {
  it('is the page in the repository', () => {
    const { readFileSync, writeFileSync } = require('node:fs')
    if (process.env.UPDATE_DOCUMENTATION === '1') writeFileSync(PAGE, exposurePage())

    expect(readFileSync(PAGE, 'utf8')).toBe(exposurePage())
  })

  it('has a row for every element of the dataset', () => {
    expect(ELEMENT_EXPOSURE.map(({ field }) => field)).toEqual(expect.arrayContaining([...ELEMENT_NAMES]))
  })

  it('gives nobody outside the channel more than the state of a certificate', () => {
    const rows = [...Object.values(RECORD_EXPOSURE), ...ELEMENT_EXPOSURE]
    const open = rows.filter(({ exposure }) => exposure.public !== 'nothing').map(({ field }) => field)

    expect(open).toEqual(['state of the document'])
    expect(rows.every(({ exposure }) => Object.keys(exposure).length === PARTIES.length)).toBe(true)
  })

  it('gives third members nothing of people, goods and prices', () => {
    for (const name of [
      'exporter.name',
      'exporterDeclaration',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
    ]) {
      const row = ELEMENT_EXPOSURE.find(({ field }) => field === name)

      expect([name, row?.exposure['other members'], row?.exposure.observer]).toEqual([name, 'nothing', 'nothing'])
    }
  })
})
