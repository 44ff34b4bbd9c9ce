import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'

/** The first release of the 3.1 line whose SmartBFT does not let a follower fall behind for good. */
export const MINIMUM = '3.1.5'
/** All that the network runs of Fabric. */
export const TOOLS = ['peer', 'orderer'] as const

export interface FabricBinaries {
  readonly folder: string
  readonly peer: string
  readonly orderer: string
  readonly version: string
  readonly commit: string
}

export interface BinarySearch {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where `npm run fabric:install` puts them; default: the user's cache. */
  readonly cacheFolder?: string
  /** Takes a build that calls itself `latest`, whose version nobody can check. */
  readonly allowLatest?: boolean
  readonly platform?: string
}

/** No usable Fabric binaries; the message says what was found where and what to do, `found` only the former. */
export class BinariesError extends Error {
  override readonly name = 'BinariesError'
  readonly found: string

  constructor(found: string, message: string) {
    super(message)
    this.found = found
  }
}

/**
 * Finds `peer` and `orderer` of Fabric 3.1.5 or a later 3.1: in `FABRIC_BIN` if it is set, else on the PATH, else in the
 * user's cache.
 * @throws BinariesError when none of these has them.
 */
export function findBinaries(search: BinarySearch = {}): FabricBinaries {
  const { env = process.env, platform = process.platform } = search
  if (platform === 'win32') throw notForWindows()
  const { allowLatest = env.FABRIC_ALLOW_LATEST === '1' } = search
  const found: string[] = []
  for (const { source, folder } of places(env, search.cacheFolder)) {
    const result = look(folder, allowLatest)
    if (typeof result === 'object') return result
    // Most folders of the PATH have none, and nobody expects any there.
    if (result !== NONE || source !== 'PATH') found.push(`${source} (${folder}) has ${result}`)
  }
  const finding = found.join('; ')
  throw new BinariesError(
    finding,
    `Hyperledger Fabric ${MINIMUM} or a later 3.1 is needed: ${finding}. Run \`npm run fabric:install\`, or set FABRIC_BIN to the folder of peer and orderer.`,
  )
}

function notForWindows(): BinariesError {
  return new BinariesError(
    'not for Windows',
    'Nodes of Hyperledger Fabric run on Linux and macOS only: `npm start` runs the embedded channel on this system.',
  )
}

const NONE = 'none'

/** The binaries of a folder, or what it has instead. */
function look(folder: string, allowLatest: boolean): FabricBinaries | string {
  const missing = TOOLS.filter((tool) => !existsSync(join(folder, tool)))
  if (missing.length === 0) return inspect(folder, allowLatest)
  const present = TOOLS.filter((tool) => !missing.includes(tool))
  return present.length === 0 ? NONE : `${present.join()} but no ${missing.join()}`
}

/** Where `npm run fabric:install` keeps the binaries of this user. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  const { XDG_CACHE_HOME: given = '' } = env
  // The XDG specification: a path that is not absolute counts as none.
  return join(isAbsolute(given) ? given : usual, 'eco', 'fabric-3.1', 'bin')
}

export interface FabricVersion {
  readonly version: string
  readonly commit: string
}

/** Reads what `peer version` and `orderer version` print; undefined if it is something else. */
export function parseVersion(output: string): FabricVersion | undefined {
  const version = /^\s*Version:\s*v?(\S+)/m.exec(output)?.[1]
  if (version === undefined) return undefined
  return { version, commit: /^\s*Commit SHA:\s*(\S+)/m.exec(output)?.[1] ?? 'unknown' }
}

/** Why a version is not taken; undefined if it is. */
export function objection(version: string, allowLatest: boolean): string | undefined {
  if (version === 'latest') {
    return allowLatest ? undefined : 'a build that calls itself latest (set FABRIC_ALLOW_LATEST=1 to take it)'
  }
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? []
  if (major === '3' && minor === '1' && Number(patch) >= 5) return undefined
  return `version ${version}`
}

/** The binaries of a folder, or what is wrong with them. */
export function inspect(folder: string, allowLatest: boolean): FabricBinaries | string {
  const versions: FabricVersion[] = []
  for (const tool of TOOLS) {
    const version = versionOf(join(folder, tool))
    if (typeof version === 'string') return `${named(tool)} that ${version}`
    const refused = objection(version.version, allowLatest)
    if (refused !== undefined) return `${tool} in ${refused}`
    versions.push(version)
  }
  const [peer, orderer] = versions
  if (
    peer === undefined ||
    orderer === undefined ||
    peer.version !== orderer.version ||
    peer.commit !== orderer.commit
  ) {
    return 'a peer and an orderer of different builds'
  }
  return { folder, peer: join(folder, 'peer'), orderer: join(folder, 'orderer'), ...peer }
}

function named(tool: string): string {
  return tool === 'orderer' ? 'an orderer' : `a ${tool}`
}

function versionOf(program: string): FabricVersion | string {
  const { stdout, error } = spawnSync(program, ['version'], { encoding: 'utf8', timeout: 20_000 })
  if (error !== undefined) return `does not run here (${(error as NodeJS.ErrnoException).code ?? error.message})`
  return parseVersion(stdout) ?? 'does not tell its version'
}

function places(
  env: Readonly<Record<string, string | undefined>>,
  cache = cacheFolder(env),
): readonly { readonly source: string; readonly folder: string }[] {
  // Who names a folder wants no other, even if it has nothing usable.
  if (env.FABRIC_BIN !== undefined && env.FABRIC_BIN !== '') return [{ source: 'FABRIC_BIN', folder: env.FABRIC_BIN }]
  const path = new Set((env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''))
  return [...[...path].map((folder) => ({ source: 'PATH', folder })), { source: 'the cache', folder: cache }]
}
