import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LaunchError } from '../launch-error'
import { codeOf } from './file-failure'

/** What was installed: SHA-256 of the archive and of each program, in hexadecimal digits. */
export interface Recorded {
  readonly sha256: string
  readonly programs: Readonly<Record<string, string>>
}

/** By the archive's name. */
export type InstallRecord = Readonly<Record<string, Recorded>>

/** Where the record is: beside the programs' folder, so that it outlives them. */
export function recordFile(root: string): string {
  return join(root, 'archives.json')
}

/** @throws LaunchError when it is damaged: forgetting what was required would be a way around it. */
export async function readRecord(root: string): Promise<InstallRecord> {
  const file = recordFile(root)
  try {
    return parseRecord(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw new LaunchError(
      `The record of installed archives ${file} cannot be read: remove it if you know why, then repeat.`,
      { cause: error },
    )
  }
}

export async function writeRecord(root: string, record: InstallRecord): Promise<void> {
  const file = recordFile(root)
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`)
  await rename(`${file}.new`, file)
}

function parseRecord(input: unknown): InstallRecord {
  const record = input as Record<string, Partial<Recorded> | undefined>
  if (
    !Object.values(record).every((one) => isDigest(one?.sha256) && Object.values(one?.programs ?? {}).every(isDigest))
  ) {
    throw new TypeError('an entry is no digest')
  }
  return record as InstallRecord
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
