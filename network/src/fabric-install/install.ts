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

/** How the folders begin that an installation that was killed leaves. */
const [NEW, OLD] = ['new-', 'old-']

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
  const { release, binFolder, log } = options
  await removeUnfinished(root)
  const recorded = (await readRecord(root))[release.archive]
  const present = existsSync(binFolder) ? await presentIn(binFolder, release, recorded?.programs ?? {}) : undefined
  if (typeof present === 'object') return { ...present, sha256: recorded?.sha256, already: true }
  if (present !== undefined) log?.(`The folder ${binFolder} has ${present}: it is to be replaced.`)
  const archive = await openArchive(options, root)
  try {
    return await installArchive(archive, options, root)
  } finally {
    if (options.archive === undefined) await rm(archive.file, { force: true })
  }
}

async function installArchive(
  archive: Archive,
  { release, binFolder }: InstallOptions,
  root: string,
): Promise<Installed> {
  const record = await readRecord(root)
  const sha256 = await digestOf(archive.file)
  requireSame(archive, sha256, record[release.archive]?.sha256, root)
  const fresh = await mkdtemp(join(root, NEW))
  try {
    await extractPrograms(archive, TOOLS, fresh)
    const { version, commit } = await requireRelease(release, archive, fresh)
    await writeRecord(root, { ...record, [release.archive]: { sha256, programs: await digestsIn(fresh) } })
    await replace(binFolder, fresh, root)
    const [peer, orderer] = [join(binFolder, 'peer'), join(binFolder, 'orderer')]
    return { folder: binFolder, peer, orderer, version, commit, sha256, already: false }
  } finally {
    await rm(fresh, { recursive: true, force: true })
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
  const names = (await readdir(root)).filter((name) => name.startsWith(NEW) || name.startsWith(OLD))
  await Promise.all(names.map((name) => rm(join(root, name), { recursive: true, force: true })))
}

/** The programs of the release in a folder, or what it has instead. */
async function presentIn(
  folder: string,
  { version }: Release,
  recorded: Readonly<Record<string, string>>,
): Promise<FabricBinaries | string> {
  const present = inspect(folder, false)
  if (typeof present === 'string') return present
  if (present.version !== version) return `version ${present.version}`
  const digests: Readonly<Record<string, string>> = await digestsIn(folder)
  const changed = Object.keys(recorded).find((tool) => digests[tool] !== recorded[tool])
  return changed === undefined ? present : `another ${changed} than was installed`
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

function requireSame({ source }: Archive, sha256: string, known: string | undefined, root: string): void {
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
      throw new LaunchError(
        `${source} is for ${system} (bin/${tool}), and this system is ${release.system}: ${instead}`,
      )
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
  const old = await mkdtemp(join(root, OLD))
  if (existsSync(folder)) await rename(folder, join(old, 'bin'))
  await rename(fresh, folder)
  await rm(old, { recursive: true, force: true })
}
