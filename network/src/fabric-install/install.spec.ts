import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { tar } from '../fabric/chaincode-package'
import { installFabric } from './install'
import type { Installed, InstallOptions } from './install'
import { releaseFor } from './release'

const LINUX = { platform: 'linux', arch: 'x64' }
const ARCHIVE = 'hyperledger-fabric-linux-amd64-3.1.5.tar.gz'

let folder: string
let binFolder: string
let server: Releases

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-install-'))
  binFolder = join(folder, 'fabric-3.1', 'bin')
  server = await Releases.start(archiveOf('3.1.5'))
  server.part = join(dirname(binFolder), `${ARCHIVE}.part`)
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** An archive as the project publishes it, with programs that say what the real ones say of themselves. */
function archiveOf(version: string, commit = '86c1172be'): Buffer {
  const program = (name: string): string =>
    `#!/bin/sh\nprintf '${name}:\\n Version: v${version}\\n Commit SHA: ${commit}\\n'\n# ${'filling '.repeat(40_000)}\n`
  return gzipSync(
    tar([
      { name: 'config/core.yaml', content: 'peer: {}' },
      { name: '../escaped', content: 'out of the folder' },
      { name: 'bin/orderer', content: program('orderer') },
      { name: 'bin/peer', content: program('peer') },
    ]),
    { level: 0 },
  )
}

function install(options: Partial<InstallOptions> = {}): Promise<Installed> {
  return installFabric({ release: releaseFor('3.1.5', LINUX, server.url), binFolder, ...options })
}

describe('the installation of a release', () => {
  it('puts peer and orderer into the cache, nothing else of the archive, and records the archive’s SHA-256', async () => {
    const installed = await install()

    const sha256 = createHash('sha256').update(server.content).digest('hex')
    expect(installed).toMatchObject({
      version: '3.1.5',
      commit: '86c1172be',
      folder: binFolder,
      sha256,
      already: false,
    })
    expect(readdirSync(binFolder).sort()).toEqual(['orderer', 'peer'])
    expect(readdirSync(dirname(binFolder)).sort()).toEqual(['archives.json', 'bin'])
    expect(existsSync(join(folder, 'escaped'))).toBe(false)
    expect((await stat(join(binFolder, 'peer'))).mode & 0o777).toBe(0o755)
  })

  it('says at the second time that it is there already, and asks nobody', async () => {
    await install()
    const asked = server.requests.length

    expect(await install()).toMatchObject({ already: true, version: '3.1.5' })
    expect(server.requests).toHaveLength(asked)
  })

  it('tells how far it is', async () => {
    const seen: { bytes: number; total: number | undefined }[] = []

    await install({ progress: (progress) => seen.push(progress) })

    expect(seen.at(-1)).toEqual({ bytes: server.content.length, total: server.content.length })
  })

  it('goes on where the connection broke', async () => {
    server.breakAfter(100_000)

    await install()

    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-'])
    expect(await programIs('3.1.5')).toBe(true)
  })

  it('goes on in a later run where it was stopped, and leaves nothing half installed in between', async () => {
    const stop = new AbortController()
    server.breakAfter(100_000, () => stop.abort(new Error('Stopped.')))

    await expect(install({ signal: stop.signal })).rejects.toThrow('Stopped.')
    const between = existsSync(binFolder)
    await install()

    expect(between).toBe(false)
    expect(server.requests.at(-1)?.range).toBe('bytes=100000-')
    expect(await programIs('3.1.5')).toBe(true)
  })

  it('begins anew when the server has another file by now', async () => {
    server.breakAfter(100_000, () => server.publish(archiveOf('3.1.5', '86c1172bec37')))

    const installed = await install()

    expect(installed.commit).toBe('86c1172bec37')
    expect(server.statuses).toEqual([200, 200])
  })

  it('begins anew when the server cannot go on', async () => {
    server.ranges = false
    server.breakAfter(100_000)

    await install()

    expect(server.statuses).toEqual([200, 200])
    expect(await programIs('3.1.5')).toBe(true)
  })

  it('refuses an archive that differs from the one that was installed before', async () => {
    await install()
    await rm(binFolder, { recursive: true })
    server.publish(archiveOf('3.1.5', '86c1172beff'))

    await expect(install()).rejects.toThrow(
      /is not the archive that was installed before: its SHA-256 is \w{64}, recorded is \w{64}/,
    )
    expect(existsSync(binFolder)).toBe(false)
  })

  it.each([
    [
      'another version',
      () => archiveOf('3.1.6'),
      'The archive has version 3.1.6 of commit 86c1172be, not 3.1.5 of 86c1172be.',
    ],
    ['another commit', () => archiveOf('3.1.5', '0000000'), 'of commit 0000000, not 3.1.5 of 86c1172be'],
    ['a version that cannot carry the network', () => archiveOf('2.5.9'), 'peer in version 2.5.9'],
    ['no archive at all', () => Buffer.from('<html>sign in first</html>'), 'is not a complete archive of a release'],
    ['half an archive', () => archiveOf('3.1.5').subarray(0, 300_000), 'is not a complete archive of a release'],
    ['no programs', () => gzipSync(tar([{ name: 'README', content: 'x' }])), 'holds no bin/peer and no bin/orderer'],
    ['a link in place of a program', () => withHeader(156, '2'), 'bin/peer in the archive is no plain file'],
    ['a program of absurd size', () => withHeader(124, '77777777777'), 'which no program of Fabric has'],
  ])('refuses %s, and installs nothing', async (_, content, sentence) => {
    server.publish(content())

    await expect(install()).rejects.toThrow(sentence)
    expect(existsSync(binFolder)).toBe(false)
    expect(readdirSync(dirname(binFolder)).filter((name) => name.startsWith('new-'))).toEqual([])
  })

  it('says that there is no such release', async () => {
    await expect(install({ release: releaseFor('3.1.99', LINUX, server.url) })).rejects.toThrow('answers 404')
  })

  it('says that the server cannot be reached, and what to do', async () => {
    const release = releaseFor('3.1.5', LINUX, server.url)
    await server.close()

    await expect(install({ release })).rejects.toThrow(/cannot be reached .* `-- --archive FILE`/)
  })

  it('takes a file in place of the download, and leaves it where it is', async () => {
    const archive = join(folder, ARCHIVE)
    await writeFile(archive, archiveOf('3.1.5'))

    const installed = await install({ archive })

    expect(installed.already).toBe(false)
    expect(server.requests).toEqual([])
    expect(existsSync(archive)).toBe(true)
  })

  it('says that there is no such file', async () => {
    await expect(install({ archive: join(folder, 'nowhere.tar.gz') })).rejects.toThrow(
      /nowhere\.tar\.gz cannot be read/,
    )
  })

  it('replaces what does not run any more', async () => {
    await install()
    await writeFile(join(binFolder, 'peer'), 'damaged')

    const lines: string[] = []
    const installed = await install({ log: (line) => lines.push(line) })

    expect(installed.already).toBe(false)
    expect(lines.join('\n')).toContain('it is replaced')
    expect(await programIs('3.1.5')).toBe(true)
  })
})

