import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { LaunchError } from '../launch-error'
import { codeOf, isOfDisk, reasonOf } from './file-failure'
import { TarReader } from './tar-reader'

/** A release's archive on this disk. */
export interface Archive {
  readonly file: string
  /** Where it came from, for people. */
  readonly source: string
}

/**
 * Takes programs out of a release's archive (`bin/NAME` of a gzipped tar) and writes them, executable, into an empty folder.
 * @throws LaunchError when it is no such archive, a program is missing, or one is not a plain file.
 */
export async function extractPrograms(
  { file, source }: Archive,
  names: readonly string[],
  folder: string,
): Promise<void> {
  const reader = new TarReader(names, folder)
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await reader.read(chunk)
    })
  } catch (error) {
    throw isOfDisk(error) ? error : noRelease(source, objectionOf(error))
  } finally {
    await reader.close()
  }
  const missing = names.filter((name) => !reader.written.has(name))
  if (missing.length > 0)
    throw noRelease(source, `it holds no ${missing.map((name) => `bin/${name}`).join(' and no ')}`)
}

/** SHA-256 of a file in hexadecimal digits; @throws LaunchError when the file cannot be read. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    throw new LaunchError(
      `${file} cannot be read (${codeOf(error)}): name a release's archive that this user can read.`,
      {
        cause: error,
      },
    )
  }
  return hash.digest('hex')
}

function noRelease(source: string, reason: string): LaunchError {
  return new LaunchError(
    `${source} is not a complete archive of a release (${reason}): take the one that the Fabric project publishes. Nothing was installed.`,
  )
}

function objectionOf(error: unknown): string {
  if (codeOf(error) === 'Z_DATA_ERROR') return 'it is no gzip file, or damaged'
  return codeOf(error) === 'Z_BUF_ERROR' ? 'its end is missing' : reasonOf(error)
}
