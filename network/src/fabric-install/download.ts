import { createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { LaunchError } from '../launch-error'

const ATTEMPTS = 5
/** No release is near that; a server that sends without end must not fill the disk. */
const LIMIT_BYTES = 2 ** 30
const SILENCE_MS = 60_000

/** How far a download is; the whole is not known of every server. */
export interface Progress {
  readonly bytes: number
  readonly total: number | undefined
}

export interface DownloadOptions {
  readonly progress?: (progress: Progress) => void
  /** What came so far stays for the next time. */
  readonly signal?: AbortSignal
  /** How long the server may say nothing. */
  readonly silenceMs?: number
}

/** What is known of the part that was loaded before. */
interface Part {
  readonly url: string
  /** The server's mark of the file's content; without one nothing can be resumed. */
  readonly validator: string
}

/**
 * Loads a file. A broken connection is taken up where it broke (RFC 9110, 14: Range with If-Range), in this run and in a later one;
 * where the server has another file by now, or cannot, the file is loaded from its beginning.
 * @throws LaunchError that says what the server answered, or that it cannot be reached.
 */
export async function download(url: string, file: string, options: DownloadOptions = {}): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(partOf(file))
    try {
      await loadOnce(url, file, options)
      break
    } catch (error) {
      options.signal?.throwIfAborted()
      if (error instanceof LaunchError) throw error
      // As long as something comes, it goes on.
      const advanced = (await sizeOf(partOf(file))) > before
      if (!advanced && attempt >= ATTEMPTS) throw unreachable(url, error)
      if (advanced) attempt = 0
    }
  }
  await rename(partOf(file), file)
  await rm(noteOf(file), { force: true })
}

async function loadOnce(url: string, file: string, options: DownloadOptions): Promise<void> {
  const { signal, silenceMs = SILENCE_MS } = options
  const silence = new AbortController()
  const patience = setTimeout(() => silence.abort(new Error(`nothing came for ${silenceMs / 1000} s`)), silenceMs)
  try {
    const kept = await keptPart(url, file)
    const answer = await fetch(url, {
      headers: kept === undefined ? {} : { range: `bytes=${kept.bytes}-`, 'if-range': kept.validator },
      signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
    })
    const body = await acceptedBody(answer, url, file)
    const from = answer.status === 206 ? beginningOf(answer, kept?.bytes) : 0
    await writeNote(file, url, answer)
    const total = from + lengthOf(answer)
    const counter = new Counter(from, Number.isNaN(total) ? undefined : total, (progress) => {
      patience.refresh()
      options.progress?.(progress)
    })
    await pipeline(Readable.fromWeb(body), counter, createWriteStream(partOf(file), appendFrom(from)))
    if (!Number.isNaN(total) && counter.bytes !== total) throw new Error('the connection ended early')
  } finally {
    clearTimeout(patience)
  }
}

/** Lets bytes through and counts them. */
class Counter extends Transform {
  bytes: number

  constructor(from: number, total: number | undefined, progress: (progress: Progress) => void) {
    super({
      transform: (chunk: Buffer, _encoding, done) => {
        this.bytes += chunk.length
        if (this.bytes > LIMIT_BYTES) {
          done(new LaunchError('The file is larger than any release: nothing was installed.'))
          return
        }
        progress({ bytes: this.bytes, total })
        done(null, chunk)
      },
    })
    this.bytes = from
  }
}

function appendFrom(from: number): { flags: string; start: number } {
  return { flags: from === 0 ? 'w' : 'r+', start: from }
}

async function acceptedBody(answer: Response, url: string, file: string): Promise<ReadableStream> {
  if (answer.status === 416) {
    await rm(partOf(file), { force: true })
    throw new Error('the part that was kept is not of this file')
  }
  if (!answer.ok || answer.body === null) throw refused(url, answer.status)
  return answer.body
}

async function keptPart(url: string, file: string): Promise<{ bytes: number; validator: string } | undefined> {
  const [note, bytes] = [await readNote(file), await sizeOf(partOf(file))]
  return note?.url === url && bytes > 0 ? { bytes, validator: note.validator } : undefined
}

/** Where the server goes on; a server that goes on elsewhere than asked is not believed. */
function beginningOf(answer: Response, asked: number | undefined): number {
  const [, from] = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '') ?? []
  if (asked !== undefined && Number(from) === asked) return asked
  throw new LaunchError('The server goes on at another place than it was asked to: try again later.')
}

function lengthOf(answer: Response): number {
  return Number(answer.headers.get('content-length') ?? NaN)
}

function refused(url: string, status: number): LaunchError {
  if (status === 404) return new LaunchError(`There is no such release: ${url} answers 404.`)
  return new LaunchError(`${url} answers ${status}: try again later, or take a file with \`-- --archive FILE\`.`)
}

function unreachable(url: string, error: unknown): LaunchError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return new LaunchError(
    `${new URL(url).host} cannot be reached (${cause}). What came so far is kept. Behind a proxy set NODE_USE_ENV_PROXY=1 and HTTPS_PROXY; without internet access take a file with \`-- --archive FILE\`.`,
    { cause: error },
  )
}

async function readNote(file: string): Promise<Part | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(file), 'utf8')) as Part
  } catch {
    return undefined
  }
}

/** Only a strong mark says that two parts are of the same bytes. */
async function writeNote(file: string, url: string, answer: Response): Promise<void> {
  const validator = answer.headers.get('etag') ?? ''
  if (validator === '' || validator.startsWith('W/')) await rm(noteOf(file), { force: true })
  else await writeFile(noteOf(file), JSON.stringify({ url, validator }))
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

function partOf(file: string): string {
  return `${file}.part`
}

function noteOf(file: string): string {
  return `${file}.part.json`
}
