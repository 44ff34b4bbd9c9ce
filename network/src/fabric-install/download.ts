import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as pause } from 'node:timers/promises'
import { LaunchError } from '../launch-error'
import { acceptedBody, beginningOf, wholeOf } from './answer'
import { isOfDisk, reasonOf } from './file-failure'
import { forgetPart, keptPart, noteOf, partOf, sizeOf, writeNote } from './part'

/** In a row without a byte; then, with whatever comes in between: no server may keep us for ever. */
const ATTEMPTS = 5
const MOST_ATTEMPTS = 200
const SILENCE_MS = 60_000
const FIRST_PAUSE_MS = 500
/** No release is near that; a server that sends without end must not fill the disk. */
const LIMIT_BYTES = 2 ** 30

/** How far a download is; the whole is not known of every server. */
export interface Progress {
  readonly bytes: number
  readonly total: number | undefined
}

export interface DownloadOptions {
  readonly progress?: (progress: Progress) => void
  /** Hears of every attempt that failed. */
  readonly log?: (line: string) => void
  /** Ends the download; what came so far stays for the next time. */
  readonly signal?: AbortSignal
  /** How long the server may say nothing; default a minute. */
  readonly silenceMs?: number
  /** Before the second attempt; doubled with each one that brings nothing. Default half a second. */
  readonly pauseMs?: number
}

/**
 * Loads a file. A broken connection is taken up where it broke (RFC 9110, 14: Range with If-Range), in this run and in a later one;
 * where the server has another file by now, or cannot, the file is loaded from its beginning.
 * @throws LaunchError that says what the server answered, or that it cannot be loaded.
 */
export async function download(url: string, file: string, options: DownloadOptions = {}): Promise<void> {
  const { signal, log, pauseMs = FIRST_PAUSE_MS } = options
  let idle = 0
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(partOf(file))
    const failure = await passingFailure(loadOnce(url, file, options), signal)
    if (failure === undefined) break
    idle = (await sizeOf(partOf(file))) > before ? 0 : idle + 1
    if (idle === ATTEMPTS || attempt === MOST_ATTEMPTS) throw notLoaded(url, failure)
    log?.(`That failed (${reasonOf(failure)}): trying again …`)
    await passingFailure(pause(pauseMs * 2 ** idle, undefined, { ...(signal && { signal }) }), signal)
  }
  await rename(partOf(file), file)
  await rm(noteOf(file), { force: true })
}

/** Why a work failed, when doing it again may help; @throws what ends the download. */
async function passingFailure(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    await work
    return undefined
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof LaunchError || isOfDisk(error)) throw error
    return error
  }
}

async function loadOnce(url: string, file: string, options: DownloadOptions): Promise<void> {
  const { signal, silenceMs = SILENCE_MS, progress } = options
  const silence = new AbortController()
  const patience = setTimeout(() => silence.abort(new Error(`nothing came for ${silenceMs / 1000} s`)), silenceMs)
  try {
    const either = AbortSignal.any([silence.signal, ...(signal ? [signal] : [])])
    const { body, from, total } = await ask(url, file, either)
    const counter = new Counter(from, url, (bytes) => {
      patience.refresh()
      progress?.({ bytes, total })
    })
    await pipeline(Readable.fromWeb(body), counter, createWriteStream(partOf(file), placeOf(from)))
    if (total !== undefined && counter.bytes !== total) throw new Error('it ended early')
  } finally {
    clearTimeout(patience)
    // Frees the connection of an answer that was not taken.
    silence.abort()
  }
}

/** What the server sends, and where in the file it belongs. */
interface Delivery {
  readonly body: ReadableStream
  readonly from: number
  readonly total: number | undefined
}

async function ask(url: string, file: string, signal: AbortSignal): Promise<Delivery> {
  const kept = await keptPart(url, file)
  const range = kept === undefined ? {} : { range: `bytes=${kept.bytes}-`, 'if-range': kept.validator }
  // Identity: the archive's own bytes, not packed once more on the way.
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity', ...range }, signal })
  if (answer.status === 416) await forgetPart(file)
  const body = await acceptedBody(answer, url)
  const from = answer.status === 206 ? beginningOf(answer, kept) : 0
  if (from === undefined) {
    await forgetPart(file)
    throw new Error('the server goes on elsewhere than it was asked to')
  }
  const total = wholeOf(answer, from)
  if (total !== undefined && total > LIMIT_BYTES) throw tooLarge(url)
  if (from === 0) {
    // In this order: no crash leaves an old part with a new note.
    await forgetPart(file)
    await writeNote(file, url, answer)
  }
  return { body, from, total }
}

/** Lets bytes through and counts them. */
class Counter extends Transform {
  bytes: number

  constructor(from: number, url: string, progress: (bytes: number) => void) {
    super({
      transform: (chunk: Buffer, _encoding, done) => {
        this.bytes += chunk.length
        progress(this.bytes)
        if (this.bytes > LIMIT_BYTES) done(tooLarge(url))
        else done(null, chunk)
      },
    })
    this.bytes = from
  }
}

function placeOf(from: number): { flags: string; start: number } {
  return { flags: from === 0 ? 'w' : 'r+', start: from }
}

function tooLarge(url: string): LaunchError {
  return new LaunchError(`${url} is larger than any release of Fabric: nothing was installed; look where --from leads.`)
}

function notLoaded(url: string, error: unknown): LaunchError {
  return new LaunchError(
    `${url} cannot be loaded (${reasonOf(error)}). What came so far is kept: repeat the command, behind a proxy with HTTPS_PROXY set, or without internet access take a file with \`-- --archive FILE\`.`,
    { cause: error },
  )
}
