import { existsSync, readdirSync } from 'node:fs'
import { LaunchError } from './launch-error'
import { layoutOf, usualDataFolder } from './layout'
import { readRunning } from './lock'
import { LEDGERS } from './topology'
import type { LedgerName } from './topology'

/** The networks that a command line names: a word that is one, or nothing. */
export function ledgerNamed(args: readonly string[]): LedgerName | undefined {
  return LEDGERS.find((name) => args.includes(name))
}

/**
 * The data folder that a command means: that of the network it names, else ECO_DATA, else the one on which a network
 * runs, else the only one that holds data, else the one of `npm start`.
 * @throws LaunchError when two hold data and none runs, and `exact` is asked for.
 */
export function meantDataFolder(args: readonly string[], { exact = false } = {}): string {
  const named = ledgerNamed(args)
  if (named !== undefined || process.env.ECO_DATA !== undefined) return usualDataFolder(named)
  const folders = LEDGERS.map((name) => usualDataFolder(name)).filter(holdsData)
  const running = folders.find((folder) => readRunning(layoutOf(folder).lock) !== undefined)
  if (running === undefined && exact && folders.length > 1) {
    throw new LaunchError(`Both networks have data: say which one, ${LEDGERS.join(' or ')}.`)
  }
  return running ?? folders[0] ?? usualDataFolder()
}

function holdsData(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0
}
