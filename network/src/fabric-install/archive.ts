import { createReadStream } from 'node:fs'
import { chmod, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { LaunchError } from '../launch-error'

const BLOCK = 512
/** A program of Fabric has less than 60 MB. */
const PROGRAM_LIMIT_BYTES = 512 * 2 ** 20

/**
 * Takes programs out of a release's archive (`bin/NAME` of a gzipped tar, POSIX ustar) and writes them, executable, into a folder.
 * Nothing else of the archive is ever written, so no path in it matters.
 * @throws LaunchError when it is no such archive, a program is missing, or one is not a plain file.
 */
export async function extractPrograms(archive: string, names: readonly string[], folder: string): Promise<void> {
  const reader = new TarReader(names, folder)
  try {
    for await (const chunk of createReadStream(archive).pipe(createGunzip())) await reader.read(chunk as Buffer)
  } catch (error) {
    throw error instanceof LaunchError ? error : unreadable(archive, error)
  } finally {
    await reader.close()
  }
  const missing = names.filter((name) => !reader.written.has(name))
  if (missing.length > 0) {
    throw new LaunchError(`${archive} holds no ${missing.map((name) => `bin/${name}`).join(' and no ')}.`)
  }
}

function unreadable(archive: string, error: unknown): LaunchError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new LaunchError(`There is no file ${archive}.`)
  if (code === 'ENOSPC') return new LaunchError('The disk is full: make room, 200 MB, then repeat.')
  return new LaunchError(`${archive} is not a complete archive of a release (${message}).`, { cause: error })
}

interface Entry {
  readonly name: string
  readonly type: string
  readonly size: number
}

/** Reads a tar archive as it comes. */
class TarReader {
  readonly written = new Set<string>()
  readonly #names: readonly string[]
  readonly #folder: string
  #pending = Buffer.alloc(0)
  #target: FileHandle | undefined
  #name = ''
  /** Of the entry that is being read: its content, then what fills its last block. */
  #content = 0
  #filling = 0

  constructor(names: readonly string[], folder: string) {
    this.#names = names
    this.#folder = folder
  }

  async read(chunk: Buffer): Promise<void> {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    while (rest.length > 0) {
      if (this.#content > 0) rest = await this.#readContent(rest)
      else if (this.#filling > 0) rest = this.#skip(rest)
      else if (rest.length < BLOCK) break
      else {
        await this.#begin(rest.subarray(0, BLOCK))
        rest = rest.subarray(BLOCK)
      }
    }
    this.#pending = Buffer.from(rest)
  }

  async close(): Promise<void> {
    await this.#target?.close()
    this.#target = undefined
  }

  async #begin(header: Buffer): Promise<void> {
    // Two blocks of zeros are the end.
    if (header.every((byte) => byte === 0)) return
    const entry = readHeader(header)
    this.#content = entry.size
    this.#filling = (BLOCK - (entry.size % BLOCK)) % BLOCK
    const name = this.#names.find((candidate) => entry.name.replace(/^\.\//, '') === `bin/${candidate}`)
    if (name === undefined) return
    if (entry.type !== '0' && entry.type !== '\0') throw new LaunchError(`bin/${name} in the archive is no plain file.`)
    if (entry.size === 0 || entry.size > PROGRAM_LIMIT_BYTES) {
      throw new LaunchError(`bin/${name} in the archive has ${entry.size} bytes, which no program of Fabric has.`)
    }
    this.#name = name
    this.#target = await open(join(this.#folder, name), 'w', 0o755)
  }

  async #readContent(rest: Buffer): Promise<Buffer> {
    const part = rest.subarray(0, this.#content)
    if (this.#target !== undefined) await this.#target.writeFile(part)
    this.#content -= part.length
    if (this.#content === 0 && this.#target !== undefined) {
      await this.close()
      await chmod(join(this.#folder, this.#name), 0o755)
      this.written.add(this.#name)
    }
    return rest.subarray(part.length)
  }

  #skip(rest: Buffer): Buffer {
    const skipped = Math.min(this.#filling, rest.length)
    this.#filling -= skipped
    return rest.subarray(skipped)
  }
}

function readHeader(header: Buffer): Entry {
  const text = (from: number, to: number): string => header.toString('utf8', from, to).replace(/\0.*$/s, '')
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  const size = Number.parseInt(text(124, 136).trim(), 8)
  if (Number.parseInt(text(148, 156).trim(), 8) !== sum || !Number.isSafeInteger(size) || size < 0) {
    throw new Error('a damaged entry')
  }
  return { name: text(0, 100), type: String.fromCharCode(header[156] ?? 0), size }
}
