import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { OrganisationCode } from '@eco/domain'
import { LEDGER } from './ledger'
import type { TestNetwork } from './test-network'

/** Something that is stored, and where. */
export interface Stored {
  readonly place: string
  readonly bytes: Uint8Array
}

/** Every file below a folder. */
export function filesBelow(folder: string, wanted: (path: string) => boolean = () => true): readonly Stored[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(wanted)
    .map((path) => ({ place: path.slice(folder.length), bytes: readFileSync(path) }))
}

/**
 * All that an organisation's peer holds: blocks, state, history, private and transient data. The embedded channel keeps the
 * stores of all its peers in one file, each row with its owner; on Fabric they are the files of that peer.
 */
export function peerStore({ network, folder }: TestNetwork, code: OrganisationCode): readonly Stored[] {
  const { mspId } = network.organisation(code)
  if (LEDGER === 'fabric') {
    return filesBelow(folder, (path) => path.includes(join(mspId, 'peer', 'data')))
  }
  // The channel holds its file for itself: a copy of what it has written is read.
  const copy = mkdtempSync(join(tmpdir(), 'eco-store-'))
  for (const name of ['ledger.db', 'ledger.db-wal']) cpSync(join(network.layout.channel, name), join(copy, name))
  try {
    return rowsOf(join(copy, 'ledger.db'), mspId)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function rowsOf(file: string, mspId: string): readonly Stored[] {
  using database = new DatabaseSync(file)
  return TABLES.flatMap(([table, isOwn]) => {
    const rows = database.prepare(`SELECT * FROM ${table}`).all()
    return rows.filter((row) => isOwn(row, mspId)).flatMap((row) => storedIn(table, row))
  })
}

function storedIn(table: string, row: Row): readonly Stored[] {
  return Object.entries(row).map(([column, value]) => ({ place: `${table}.${column}`, bytes: bytesOf(value) }))
}

type Row = Readonly<Record<string, unknown>>

const OF_ALL = (): boolean => true
const BY_OWNER = (row: Row, mspId: string): boolean => row.msp_id === mspId
/** Private data are in namespaces that name their organisation; public state and hashes in such that do not. */
const BY_NAMESPACE = ({ ns }: Row, mspId: string): boolean => {
  const owner = /\b([A-Z]{2,3}MSP)\b/.exec(String(ns))?.[1]
  return owner === undefined || owner === mspId
}

const TABLES: readonly (readonly [string, (row: Row, mspId: string) => boolean])[] = [
  ['blocks', OF_ALL],
  ['transactions', OF_ALL],
  ['state', BY_NAMESPACE],
  ['history', BY_NAMESPACE],
  ['transient', BY_OWNER],
  ['private_sets', BY_OWNER],
  ['missing', BY_OWNER],
  ['definitions', OF_ALL],
]

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value))
}
