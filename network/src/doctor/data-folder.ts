import { X509Certificate } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, readdir, readFile, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { leftovers } from '../fabric/process-record'
import type { Layout } from '../layout'
import { readRunning } from '../lock'
import type { LedgerName } from '../topology'
import type { CertificateFacts, FolderFacts } from './facts'

const MIB = 2 ** 20
/** Looks at a data folder, and changes nothing in it. */
export async function lookAtFolder(layout: Layout, networks: readonly LedgerName[]): Promise<FolderFacts> {
  const existing = nearestExisting(layout.root)
  const { bavail, bsize } = await statfs(existing)
  const launcher = readRunning(layout.lock)?.pid
  return {
    networks,
    folder: layout.root,
    unusable: await objectionTo(existing),
    freeDiskMiB: Math.floor((bavail * bsize) / MIB),
    launcher,
    leftovers:
      launcher === undefined
        ? { lock: existsSync(layout.lock), nodes: await leftovers(join(layout.channel, 'processes.json')) }
        : { lock: false, nodes: [] },
    certificates: await certificatesIn(layout),
  }
}

/** When something in the folder's first level was last written. */
export async function lastWritten(layout: Layout): Promise<Date | undefined> {
  const files = [layout.marker, layout.lock, layout.keysMade, layout.gatewayConfig]
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  )
  const last = Math.max(...times)
  return last === 0 ? undefined : new Date(last)
}

/** Of a folder that is made by the first start, the one above counts. */
function nearestExisting(folder: string): string {
  const above = dirname(folder)
  return existsSync(folder) || above === folder ? folder : nearestExisting(above)
}

async function objectionTo(existing: string): Promise<string | undefined> {
  if (!(await stat(existing)).isDirectory()) return `${existing} is no folder`
  return access(existing, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => undefined,
    () => `${existing} cannot be written`,
  )
}

async function certificatesIn(layout: Layout): Promise<FolderFacts['certificates']> {
  const folder = dirname(layout.keysMade)
  const files = await readdir(folder, { recursive: true }).catch((): string[] => [])
  // The note is the last thing that is written: keys without it are those of a start that was interrupted.
  if (!files.includes(basename(layout.keysMade))) return existsSync(layout.channel) ? 'damaged' : 'none'
  try {
    const { validUntil } = JSON.parse(await readFile(layout.keysMade, 'utf8')) as { validUntil: string }
    const names = files.filter((name) => name.endsWith('.pem') && !name.endsWith('.key.pem'))
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name))))
    return commonValidity(
      texts.map((text) => new X509Certificate(text)),
      new Date(validUntil),
    )
  } catch {
    return 'damaged'
  }
}

function commonValidity(certificates: readonly X509Certificate[], noted: Date): CertificateFacts {
  const from = Math.max(...certificates.map(({ validFromDate }) => validFromDate.getTime()))
  const until = Math.min(noted.getTime(), ...certificates.map(({ validToDate }) => validToDate.getTime()))
  if (!Number.isFinite(from) || !Number.isFinite(until)) throw new RangeError('no certificates')
  return { from: new Date(from), until: new Date(until) }
}
