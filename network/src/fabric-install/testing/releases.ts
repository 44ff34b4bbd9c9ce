import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { tar } from '../../fabric/chaincode-package'
import { sizeOf } from '../part'
import { releaseFor } from '../release'

/** The system for which the tests install. */
export const LINUX = { platform: 'linux', arch: 'x64' }

/** The archive's name for that system. */
export const ARCHIVE = releaseFor('3.1.5', LINUX).archive

/** A program that says of itself what the real one does. */
export function programOf(tool: string, version: string, commit = '86c1172be'): string {
  return `#!/bin/sh\nprintf '${tool}:\\n Version: v${version}\\n Commit SHA: ${commit}\\n'\n# ${'filling '.repeat(40_000)}\n`
}

/** An archive as the project publishes it, and with a path that leads out of any folder; about 640 kB. */
export function archiveOf(version: string, commit?: string): Buffer {
  return gzipSync(
    tar([
      { name: 'config/core.yaml', content: 'peer: {}' },
      { name: '../escaped', content: 'out of the folder' },
      { name: 'bin/orderer', content: programOf('orderer', version, commit) },
      { name: 'bin/peer', content: programOf('peer', version, commit) },
    ]),
    { level: 0 },
  )
}

/** What one answer does instead of sending everything. */
interface Oddity {
  readonly status?: number
  readonly headers?: OutgoingHttpHeaders
  /** Breaks the connection after so many bytes of the body. */
  readonly breakAfter?: number
  /** Sends nothing at all. */
  readonly silent?: boolean
}

/** A server of releases that has one archive, at `/v3.1.5/`. */
export class Releases {
  /** The range that each request asked for. */
  readonly ranges: (string | undefined)[] = []
  readonly statuses: number[] = []
  url = ''
  content: Buffer
  /** Whether it knows `Range`, and whether it looks at `If-Range`. */
  resumes = true
  conditional = true
  etag = true
  /** Where the client keeps what came so far: a connection breaks when it is all there. */
  part: string | undefined
  readonly #oddities: Oddity[] = []
  readonly #server: Server

  private constructor(content: Buffer) {
    this.content = content
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(content: Buffer): Promise<Releases> {
    const releases = new Releases(content)
    releases.#server.listen(0, '127.0.0.1')
    await once(releases.#server, 'listening')
    releases.url = `http://127.0.0.1:${(releases.#server.address() as AddressInfo).port}`
    return releases
  }

  /** The next answer is odd; more than once: those that follow. */
  next(oddity: Oddity): void {
    this.#oddities.push(oddity)
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.ranges.push(request.headers.range)
    const oddity = this.#oddities.shift() ?? {}
    if (oddity.silent === true) return
    const from = this.#beginning(request)
    const known = request.url?.endsWith(`/v3.1.5/${ARCHIVE}`) === true
    const status = oddity.status ?? (known ? (from === 0 ? 200 : 206) : 404)
    this.statuses.push(status)
    response.writeHead(status, { ...this.#headers(from), ...oddity.headers })
    if (oddity.status !== undefined || !known) response.end()
    else void this.#send(response, from, oddity)
  }

  async #send(response: ServerResponse, from: number, { breakAfter }: Oddity): Promise<void> {
    const body = this.content.subarray(from)
    if (breakAfter === undefined) {
      response.end(body)
      return
    }
    const part = body.subarray(0, breakAfter)
    await new Promise((resolve) => response.write(part, resolve))
    while (this.part !== undefined && (await sizeOf(this.part)) < from + part.length) await nextTurn()
    // Half-closed, so that the bytes arrive before the end does.
    response.socket?.end()
  }

  #headers(from: number): OutgoingHttpHeaders {
    const whole = this.content.length
    return {
      ...(this.etag && { etag: this.#etag() }),
      'content-length': whole - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${whole - 1}/${whole}` }),
    }
  }

  #beginning({ headers }: IncomingMessage): number {
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? []
    const matches = !this.conditional || headers['if-range'] === this.#etag()
    return this.resumes && from !== undefined && matches ? Number(from) : 0
  }

  #etag(): string {
    return `"${createHash('sha256').update(this.content).digest('hex')}"`
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
