import { expect, it } from '@jest/globals'
import { PROFILES } from './catalogue'
import { agreementsPage } from './documentation'

declare function require(path: 'node:fs'): { readFileSync: (path: string, encoding: 'utf8') => string }
declare const __dirname: string

const PAGE = agreementsPage()

it('has a page that is up to date: docs/agreements.md is what agreementsPage() writes', () => {
  const kept = require('node:fs').readFileSync(`${__dirname}/../../../docs/agreements.md`, 'utf8')

  expect(PAGE).toBe(kept)
})

it.each(PROFILES)('shows what was not read of $code, and marks what is background', (profile) => {
  const section = PAGE.slice(PAGE.indexOf(`### ${profile.code}\n`)).split('\n### ')[0] ?? ''

  const text = JSON.stringify(profile)
  expect(section.includes('Not read: ') || section.includes('not read')).toBe(text.includes('"not-read"'))
  expect(section.includes('background')).toBe(text.includes('background'))
})
