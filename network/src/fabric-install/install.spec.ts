import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { tar } from '../fabric/chaincode-package'
import { installFabric } from './install'
import type { Installed, InstallOptions } from './install'
import { releaseFor } from './release'
import { ARCHIVE, archiveOf, LINUX, Releases } from './testing/releases'

let folder: string
let binFolder: string
let server: Releases

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-install-'))
  binFolder = join(folder, 'fabric-3.1', 'bin')
  server = await Releases.start(archiveOf('3.1.5'))
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

function install(options: Partial<InstallOptions> = {}): Promise<Installed> {
  return installFabric({ release: releaseFor('3.1.5', LINUX, server.url), binFolder, pauseMs: 1, ...options })
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

/** An archive whose programs begin as those of another system do. */
function foreign(beginning: string): Buffer {
  const content = Buffer.concat([Buffer.from(beginning, 'hex'), Buffer.alloc(40)])
  return gzipSync(tar(['bin/peer', 'bin/orderer'].map((name) => ({ name, content }))))
}

async function programsAre(version: string): Promise<boolean> {
  const programs = await Promise.all(['peer', 'orderer'].map((name) => readFile(join(binFolder, name), 'utf8')))
  return programs.every((text) => text.includes(`v${version}`))
}

describe('the installation of a release', () => {
  it('puts peer and orderer into the cache, nothing else of the archive, and records the archive’s SHA-256', async () => {
    const installed = await install()

    const sha256 = createHash('sha256').update(server.content).digest('hex')
    expect(installed).toEqual({
      version: '3.1.5',
      commit: '86c1172be',
      folder: binFolder,
      peer: join(binFolder, 'peer'),
      orderer: join(binFolder, 'orderer'),
      sha256,
      already: false,
    })
    expect(readdirSync(binFolder).sort()).toEqual(['orderer', 'peer'])
    expect(readdirSync(dirname(binFolder)).sort()).toEqual(['archives.json', 'bin'])
    expect(existsSync(join(folder, 'escaped'))).toBe(false)
    expect((await stat(join(binFolder, 'peer'))).mode & 0o777).toBe(0o755)
  })

  it('says at the second time that it is there already, and asks nobody', async () => {
    const first = await install()
    await server.close()

    expect(await install()).toEqual({ ...first, already: true })
  })

  it('puts a later release in the place of an earlier one, and says so', async () => {
    await install()
    const archive = join(folder, 'later.tar.gz')
    await writeFile(archive, archiveOf('3.1.6', 'abcdef012'))
    const lines: string[] = []

    const installed = await install({
      release: releaseFor('3.1.6', LINUX),
      archive,
      log: (line) => lines.push(line),
    })

    expect(installed).toMatchObject({ version: '3.1.6', commit: 'abcdef012' })
    expect(lines).toEqual([`The folder ${binFolder} has version 3.1.5: it is to be replaced.`])
    expect(await programsAre('3.1.6')).toBe(true)
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['is damaged', () => writeFile(join(binFolder, 'peer'), '#!/bin/sh\n'), 'a peer that does not tell its version'],
    ['is missing', () => rm(join(binFolder, 'orderer')), 'an orderer that does not run here (ENOENT)'],
    [
      'has changed, although it runs',
      () => appendFile(join(binFolder, 'orderer'), '# changed'),
      'another orderer than was installed',
    ],
  ])('replaces what %s, and says so', async (_, damage, finding) => {
    await install()
    await damage()
    const lines: string[] = []

    const installed = await install({ log: (line) => lines.push(line) })

    expect(installed.already).toBe(false)
    expect(lines[0]).toBe(`The folder ${binFolder} has ${finding}: it is to be replaced.`)
    expect(await install()).toMatchObject({ already: true })
  })

  it('keeps what is there when what should replace it cannot be had', async () => {
    await install()

    await expect(install({ release: releaseFor('3.1.7', LINUX, server.url) })).rejects.toThrow('answers 404')
    expect(await programsAre('3.1.5')).toBe(true)
  })

  it('leaves nothing half installed when it is stopped, and goes on in a later run', async () => {
    const stop = new AbortController()
    const progress = ({ bytes }: { bytes: number }): void => {
      if (bytes > 500_000) stop.abort(new Error('Stopped.'))
    }

    await expect(install({ signal: stop.signal, progress })).rejects.toThrow('Stopped.')
    const between = existsSync(binFolder)
    await install()

    expect(between).toBe(false)
    expect(server.statuses).toEqual([200, 206])
    expect(await programsAre('3.1.5')).toBe(true)
  })

  it('removes what a killed installation has left', async () => {
    await mkdir(join(dirname(binFolder), 'new-abc', 'bin'), { recursive: true })

    await install()

    expect(readdirSync(dirname(binFolder)).sort()).toEqual(['archives.json', 'bin'])
  })

  it('lets one installation at a time into the cache', async () => {
    const ended = await Promise.allSettled([install(), install()])

    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
    expect(refused).toEqual([
      expect.stringContaining(`Another installation (process ${process.pid}) is under way in ${dirname(binFolder)}`),
    ])
    expect(await programsAre('3.1.5')).toBe(true)
  })

  it('says that the cache cannot be written, and what to do', async () => {
    await writeFile(join(folder, 'file'), '')

    await expect(install({ binFolder: join(folder, 'file', 'fabric-3.1', 'bin') })).rejects.toThrow(
      /The cache .* cannot be written \(ENOTDIR\): .* set XDG_CACHE_HOME to another folder/,
    )
  })

  it.each<[string, () => Buffer, RegExp]>([
    ['another version', () => archiveOf('3.1.6'), /has version 3\.1\.6 of commit 86c1172be, not 3\.1\.5 of commit/],
    ['another commit', () => archiveOf('3.1.5', '0000000'), /of commit 0000000, not 3\.1\.5 of commit 86c1172be: take/],
    ['a version that cannot carry the network', () => archiveOf('2.5.9'), /peer in version 2\.5\.9, not 3\.1\.5: take/],
    ['no archive at all', () => Buffer.from('<html>sign in first</html>'), /\(it is no gzip file, or damaged\)/],
    ['half an archive', () => archiveOf('3.1.5').subarray(0, 300_000), /\(its end is missing\)/],
    ['no programs', () => gzipSync(tar([{ name: 'README', content: 'x' }])), /holds no bin\/peer and no bin\/orderer/],
    ['no tar archive', () => gzipSync('x'.repeat(2000)), /an entry in it is damaged/],
    ['a symbolic link in place of a program', () => withHeader(156, '2'), /bin\/peer in it is no plain file/],
    ['a hard link in place of a program', () => withHeader(156, '1'), /bin\/peer in it is no plain file/],
    ['a program of absurd size', () => withHeader(124, '77777777777'), /8589934591 bytes, which no program/],
    ['an empty program', () => withHeader(124, '00000000000'), /0 bytes, which no program/],
    [
      'a program twice',
      () => gzipSync(tar(['bin/peer', './bin/peer'].map((name) => ({ name, content: 'x' })))),
      /bin\/peer twice/,
    ],
    [
      'a release for another processor',
      () => foreign('7f454c460201010000000000000000000200b700'),
      /is for linux-arm64 \(bin\/peer\), and this system is linux-amd64: take hyperledger-fabric-linux-amd64-3\.1\.5/,
    ],
    ['a release for macOS', () => foreign('cffaedfe0c0000010000000002000000'), /is for darwin-arm64/],
    ['a release for Windows', () => foreign('4d5a9000030000000400'), /is for windows/],
  ])('refuses %s, and installs nothing', async (_, content, sentence) => {
    server.content = content()

    await expect(install()).rejects.toThrow(sentence)
    expect(readdirSync(dirname(binFolder))).toEqual([])
  })
})

describe('the recorded SHA-256', () => {
  it.each([
    ['downloaded', () => Promise.resolve(undefined)],
    [
      'given as a file',
      async () => {
        await writeFile(join(folder, 'given.tar.gz'), server.content)
        return join(folder, 'given.tar.gz')
      },
    ],
  ])('is required of an archive that is %s', async (_, given) => {
    await install()
    await rm(binFolder, { recursive: true })
    server.content = archiveOf('3.1.5', '86c1172beff')
    const archive = await given()

    await expect(install({ ...(archive !== undefined && { archive }) })).rejects.toThrow(
      /is not the archive that was installed before: its SHA-256 is \w{64}, recorded is \w{64} \(.*archives\.json\)/,
    )
    expect(existsSync(binFolder)).toBe(false)
  })

  it('is not forgotten when its record is damaged', async () => {
    await install()
    await writeFile(join(dirname(binFolder), 'archives.json'), '{"hyperledger')

    await expect(install()).rejects.toThrow(/The record of installed archives .*archives\.json cannot be read/)
  })
})

describe('an archive that is given as a file', () => {
  it('is installed without asking anybody, and left where it is', async () => {
    const archive = join(folder, ARCHIVE)
    await writeFile(archive, server.content)

    const installed = await install({ archive })

    expect(installed.already).toBe(false)
    expect(server.statuses).toEqual([])
    expect(existsSync(archive)).toBe(true)
  })

  it.each(['nowhere.tar.gz', '.'])('must be a file: %s is none', async (name) => {
    await expect(install({ archive: join(folder, name) })).rejects.toThrow(/cannot be read \((ENOENT|EISDIR)\): name a/)
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
    expect(() => releaseFor('3.1.5', { platform, arch })).toThrow('run on Linux and macOS only')
  })

  it.each(['3.1.4', '3.0.0', '2.5.9', 'latest', '3.1.5/../../x'])('%s is not taken', (version) => {
    expect(() => releaseFor(version, LINUX)).toThrow('Only Fabric 3.1.5 and later releases of 3.1')
  })

  it.each(['releases', 'file:///releases', ''])('is not taken from %j', (from) => {
    expect(() => releaseFor('3.1.5', LINUX, from)).toThrow('--from must be a URL')
  })
})
