import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

const BLOCK = 512
/** A program of Fabric has less than 60 MB, and all of a release less than 400. */
const PROGRAM_LIMIT_BYTES = 256 * 2 ** 20
const ARCHIVE_LIMIT_BYTES = 2 ** 30

/** An archive is not what a release is; the message says of what part. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

interface Entry {
  readonly name: string
  readonly type: string
  readonly size: number
}

/**
 * Reads a tar archive (POSIX ustar) as it comes and writes `bin/NAME` of it, for each name that is asked for, executable into a folder.
 * Nothing else is ever written, so neither a path nor a link in the archive matters.
 */
export class TarReader {
  /** The programs that were written to their end. */
  readonly written = new Set<string>()
  readonly #names: readonly string[]
  readonly #folder: string
  #pending = Buffer.alloc(0)
  #target: FileHandle | undefined
  #name = ''
  /** Of the entry that is being read: its content, then what fills its last block. */
  #content = 0
  #filling = 0
  #bytes = 0
  #ended = false

  constructor(names: readonly string[], folder: string) {
    this.#names = names
    this.#folder = folder
  }

  /** @throws ArchiveError for content that no release has. */
  async read(chunk: Buffer): Promise<void> {
    this.#bytes += chunk.length
    if (this.#bytes > ARCHIVE_LIMIT_BYTES) throw new ArchiveError('it holds more than any release of Fabric')
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    while (rest.length > 0 && !this.#ended) {
      if (this.#content > 0) rest = await this.#readContent(rest)
      else if (this.#filling > 0) rest = this.#skip(rest)
      else if (rest.length < BLOCK) break
      else {
        await this.#begin(rest.subarray(0, BLOCK))
        rest = rest.subarray(BLOCK)
      }
    }
    this.#pending = this.#ended ? Buffer.alloc(0) : Buffer.from(rest)
  }

  async close(): Promise<void> {
    await this.#target?.close()
    this.#target = undefined
  }

  async #begin(header: Buffer): Promise<void> {
    // Zeros are the end; what fills the archive's last record comes after them.
    this.#ended = header.every((byte) => byte === 0)
    if (this.#ended) return
    const entry = readHeader(header)
    this.#content = entry.size
    this.#filling = (BLOCK - (entry.size % BLOCK)) % BLOCK
    const name = this.#names.find((candidate) => entry.name.replace(/^\.\//, '') === `bin/${candidate}`)
    if (name === undefined) return
    requireProgram(entry)
    this.#name = name
    // Fails for a second entry of the same name.
    this.#target = await open(join(this.#folder, name), 'wx', 0o755).catch((error: unknown) => {
      throw this.written.has(name) ? new ArchiveError(`it holds bin/${name} twice`) : error
    })
  }

  async #readContent(rest: Buffer): Promise<Buffer> {
    const part = rest.subarray(0, this.#content)
    if (this.#target !== undefined) await this.#target.writeFile(part)
    this.#content -= part.length
    if (this.#content === 0 && this.#target !== undefined) {
      // Whatever the user's mask for new files is.
      await this.#target.chmod(0o755)
      await this.close()
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

function requireProgram({ name, type, size }: Entry): void {
  if (type !== '0' && type !== '\0') throw new ArchiveError(`${name} in it is no plain file`)
  if (size === 0 || size > PROGRAM_LIMIT_BYTES) {
    throw new ArchiveError(`${name} in it has ${size} bytes, which no program of Fabric has`)
  }
}

function readHeader(header: Buffer): Entry {
  const text = (from: number, to: number): string => header.toString('utf8', from, to).replace(/\0.*$/s, '')
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  const size = Number.parseInt(text(124, 136).trim(), 8)
  if (Number.parseInt(text(148, 156).trim(), 8) !== sum || !Number.isSafeInteger(size) || size < 0) {
    throw new ArchiveError('an entry in it is damaged')
  }
  return { name: text(0, 100), type: String.fromCharCode(header[156] ?? 0), size }
}
