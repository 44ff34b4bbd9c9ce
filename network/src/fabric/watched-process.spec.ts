import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startWatchdog, type Watchdog } from './watchdog'
import { WatchedProcess } from './watched-process'

let folder: string
let watchdog: Watchdog
let running: WatchedProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-process-'))
  watchdog = startWatchdog()
})

afterEach(async () => {
  await running?.stop()
  watchdog.close()
  await rm(folder, { recursive: true, force: true })
})

function shell(script: string, onDeath: (sentence: string) => void = () => undefined): WatchedProcess {
  const logFile = join(folder, 'logs', 'node.log')
  const spec = {
    name: 'The peer of AUMSP',
    mspId: 'AUMSP',
    kind: 'peer',
    file: '/bin/sh',
    args: ['-c', script],
  } as const
  running = new WatchedProcess({ ...spec, env: { PATH: '/usr/bin:/bin' }, logFile }, watchdog, {
    onDeath: (_, sentence) => onDeath(sentence),
  })
  return running
}

describe('a process of the network', () => {
  it('is named with its exit code and the end of its log when it ends by itself', async () => {
    const { promise: death, resolve: onDeath } = Promise.withResolvers<string>()

    await shell('for n in $(seq 100); do echo "line $n"; done; exit 3', onDeath).start()

    const sentence = await death
    expect(sentence).toMatch(/^The peer of AUMSP ended \(exit code 3\)\. The end of .*node\.log:\nline 89\n/)
    expect(sentence).toMatch(/line 100$/)
  })

  it('is named with the signal that ended it', async () => {
    const { promise: death, resolve: onDeath } = Promise.withResolvers<string>()
    const process = shell('exec sleep 60', onDeath)
    await process.start()

    await process.kill('SIGKILL')

    expect(await death).toContain('The peer of AUMSP ended (signal SIGKILL)')
    expect(process.running).toBe(false)
  })

  it('ends without a word when it is stopped, once or twice', async () => {
    const deaths: string[] = []
    const process = shell('exec sleep 60', (sentence) => deaths.push(sentence))
    await process.start()

    await Promise.all([process.stop(), process.stop()])
    await process.stop()

    expect(process.running).toBe(false)
    expect(deaths).toEqual([])
  })

  it('starts again with a new log, and keeps the one before', async () => {
    const process = shell('echo "$$"; exec sleep 60')
    for (let starts = 0; starts < 2; starts += 1) {
      await process.start()
      await untilWritten(process.spec.logFile)
      await process.stop()
    }

    const logs = await Promise.all(['', '.1'].map((suffix) => readFile(`${process.spec.logFile}${suffix}`, 'utf8')))

    expect(logs.map((log) => log.trim().split('\n').length)).toEqual([1, 1])
    expect(logs[0]).not.toBe(logs[1])
  })

  it('says which program is missing', async () => {
    const spec = {
      name: 'The peer',
      mspId: 'AUMSP',
      kind: 'peer',
      file: join(folder, 'peer'),
      args: [],
      env: {},
    } as const
    const missing = new WatchedProcess({ ...spec, logFile: join(folder, 'peer.log') }, watchdog, {
      onDeath: () => undefined,
    })

    await expect(missing.start()).rejects.toThrow(join(folder, 'peer'))
  })
})

async function untilWritten(file: string): Promise<void> {
  while ((await readFile(file, 'utf8')) === '') await new Promise((resolve) => setImmediate(resolve))
}
