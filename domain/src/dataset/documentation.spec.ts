import { describe, expect, it } from '@jest/globals'
import { datasetDocumentation } from './documentation'
import { ELEMENT_NAMES } from './elements'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const PAGE = `${__dirname}/../../../docs/dataset.md`

describe('the page about the dataset', () => {
  it('is the one that the table of elements makes', () => {
    const { readFileSync, writeFileSync } = require('node:fs')
    if (process.env.UPDATE_DOCUMENTATION === '1') writeFileSync(PAGE, datasetDocumentation())

    expect(readFileSync(PAGE, 'utf8')).toBe(datasetDocumentation())
  })

  it('names every element once in its table', () => {
    const page = datasetDocumentation()

    for (const name of ELEMENT_NAMES) expect(page.split(`| \`${name}\` |`)).toHaveLength(2)
  })
})
