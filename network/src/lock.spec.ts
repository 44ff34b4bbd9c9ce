import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readRunning, takeLock } from './lock'

describe('the lock of a data folder', () => {
  let folder: string
  let file: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eco-lock-'))
    file = join(folder, 'lock')
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is refused while a living process holds it, naming that process', () => {
    const lock = takeLock(file)

    expect(() => takeLock(file)).toThrow(`Another copy (process ${process.pid}) already runs`)
    lock.release()
  })

  it('tells others where the network is', () => {
    const lock = takeLock(file)

    lock.tell({
      gateways: { AU: 'http://127.0.0.1:1' },
      programs: [{ id: 'gateways', part: 'gateways', logFile: 'x.log', pid: 1 }],
    })

    expect(readRunning(file)).toMatchObject({
      pid: process.pid,
      gateways: { AU: 'http://127.0.0.1:1' },
      programs: [{ id: 'gateways', part: 'gateways', logFile: 'x.log', pid: 1 }],
    })
    lock.release()
  })

  it('is gone after release, which may happen twice', () => {
    const lock = takeLock(file)

    lock.release()
    lock.release()

    expect(readdirSync(folder)).toEqual([])
    expect(readRunning(file)).toBeUndefined()
  })

  it('is taken over from a process that died', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(file, JSON.stringify({ pid, began: '1', gateways: {}, programs: [] }))

    const lock = takeLock(file)

    expect(readRunning(file)?.pid).toBe(process.pid)
    lock.release()
  })

  it('is taken over when another process has the number of the one that died', () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, began: 'another time', gateways: {}, programs: [] }))

    expect(readRunning(file)).toBeUndefined()
    takeLock(file).release()
  })

  it('is taken over when it cannot be read', () => {
    writeFileSync(file, '{"pid":')

    takeLock(file).release()

    expect(existsSync(file)).toBe(false)
  })
})
