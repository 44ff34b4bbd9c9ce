import { describe, expect, it } from '@jest/globals'
import { declarationsPage } from './documentation'
import { LINE_CODES } from './words'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const PAGE = `${__dirname}/../../../docs/declaration-checks.md`

describe('the page about declaration checks', () => {
  it('is the one that the tables make', () => {
    const { readFileSync, writeFileSync } = require('node:fs')
    if (process.env.UPDATE_DOCUMENTATION === '1') writeFileSync(PAGE, declarationsPage())

    expect(readFileSync(PAGE, 'utf8')).toBe(declarationsPage())
  })

  it('names every answer once in its table', () => {
    const page = declarationsPage()

    for (const code of Object.keys(LINE_CODES)) expect(page.split(`| \`${code}\` |`)).toHaveLength(2)
  })
})
