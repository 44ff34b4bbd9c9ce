import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { BinariesError, cacheFolder, findBinaries, objection, parseVersion } from './binaries'

const folders: string[] = []

function folderWith(versions: Readonly<Record<string, string>>, commit = '86c1172be'): string {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-binaries-'))
  folders.push(folder)
  for (const [tool, version] of Object.entries(versions)) {
    writeFileSync(
      join(folder, tool),
      `#!/bin/sh\nprintf '${tool}:\\n Version: ${version}\\n Commit SHA: ${commit}\\n'\n`,
      {
        mode: 0o755,
      },
    )
  }
  return folder
}

const both = (version: string): string => folderWith({ peer: version, orderer: version })
const nowhere = (): string => join(folderWith({}), 'none')

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('the search for the binaries', () => {
  it('takes the folder that FABRIC_BIN names before those of the PATH', () => {
    const [named, onPath] = [both('v3.1.6'), both('v3.1.5')]

    const found = findBinaries({ env: { FABRIC_BIN: named, PATH: onPath }, cacheFolder: nowhere() })

    expect(found).toEqual({
      folder: named,
      peer: join(named, 'peer'),
      orderer: join(named, 'orderer'),
      version: '3.1.6',
      commit: '86c1172be',
    })
  })

  it('passes over an unusable version on the PATH and takes what is in the cache', () => {
    const [onPath, cache] = [both('v2.5.9'), both('v3.1.5')]

    expect(findBinaries({ env: { PATH: onPath }, cacheFolder: cache }).folder).toBe(cache)
  })

  it('refuses an unusable folder that FABRIC_BIN names, and takes no other', () => {
    const [named, onPath] = [both('v3.0.0'), both('v3.1.5')]

    const search = (): unknown => findBinaries({ env: { FABRIC_BIN: named, PATH: onPath }, cacheFolder: onPath })

    expect(search).toThrow(`FABRIC_BIN (${named}) has peer in version 3.0.0`)
  })

  it('says what it found where, and which command installs the right ones', () => {
    const [one, other] = [both('v2.5.9'), both('v3.1.4')]

    const search = (): unknown => findBinaries({ env: { PATH: `${one}:${other}` }, cacheFolder: nowhere() })

    expect(search).toThrow(BinariesError)
    expect(search).toThrow(`PATH (${one}) has peer in version 2.5.9; PATH (${other}) has peer in version 3.1.4`)
    expect(search).toThrow('npm run fabric:install')
  })

  it('says that there are none, and where the cache is', () => {
    const cacheFolder = nowhere()

    expect(() => findBinaries({ env: { PATH: '' }, cacheFolder })).toThrow(`the cache (${cacheFolder}) has none`)
  })

  it('says that FABRIC_BIN names a folder without them', () => {
    const named = nowhere()

    expect(() => findBinaries({ env: { FABRIC_BIN: named } })).toThrow(`FABRIC_BIN (${named}) has none`)
  })

  it('says that one of the two is missing', () => {
    const onPath = folderWith({ peer: 'v3.1.5' })

    const search = (): unknown => findBinaries({ env: { PATH: onPath }, cacheFolder: nowhere() })

    expect(search).toThrow(`PATH (${onPath}) has peer but no orderer`)
  })

  it('says that a program does not run here', () => {
    const folder = both('v3.1.5')
    chmodSync(join(folder, 'orderer'), 0o644)

    expect(() => findBinaries({ env: { FABRIC_BIN: folder } })).toThrow('an orderer that does not run here (EACCES)')
  })

  it('sends the user of Windows to the embedded channel', () => {
    const onPath = both('v3.1.5')

    expect(() => findBinaries({ env: { PATH: onPath }, platform: 'win32' })).toThrow(
      /Linux and macOS only: `npm start` runs the embedded channel/,
    )
  })

  it('takes a build that calls itself latest only when asked to', () => {
    const folder = both('latest')

    expect(() => findBinaries({ env: { FABRIC_BIN: folder } })).toThrow('FABRIC_ALLOW_LATEST=1')
    expect(findBinaries({ env: { FABRIC_BIN: folder, FABRIC_ALLOW_LATEST: '1' } }).version).toBe('latest')
  })

  it('refuses a peer and an orderer of different builds', () => {
    const folder = folderWith({ peer: 'v3.1.5', orderer: 'v3.1.6' })

    expect(() => findBinaries({ env: { FABRIC_BIN: folder } })).toThrow('different builds')
  })

  it('refuses a program that is no Fabric', () => {
    const folder = both('v3.1.5')
    writeFileSync(join(folder, 'peer'), '#!/bin/sh\necho hello\n', { mode: 0o755 })

    expect(() => findBinaries({ env: { FABRIC_BIN: folder } })).toThrow('a peer that does not tell its version')
  })
})

describe('the cache', () => {
  it('is where XDG_CACHE_HOME says, unless that is no absolute path', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe('/caches/eco/fabric-3.1/bin')
    expect(cacheFolder({ XDG_CACHE_HOME: '' })).toBe(cacheFolder({}))
    expect(cacheFolder({ XDG_CACHE_HOME: 'caches' })).toBe(cacheFolder({}))
  })
})

describe('a version', () => {
  it('is read from what the programs print', () => {
    expect(parseVersion('orderer:\n Version: v3.1.5\n Commit SHA: 86c1172be\n Go version: go1.26.8\n')).toEqual({
      version: '3.1.5',
      commit: '86c1172be',
    })
    expect(parseVersion('command not found')).toBeUndefined()
  })

  it.each(['3.1.5', '3.1.6', '3.1.20'])('%s is taken', (version) => {
    expect(objection(version, false)).toBeUndefined()
  })

  it.each(['2.5.16', '3.0.0', '3.1.4', '3.2.0', '4.1.5', '3.1.5-rc1', 'latest'])('%s is not taken', (version) => {
    expect(objection(version, false)).toContain(version)
  })
})
