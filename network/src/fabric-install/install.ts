import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { inspect, TOOLS } from '../fabric/binaries'
import type { FabricBinaries } from '../fabric/binaries'
import { LaunchError } from '../launch-error'
import { extractPrograms } from './archive'
import { download } from './download'
import type { DownloadOptions } from './download'
import { COMMITS } from './release'
import type { Release } from './release'

export interface InstallOptions extends DownloadOptions {
  readonly release: Release
  /** Where the programs belong: the `bin` that `findBinaries` looks into. */
  readonly binFolder: string
  /** A file in place of the download. */
  readonly archive?: string
  readonly log?: (line: string) => void
}

/** What was installed, and the SHA-256 of the archive it came from; `already` when nothing had to be done. */
export interface Installed extends FabricBinaries {
  readonly sha256: string | undefined
  readonly already: boolean
}

/**
 * Installs `peer` and `orderer` of a release: loads the archive or takes a file, requires the SHA-256 that an earlier installation of
 * the same archive has recorded, and what the programs say of their version and commit; then puts them into place in one step.
 * @throws LaunchError when anything of that does not hold; then nothing is installed.
 */
export async function installFabric(options: InstallOptions): Promise<Installed> {
  const { release, binFolder, log = () => undefined } = options
  const present = existsSync(binFolder) ? inspect(binFolder, false) : 'nothing'
  if (typeof present !== 'string' && present.version === release.version) {
    return { ...present, sha256: (await readDigests(binFolder))[release.archive], already: true }
  }
  if (existsSync(binFolder)) log(`The folder ${binFolder} has ${described(present)}: it is replaced.`)
  const root = dirname(binFolder)
  await mkdir(root, { recursive: true })
  const archive = options.archive ?? (await load(options, join(root, release.archive)))
  const sha256 = await digestOf(archive)
  await requireSame(options, archive, sha256)
  const fresh = await mkdtemp(join(root, 'new-'))
  try {
    await extractPrograms(archive, TOOLS, fresh)
    const binaries = requireRelease(release, fresh)
    await writeDigests(binFolder, { ...(await readDigests(binFolder)), [release.archive]: sha256 })
    await rm(binFolder, { recursive: true, force: true })
    await rename(fresh, binFolder)
    if (options.archive === undefined) await rm(archive, { force: true })
    const { peer, orderer } = { peer: join(binFolder, 'peer'), orderer: join(binFolder, 'orderer') }
    return { ...binaries, folder: binFolder, peer, orderer, sha256, already: false }
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function load({ release, log, ...options }: InstallOptions, file: string): Promise<string> {
  log?.(`Loading ${release.url}`)
  await download(release.url, file, options)
  return file
}

async function requireSame(
  { release, binFolder, archive }: InstallOptions,
  file: string,
  sha256: string,
): Promise<void> {
  const known = (await readDigests(binFolder))[release.archive]
  if (known === undefined || known === sha256) return
  if (archive === undefined) await rm(file, { force: true })
  throw new LaunchError(
    `${file} is not the archive that was installed before: its SHA-256 is ${sha256}, recorded is ${known} (${digestsFile(binFolder)}). Nothing was installed; remove the record only if you know why it changed.`,
  )
}

function requireRelease(release: Release, folder: string): FabricBinaries {
  const found = inspect(folder, false)
  if (typeof found === 'string')
    throw new LaunchError(`The archive has ${found}, not ${release.version}. Nothing was installed.`)
  const commit = COMMITS[release.version]
  if (found.version !== release.version || (commit !== undefined && !found.commit.startsWith(commit))) {
    throw new LaunchError(
      `The archive has version ${found.version} of commit ${found.commit}, not ${release.version}${commit === undefined ? '' : ` of ${commit}`}. Nothing was installed.`,
    )
  }
  return found
}

function described(present: FabricBinaries | string): string {
  return typeof present === 'string' ? present : `version ${present.version}`
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    throw new LaunchError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`, {
      cause: error,
    })
  }
  return hash.digest('hex')
}

/** Beside the programs, so that it outlives them. */
function digestsFile(binFolder: string): string {
  return join(dirname(binFolder), 'archives.json')
}

async function readDigests(binFolder: string): Promise<Readonly<Record<string, string>>> {
  try {
    return JSON.parse(await readFile(digestsFile(binFolder), 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

async function writeDigests(binFolder: string, digests: Readonly<Record<string, string>>): Promise<void> {
  const file = digestsFile(binFolder)
  await writeFile(`${file}.new`, `${JSON.stringify(digests, undefined, 2)}\n`)
  await rename(`${file}.new`, file)
}
