import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { KEY_PREFIXES, partsOfKey } from '@eco/domain'
import type { TransactionName } from '@eco/domain'
import { examples } from './testing/examples'
import { Ledger } from './testing/ledger'
import type { Sender } from './testing/ledger'

// Written when format 1 was new, and never again: what a ledger holds stays there for ever.
const FILE = join(__dirname, '..', '..', 'domain', 'vectors', 'ledger', 'format-1.json')

interface Answer {
  readonly sender: Sender
  readonly name: TransactionName
  readonly args: readonly string[]
  readonly answer: unknown
}

/** A ledger as a contract of format 1 left it, and what it answered. */
interface Kept {
  /** The text of each record, by its key. */
  readonly records: Readonly<Record<string, string>>
  readonly answers: readonly Answer[]
}

/** Queries that need no earlier versions of a record and nothing from a collection. */
const QUERIES = ['get', 'ancestry', 'member', 'exporter', 'authority', 'agreement', 'cases'] as const

async function newKept(): Promise<Kept> {
  const ledger = new Ledger()
  const records = new Map<string, string>()
  const queries = new Map<string, Omit<Answer, 'answer'>>()
  let count = 0
  for (const { sender, name, args, writes, transient = {} } of examples()) {
    const request = writes ? [`request-${(count += 1)}`] : []
    const simulation = await ledger.submitWith(transient, sender, name, ...request, ...args)
    for (const [key, text] of Object.entries(simulation.writes)) records.set(key, text)
    if (QUERIES.some((query) => query === name)) queries.set(`${name} ${args.join(' ')}`, { sender, name, args })
  }
  const answers: Answer[] = []
  for (const query of queries.values()) {
    const { payload } = await ledger.evaluate(query.sender, query.name, ...query.args)
    answers.push({ ...query, answer: JSON.parse(payload) as unknown })
  }
  return { records: Object.fromEntries([...records].sort(([one], [other]) => (one < other ? -1 : 1))), answers }
}

describe('a ledger of format 1', () => {
  let kept: Kept

  beforeAll(async () => {
    if (!existsSync(FILE) && process.env.UPDATE_VECTORS !== undefined) {
      writeFileSync(FILE, `${JSON.stringify(await newKept(), null, 2)}\n`)
    }
    kept = JSON.parse(readFileSync(FILE, 'utf8')) as Kept
  })

  it('holds records of every kind', () => {
    const kinds = Object.keys(kept.records).map((key) => partsOfKey(key)?.kind)

    expect(new Set(kinds)).toEqual(new Set(Object.keys(KEY_PREFIXES)))
    expect(new Set(kept.answers.map(({ name }) => name))).toEqual(new Set(QUERIES))
  })

  it('is read by the contract of today, which answers at least what it answered then', async () => {
    const ledger = ledgerOf(kept)

    for (const { sender, name, args, answer } of kept.answers) {
      const { status, payload, message = '' } = await ledger.evaluate(sender, name, ...args)
      expect([name, status, message]).toEqual([name, 200, ''])
      expect(JSON.parse(payload)).toMatchObject(answer as object)
    }
  })

  it('goes on: every record of it can be read for what changes it', async () => {
    const refusals = new Map<string, string>()
    for (const example of examples().filter(({ writes, transient }) => writes && transient === undefined)) {
      const ledger = ledgerOf(kept)
      const { status, message = '' } = await ledger.submit(example.sender, example.name, 'later', ...example.args)
      // A rule may say no to what was done already; a record that cannot be read is a fault.
      if (status !== 200) refusals.set(example.name, message)
    }

    expect([...refusals]).toEqual([])
  })
})

function ledgerOf({ records }: Kept): Ledger {
  const ledger = new Ledger()
  for (const [key, text] of Object.entries(records)) ledger.tamper(key, text)
  return ledger
}
