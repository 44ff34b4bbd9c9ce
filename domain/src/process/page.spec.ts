import { describe, expect, it } from '@jest/globals'
import { TRANSACTIONS } from '../ledger/table'
import type { TransactionSpec } from '../ledger/transaction'
import { REFUSALS } from '../refusal'
import { CASE_NOTICES } from '../verification/notices'
import { CASE_DEADLINES } from '../verification/deadline-table'
import { AXES } from './axes'
import { BUSINESS_CODES } from './business-codes'
import { CASE_LANES, CERTIFICATE_LANES } from './lanes'
import { AREAS, processPage, processPictures } from './page'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  readdirSync: (path: string) => readonly string[]
  writeFileSync: (path: string, text: string) => void
}

const DOCS = `${__dirname}/../../../docs`
const SPECS: Readonly<Record<string, TransactionSpec>> = TRANSACTIONS

const ROLES_IN: Readonly<Record<string, readonly string[]>> = {
  'importing customs': ['customs', 'member-admin'],
  'issuing authority': ['issuer', 'authority-admin', 'member-admin'],
}

describe('the page on the business process', () => {
  it('is the page in the repository, with its pictures and no others', () => {
    const { readFileSync, readdirSync, writeFileSync } = require('node:fs')
    const files = { 'process.md': processPage(), ...pictures() }
    if (process.env.UPDATE_DOCUMENTATION === '1') {
      for (const [name, text] of Object.entries(files)) writeFileSync(`${DOCS}/${name}`, text)
    }

    for (const [name, text] of Object.entries(files))
      expect([name, readFileSync(`${DOCS}/${name}`, 'utf8')]).toEqual([name, text])
    expect(readdirSync(`${DOCS}/process`).toSorted()).toEqual(Object.keys(processPictures()).toSorted())
  })

  it('names every transaction once, with every code that may refuse it', () => {
    const named = Object.values(AREAS).flatMap(Object.keys)
    const page = processPage()

    expect(named.toSorted()).toEqual(Object.keys(TRANSACTIONS).toSorted())
    for (const code of REFUSALS) expect(page).toContain(`| \`${code}\` |`)
  })

  it('lets each step be taken by roles that may submit its transaction, from and to states of its axis', () => {
    for (const { states, steps } of AXES) {
      for (const { name, transaction, roles, from, to } of steps) {
        const { roles: allowed = [], writes } = SPECS[transaction] ?? {}
        expect([name, writes, roles.filter((role) => !allowed.includes(role))]).toEqual([name, true, []])
        expect([name, [...from, ...to].filter((state) => !states.includes(state))]).toEqual([name, []])
      }
    }
  })

  it('has a step for every transaction that changes the state of a certificate, and leads to every state', () => {
    const areas = Object.entries(AREAS).filter(([area]) => area !== 'Registers')
    const writing = areas.flatMap(([, specs]) => Object.keys(specs).filter((name) => SPECS[name]?.writes))
    const taken = AXES.flatMap(({ steps }) => steps.map(({ transaction }) => transaction as string))

    // What is sent in confidence changes no public state.
    expect(writing.filter((name) => !taken.includes(name))).toEqual(['deliver', 'sendText', 'shareSpecimen'])
    for (const { name, states, steps } of AXES) {
      const [first, ...others] = states
      const reached = steps.flatMap(({ to }) => to)
      expect([name, others.filter((state) => !reached.includes(state))]).toEqual([name, []])
      expect(first).toBeDefined()
    }
  })

  it('shows who does what by transactions that exist, in lanes that may submit them', () => {
    const shown = [...CERTIFICATE_LANES, ...CASE_LANES].flatMap(({ steps }) => steps)
    const submitted = shown.flatMap(({ by, transactions = [] }) => transactions.map((name) => [by, name] as const))

    const wrong = submitted.filter(([by, name]) => !SPECS[name]?.roles.some((role) => ROLES_IN[by]?.includes(role)))
    expect(wrong).toEqual([])
    expect(CERTIFICATE_LANES[0]?.steps[0]?.text).toContain('applies')
    expect(CERTIFICATE_LANES.at(-1)?.steps[0]?.transactions).toEqual(['acquit'])
  })

  it('says every deadline and notice of a verification case', () => {
    const page = processPage()

    for (const word of [...CASE_DEADLINES, ...Object.keys(CASE_NOTICES)]) expect(page).toContain(word)
  })

  it('tags each thing that goes wrong as a refusal, a finding or a notice', () => {
    const tagged = BUSINESS_CODES.flatMap(({ said }) => said.map(({ tag }) => tag))

    expect(new Set(tagged)).toEqual(new Set(['refusal', 'finding', 'notice']))
    expect(BUSINESS_CODES.every(({ said }) => said.length > 0)).toBe(true)
    expect(new Set(BUSINESS_CODES.map(({ wrong }) => wrong)).size).toBe(BUSINESS_CODES.length)
  })
})

describe('a picture', () => {
  it('is one well-formed drawing in which every arrow stays inside', () => {
    for (const [name, svg] of Object.entries(processPictures())) {
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
      const numbers = (of: RegExp): number[] => [...svg.matchAll(of)].map(([, value]) => Number(value))
      expect([name, Math.max(...numbers(/ x[12]?="(-?[\d.]+)"/g)) <= Number(width)]).toEqual([name, true])
      expect([name, Math.max(...numbers(/ y[12]?="(-?[\d.]+)"/g)) <= Number(height)]).toEqual([name, true])
      expect([name, Math.min(...numbers(/ [xy][12]?="(-?[\d.]+)"/g)) >= 0]).toEqual([name, true])
      expect([name, svg.match(/<text/g)?.length]).toEqual([name, svg.match(/<\/text>/g)?.length])
    }
  })
})

function pictures(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(processPictures()).map(([name, svg]) => [`process/${name}`, svg]))
}
