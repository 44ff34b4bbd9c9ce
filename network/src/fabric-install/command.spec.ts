import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { findBinaries } from '../fabric/binaries'
import { runFabricInstall } from './command'
import { ARCHIVE, archiveOf, LINUX, Releases } from './testing/releases'

let folder: string
let server: Releases

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-install-command-'))
  server = await Releases.start(archiveOf('3.1.5'))
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

async function run(args: readonly string[], env: Record<string, string> = {}, system = LINUX): Promise<string> {
  let said = ''
  await runFabricInstall(args, {
    env: { XDG_CACHE_HOME: join(folder, 'cache'), PATH: '', ...env },
    system,
    out: { write: (text: string) => (said += text) },
  })
  return said
}

describe('the command that installs Fabric', () => {
  it('tells what it loads, how far it is, what it has installed, and what comes next', async () => {
    const said = await run(['--from', server.url])

    expect(said).toMatch(
      /^Loading http:.*\n(?: {2}\d\.\d MB of 0\.6 MB \(\d+ %\)\n)+Hyperledger Fabric 3\.1\.5 \(commit 86c1172be\) is installed: .*\nSHA-256 of its archive, required from now on: \w{64}\nNext: npm run start:fabric\n$/,
    )
  })

  it('installs where the search for the binaries finds them', async () => {
    await run(['--from', server.url])

    const found = findBinaries({ env: { XDG_CACHE_HOME: join(folder, 'cache'), PATH: '' } })

    expect(found).toMatchObject({ version: '3.1.5', commit: '86c1172be' })
  })

  it('says at the second time that it is there already', async () => {
    await run(['--from', server.url])

    expect(await run(['--from', server.url])).toMatch(/^Hyperledger Fabric 3\.1\.5 .* is there already: /)
  })

  it('finds the file that is named from the folder in which the user is', async () => {
    await writeFile(join(folder, ARCHIVE), server.content)

    const said = await run(['--archive', ARCHIVE], { INIT_CWD: folder })

    expect(said).toContain('is installed')
    expect(server.statuses).toEqual([])
  })

  it('loads through the proxy that the environment names', async () => {
    const proxy = await Proxy.start()

    await run(['--from', server.url], { HTTP_PROXY: proxy.url })

    expect(proxy.targets).toContain(new URL(server.url).host)
    await proxy.close()
  })

  it('loads without the proxy what the environment exempts', async () => {
    const said = await run(['--from', server.url], { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' })

    expect(said).toContain('is installed')
  })

  it('says on Windows that the nodes run elsewhere', async () => {
    await expect(run([], {}, { platform: 'win32', arch: 'x64' })).rejects.toThrow(
      /run on Linux and macOS only .* `npm start` runs the embedded channel here/,
    )
  })

  it('tells how it is used, also when it does not understand', async () => {
    expect(await run(['--help'])).toContain('--archive FILE')
    await expect(run(['--version'])).rejects.toThrow('--archive FILE')
    await expect(run(['3.1.5'])).rejects.toThrow('--archive FILE')
  })
})

/** A proxy for HTTP, by tunnel and by address. */
class Proxy {
  readonly targets: string[] = []
  readonly url: string
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('connect', ({ url = '' }, socket) => {
      this.targets.push(url)
      const [host = '', port] = url.split(':')
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(onward).pipe(socket)
      })
    })
    server.on('request', ({ url = '', headers }, response) => {
      this.targets.push(new URL(url).host)
      request(url, { headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      }).end()
    })
  }

  static async start(): Promise<Proxy> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Proxy(server)
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}
