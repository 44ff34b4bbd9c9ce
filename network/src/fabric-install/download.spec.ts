import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { download } from './download'
import type { DownloadOptions } from './download'
import { ofDisk } from './file-failure'
import { ARCHIVE, archiveOf, Releases } from './testing/releases'

const CONTENT = archiveOf('3.1.5')
/** So late that the beginning is on the disk, whatever is still on its way there. */
const LATE = 500_000

let folder: string
let file: string
let server: Releases

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-download-'))
  file = join(folder, ARCHIVE)
  server = await Releases.start(CONTENT)
  server.part = `${file}.part`
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

function load(options: DownloadOptions = {}): Promise<void> {
  return download(`${server.url}/v3.1.5/${ARCHIVE}`, file, { pauseMs: 1, ...options })
}

async function stoppedHalfway(): Promise<number> {
  const stop = new AbortController()
  const progress = ({ bytes }: { bytes: number }): void => {
    if (bytes > LATE) stop.abort(new Error('Stopped.'))
  }
  await expect(load({ signal: stop.signal, progress })).rejects.toThrow('Stopped.')
  return (await stat(`${file}.part`)).size
}

describe('a download', () => {
  it('brings every byte, and leaves nothing beside the file', async () => {
    await load()

    expect((await readFile(file)).equals(CONTENT)).toBe(true)
    expect(existsSync(`${file}.part`)).toBe(false)
    expect(existsSync(`${file}.part.json`)).toBe(false)
  })

  it('tells how far it is, up to the last byte', async () => {
    const seen: { bytes: number; total: number | undefined }[] = []

    await load({ progress: (progress) => seen.push(progress) })

    expect(seen.at(-1)).toEqual({ bytes: CONTENT.length, total: CONTENT.length })
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((one, other) => one - other))
  })

  it('goes on where the connection broke, again and again', async () => {
    server.next({ breakAfter: LATE })
    server.next({ breakAfter: 100_000 })
    const lines: string[] = []

    await load({ log: (line) => lines.push(line) })

    expect((await readFile(file)).equals(CONTENT)).toBe(true)
    expect(server.statuses).toEqual([200, 206, 206])
    expect(lines).toEqual([expect.stringContaining('trying again'), expect.stringContaining('trying again')])
  })

  it('keeps what came when it is stopped, and goes on there in a later run', async () => {
    const kept = await stoppedHalfway()

    await load()

    expect(kept).toBeGreaterThan(0)
    expect(server.ranges).toEqual([undefined, `bytes=${kept}-`])
    expect((await readFile(file)).equals(CONTENT)).toBe(true)
  })

  it.each<[string, (server: Releases) => void, number[]]>([
    ['has another file by now', (releases) => (releases.content = archiveOf('3.1.5', '86c1172bec37')), [200, 200]],
    ['cannot go on', (releases) => (releases.resumes = false), [200, 200]],
    [
      'goes on with another file, although asked not to',
      (releases) => {
        releases.content = archiveOf('3.1.5', '86c1172bec37')
        releases.conditional = false
      },
      [200, 206, 200],
    ],
    [
      'goes on at another place',
      (releases) => releases.next({ headers: { 'content-range': `bytes 7-99/${CONTENT.length}` } }),
      [200, 206, 200],
    ],
    ['has less than what was kept', (releases) => releases.next({ status: 416 }), [200, 416, 200]],
  ])('begins anew where the server %s', async (_, change, statuses) => {
    await stoppedHalfway()
    change(server)

    await load()

    expect(server.statuses).toEqual(statuses)
    expect((await readFile(file)).equals(server.content)).toBe(true)
  })

  it('begins anew where the server did not mark the content of the part', async () => {
    server.etag = false
    await stoppedHalfway()

    await load()

    expect(server.ranges).toEqual([undefined, undefined])
    expect((await readFile(file)).equals(CONTENT)).toBe(true)
  })

  it('does not go on with the part of another address', async () => {
    await stoppedHalfway()

    await download(`${server.url}/elsewhere/v3.1.5/${ARCHIVE}`, file, { pauseMs: 1 })

    expect(server.ranges).toEqual([undefined, undefined])
  })

  it('follows the server to another address', async () => {
    const other = await Releases.start(CONTENT)
    server.next({ status: 302, headers: { location: `${other.url}/v3.1.5/${ARCHIVE}` } })

    await load()

    expect((await readFile(file)).equals(CONTENT)).toBe(true)
    expect(other.statuses).toEqual([200])
    await other.close()
  })

  it('asks a busy server again', async () => {
    server.next({ status: 503 })
    server.next({ status: 429 })

    await load()

    expect(server.statuses).toEqual([503, 429, 200])
  })

  it('gives a server up that brings nothing five times in a row, and says what it answers', async () => {
    for (let attempt = 0; attempt < 5; attempt++) server.next({ status: 503 })

    await expect(load()).rejects.toThrow(/cannot be loaded \(the server answers 503\).* What came so far is kept/)
    expect(server.statuses).toHaveLength(5)
  })

  it('gives a server up that says nothing', async () => {
    for (let attempt = 0; attempt < 5; attempt++) server.next({ silent: true })

    await expect(load({ silenceMs: 40 })).rejects.toThrow('nothing came for 0.04 s')
  })

  it('says that the server cannot be reached, and what to do', async () => {
    await server.close()

    await expect(load()).rejects.toThrow(/cannot be loaded \(.*ECONNREFUSED.*\).*HTTPS_PROXY.*`-- --archive FILE`/)
  })

  it.each([
    [404, {}, 'There is no such release'],
    [403, {}, 'answers 403: try again later'],
    [undefined, { 'content-type': 'text/html; charset=utf-8' }, 'answers with a web page, not with an archive'],
    [undefined, { 'content-encoding': 'br' }, 'sends the archive in another encoding (br)'],
    [undefined, { 'content-length': 2 ** 31 }, 'is larger than any release of Fabric'],
  ])('says that the server answers %s with %j, and asks it once', async (status, headers, sentence) => {
    server.next({ ...(status !== undefined && { status }), headers })

    await expect(load()).rejects.toThrow(sentence)
    expect(server.statuses).toHaveLength(1)
    expect(existsSync(file)).toBe(false)
  })

  it('asks no more once the disk fails', async () => {
    const noFolder = join(folder, 'file')
    await writeFile(noFolder, '')

    const failed = download(`${server.url}/v3.1.5/${ARCHIVE}`, join(noFolder, ARCHIVE), { pauseMs: 1 })

    await expect(failed).rejects.toMatchObject({ code: 'ENOTDIR' })
    expect(server.statuses).toHaveLength(1)
  })
})

describe('the sentence for a disk', () => {
  it.each([
    ['ENOSPC', 'is full: make room'],
    ['EDQUOT', 'is full: make room'],
    ['EROFS', 'cannot be written (EROFS): give this user the right to, or set XDG_CACHE_HOME'],
  ])('that fails with %s says what to do', (code, sentence) => {
    expect(ofDisk(Object.assign(new Error(code), { code }), '/cache')?.message).toContain(sentence)
  })

  it('is not said of anything else', () => {
    expect(ofDisk(new Error('something'), '/cache')).toBeUndefined()
  })
})