describe('a release', () => {
  it('is named as the project names its archives', () => {
    expect(releaseFor('3.1.5', { platform: 'darwin', arch: 'arm64' }).url).toBe(
      'https://github.com/hyperledger/fabric/releases/download/v3.1.5/hyperledger-fabric-darwin-arm64-3.1.5.tar.gz',
    )
  })

  it.each([
    ['win32', 'x64'],
    ['linux', 'ppc64'],
  ])('is not offered for %s on %s', (platform, arch) => {
    expect(() => releaseFor('3.1.5', { platform, arch })).toThrow('runs on Linux and macOS')
  })

  it.each(['3.1.4', '3.0.0', '2.5.9', 'latest', '3.1.5/../../x'])('%s is not taken', (version) => {
    expect(() => releaseFor(version, LINUX)).toThrow('Only Fabric 3.1.5 and later releases of 3.1')
  })
})

async function programIs(version: string): Promise<boolean> {
  const [peer, orderer] = await Promise.all(['peer', 'orderer'].map((name) => readFile(join(binFolder, name), 'utf8')))
  return peer!.includes(`v${version}`) && orderer!.includes(`v${version}`)
}

/** An archive whose header of bin/peer says something else at one place, with the right checksum. */
function withHeader(at: number, text: string): Buffer {
  const archive = Buffer.from(tar([{ name: 'bin/peer', content: '#!/bin/sh\n' }]))
  archive.write(text, at, 'latin1')
  archive.fill(' ', 148, 156)
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return gzipSync(archive)
}

/** A server of releases that has one archive. */
class Releases {
  readonly requests: { range: string | undefined }[] = []
  readonly statuses: number[] = []
  url = ''
  /** Where the client keeps what came so far. */
  part = ''
  content: Buffer
  ranges = true
  #breaking: { after: number; then: () => void } | undefined
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

  publish(content: Buffer): void {
    this.content = content
  }

  /** Breaks the next connection once that many bytes are on the client's disk. */
  breakAfter(after: number, then: () => void = () => undefined): void {
    this.#breaking = { after, then }
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #kept(bytes: number): Promise<void> {
    const size = (): Promise<number> =>
      stat(this.part).then(
        (part) => part.size,
        () => 0,
      )
    while ((await size()) < bytes) await new Promise((resolve) => setImmediate(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ range: request.headers.range })
    if (!request.url?.endsWith(`/v3.1.5/${ARCHIVE}`)) {
      response.writeHead(404).end()
      return
    }
    const etag = `"${createHash('sha256').update(this.content).digest('hex')}"`
    const from = this.#beginning(request, etag)
    const part = this.content.subarray(from)
    const status = from === 0 ? 200 : 206
    this.statuses.push(status)
    response.writeHead(status, {
      etag,
      'content-length': part.length,
      ...(from > 0 && { 'content-range': `bytes ${from}-${this.content.length - 1}/${this.content.length}` }),
    })
    const breaking = this.#breaking
    this.#breaking = undefined
    if (breaking === undefined) response.end(part)
    else {
      response.write(part.subarray(0, breaking.after), () => {
        void this.#kept(breaking.after).then(() => {
          breaking.then()
          response.destroy()
        })
      })
    }
  }

  #beginning({ headers }: IncomingMessage, etag: string): number {
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? []
    return this.ranges && from !== undefined && headers['if-range'] === etag ? Number(from) : 0
  }
}
