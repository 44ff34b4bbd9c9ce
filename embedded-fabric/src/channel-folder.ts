import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LedgerError } from './ledger/store'
import type { ChannelOptions } from './options'

interface Description {
  readonly channelId: string
  readonly members: readonly string[]
  readonly observers: readonly string[]
}

/**
 * Notes whose channel a data folder holds, or checks that it is this one: block 0 names the organisations for good.
 * @throws LedgerError when the folder holds another channel, or other organisations.
 */
export function keepDescription(folder: string, options: Pick<ChannelOptions, 'channelId' | 'organizations'>): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'channel.json')
  const wanted = describe(options)
  if (!existsSync(file)) {
    writeWhole(file, JSON.stringify(wanted))
    return
  }
  const kept = readJson(file) as Description
  const [found, asked] = [kept, wanted].map(sentence)
  if (found === asked) return
  throw new LedgerError(
    `The data folder ${folder} holds ${found ?? ''}; it cannot serve ${asked ?? ''}. Start with what it holds, or with another folder.`,
  )
}

function describe({ channelId, organizations }: Pick<ChannelOptions, 'channelId' | 'organizations'>): Description {
  const named = (observer: boolean): string[] =>
    organizations.filter((organization) => (organization.observer === true) === observer).map(({ mspId }) => mspId)
  return { channelId, members: named(false), observers: named(true) }
}

function sentence({ channelId, members, observers }: Description): string {
  const watched = observers.length === 0 ? '' : `, observed by ${[...observers].sort().join(', ')}`
  return `channel '${channelId}' of ${[...members].sort().join(', ')}${watched}`
}

/** Reads a JSON file of the data folder; says which one when it is damaged. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new LedgerError(`The file ${file} is damaged: restore it from a copy, or start with another folder.`)
  }
}

/** Writes a file for its owner only, whole or not at all. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.new`
  writeFileSync(unfinished, text, { mode: 0o600, flush: true })
  renameSync(unfinished, file)
}
