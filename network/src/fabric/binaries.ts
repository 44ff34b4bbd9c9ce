import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

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
}

/** No usable Fabric binaries; the message says what was found where and what to do. */
export class BinariesError extends Error {
  override readonly name = 'BinariesError'
}

/**
 * Finds `peer` and `orderer` of Fabric 3.1.5 or a later 3.1: in `FABRIC_BIN` if it is set, else on the PATH, else in the
 * user's cache.
 */
export function findBinaries(search: BinarySearch = {}): FabricBinaries {
  const { env = process.env } = search
  const found: string[] = []
  for (const { source, folder } of places(env, search.cacheFolder ?? cacheFolder(env))) {
    if (!TOOLS.every((tool) => existsSync(join(folder, tool)))) {
      if (source === 'FABRIC_BIN') found.push(`FABRIC_BIN (${folder}) has no peer and orderer`)
      continue
    }
    const result = inspect(folder, search.allowLatest ?? env.FABRIC_ALLOW_LATEST === '1')
    if (typeof result !== 'string') return result
    found.push(`${source} (${folder}) has ${result}`)
  }
  const finding = found.length === 0 ? 'Found none in FABRIC_BIN, on the PATH or in the cache' : found.join('; ')
  throw new BinariesError(
    `Hyperledger Fabric ${MINIMUM} or a later 3.1 is needed. ${finding}. Run \`npm run fabric:install\`, or set FABRIC_BIN to the folder of peer and orderer.`,
  )
}

/** Where `npm run fabric:install` keeps the binaries of this user. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  return join(env.XDG_CACHE_HOME ?? usual, 'eco', 'fabric-3.1', 'bin')
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
    const { stdout } = spawnSync(join(folder, tool), ['version'], { encoding: 'utf8', timeout: 20_000 })
    const version = parseVersion(stdout)
    if (version === undefined) return `a ${tool} that does not tell its version`
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

function places(
  env: Readonly<Record<string, string | undefined>>,
  cache: string,
): readonly { readonly source: string; readonly folder: string }[] {
  // Who names a folder wants no other, even if it has nothing usable.
  if (env.FABRIC_BIN !== undefined && env.FABRIC_BIN !== '') return [{ source: 'FABRIC_BIN', folder: env.FABRIC_BIN }]
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...path.map((folder) => ({ source: 'PATH', folder })), { source: 'the cache', folder: cache }]
}
