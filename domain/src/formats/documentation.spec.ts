import { describe, expect, it } from '@jest/globals'
import { FORMATS, formatGaps } from './catalogue'
import { formatsPage } from './documentation'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const PAGE = `${__dirname}/../../../docs/formats.md`

describe('the page about the formats', () => {
  it('is the one that the tables make', () => {
    const { readFileSync, writeFileSync } = require('node:fs')
    if (process.env.UPDATE_DOCUMENTATION === '1') writeFileSync(PAGE, formatsPage())

    expect(readFileSync(PAGE, 'utf8')).toBe(formatsPage())
  })

  it.each(FORMATS)('names every gap of %s', (name) => {
    const section =
      formatsPage()
        .split('\n## ')
        .find((text) => text.includes(`(\`${name}\`)`)) ?? ''
    const listed = section.split('Gaps:')[1] ?? ''

    for (const { at } of formatGaps(name)) expect(listed).toContain(`\`${at}\``)
  })
})
