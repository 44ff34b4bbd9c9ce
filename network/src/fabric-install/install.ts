import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inspect, TOOLS } from '../fabric/binaries'
import type { FabricBinaries } from '../fabric/binaries'
import { LaunchError } from '../launch-error'
import { readRunning, takeLock } from '../lock'
import type { Lock } from '../lock'
import { digestOf, extractPrograms } from './archive'
import type { Archive } from './archive'
import { download } from './download'
import type { DownloadOptions } from './download'
import { ofDisk } from './file-failure'
import { systemOf } from './program-system'
import { readRecord, recordFile, writeRecord } from './record'
import type { InstallRecord } from './record'
import { COMMITS } from './release'
import type { Release } from './release'

export interface InstallOptions extends DownloadOptions {
  readonly release: Release
  /** Where the programs belong: the `bin` that `findBinaries` looks into. */
  readonly binFolder: string
  /** A file in place of the download. */
  readonly archive?: string
}

/** What was installed, and the SHA-256 of the archive it came from; `already` when nothing had to be done. */
export interface Installed extends FabricBinaries {
  readonly sha256: string | undefined
  readonly already: boolean
}

/** Folders that an installation that was killed leaves. */
const UNFINISHED = ['new-', 'old-']

/**
 * Installs `peer` and `orderer` of a release: loads the archive or takes a file, requires the SHA-256 that an earlier installation of
 * the same archive has recorded, and what the programs say of their version and commit; then puts them into place in one step.
 * @throws LaunchError when anything of that does not hold; then nothing is installed.
 */
export async function installFabric(options: InstallOptions): Promise<Installed> {
  const root = dirname(options.binFolder)
  let lock: Lock | undefined
  try {
    await mkdir(root, { recursive: true })
    lock = lockOn(root)
    return await install(options, root)
  } catch (error) {
    throw ofDisk(error, root) ?? error
  } finally {
    lock?.release()
  }
}

async function install(options: InstallOptions, root: string): Promise<Installed> {
  const { release, binFolder, log = () => undefined } = options
  await removeUnfinished(root)
  const record = await readRecord(root)
  const recorded = record[release.archive]
  const present = existsSync(binFolder) ? await presentIn(binFolder, recorded?.programs ?? {}) : 'nothing'
  if (typeof present === 'object' && present.version === release.version) {
    return { ...present, sha256: recorded?.sha256, already: true }
  }
  if (existsSync(binFolder)) log(`The folder ${binFolder} has ${described(present)}: it is replaced.`)
  const fresh = await mkdtemp(join(root, UNFINISHED[0]))
  const archive = await openArchive(options, root)
  try {
    const sha256 = await digestOf(archive.file)
    requireSame(release, archive, sha256, record, root)
    await extractPrograms(archive, TOOLS, fresh, options.signal)
    const { version, commit } = await requireRelease(release, archive, fresh)
    await writeRecord(root, { ...record, [release.archive]: { sha256, programs: await digestsIn(fresh) } })
    options.signal?.throwIfAborted()
    await replace(binFolder, fresh, root)
    const [peer, orderer] = [join(binFolder, 'peer'), join(binFolder, 'orderer')]
    return { folder: binFolder, peer, orderer, version, commit, sha256, already: false }
  } finally {
    await rm(fresh, { recursive: true, force: true })
    if (options.archive === undefined) await rm(archive.file, { force: true })
  }
}

function lockOn(root: string): Lock {
  const file = join(root, 'lock')
  try {
    return takeLock(file)
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    const who = readRunning(file)?.pid ?? 'unknown'
    throw new LaunchError(`Another installation (process ${who}) is under way in ${root}: wait for it to end.`)
  }
}

async function removeUnfinished(root: string): Promise<void> {
  const names = (await readdir(root)).filter((name) => UNFINISHED.some((beginning) => name.startsWith(beginning)))
  await Promise.all(names.map((name) => rm(join(root, name), { recursive: true, force: true })))
}

/** The programs of a folder, or what is wrong with them. */
async function presentIn(folder: string, recorded: Readonly<Record<string, string>>): Promise<FabricBinaries | string> {
  const digests: Readonly<Record<string, string>> = await digestsIn(folder).catch(() => ({}))
  const changed = Object.keys(recorded).find((tool) => digests[tool] !== recorded[tool])
  return changed === undefined ? inspect(folder, false) : `a ${changed} that is not as it was installed`
}

function described(present: FabricBinaries | string): string {
  return typeof present === 'string' ? present : `version ${present.version}`
}

async function digestsIn(folder: string): Promise<Record<string, string>> {
  const digests = TOOLS.map(async (tool) => [tool, await digestOf(join(folder, tool))] as const)
  return Object.fromEntries(await Promise.all(digests))
}

async function openArchive({ release, archive, ...options }: InstallOptions, root: string): Promise<Archive> {
  if (archive !== undefined) return { file: archive, source: archive }
  const file = join(root, release.archive)
  options.log?.(`Loading ${release.url}`)
  await download(release.url, file, options)
  return { file, source: release.url }
}

function requireSame(release: Release, { source }: Archive, sha256: string, record: InstallRecord, root: string): void {
  const known = record[release.archive]?.sha256
  if (known === undefined || known === sha256) return
  throw new LaunchError(
    `${source} is not the archive that was installed before: its SHA-256 is ${sha256}, recorded is ${known} (${recordFile(root)}). Nothing was installed; remove the record only if you know why it changed.`,
  )
}

async function requireRelease(release: Release, { source }: Archive, folder: string): Promise<FabricBinaries> {
  const instead = `take ${release.archive}, as the Fabric project publishes it. Nothing was installed.`
  for (const tool of TOOLS) {
    const system = (await systemOf(join(folder, tool))) ?? release.system
    if (system !== release.system) {
      throw new LaunchError(`${source} has a ${tool} for ${system}, and this system is ${release.system}: ${instead}`)
    }
  }
  const found = inspect(folder, false)
  if (typeof found === 'string') throw new LaunchError(`${source} has ${found}, not ${release.version}: ${instead}`)
  const commit = COMMITS[release.version]
  if (found.version === release.version && found.commit.startsWith(commit ?? '')) return found
  const wanted = commit === undefined ? release.version : `${release.version} of commit ${commit}`
  throw new LaunchError(`${source} has version ${found.version} of commit ${found.commit}, not ${wanted}: ${instead}`)
}

/** A network that runs on the old programs goes on with them. */
async function replace(folder: string, fresh: string, root: string): Promise<void> {
  const old = await mkdtemp(join(root, 'old-'))
  if (existsSync(folder)) await rename(folder, join(old, 'bin'))
  await rename(fresh, folder)
  await rm(old, { recursive: true, force: true })
}
