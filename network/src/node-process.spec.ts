import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { NodeProcess } from './node-process'
import type { ProcessSpec } from './node-process'

const IDLE = 'setInterval(() => undefined, 1000)'
const READY = 'process.send({ ready: true })'

describe('a node process', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eco-process-'))
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('runs once it has said that it is ready', async () => {
    await using process = await NodeProcess.start(await spec(`${IDLE}; ${READY}`), { timeoutMs: 10_000 })

    expect(isAlive(process.pid)).toBe(true)
  })

  it('is given arguments and environment', async () => {
    const told = await spec(`console.log(process.argv[2], process.env.WORD); ${IDLE}; ${READY}`)

    await using started = await NodeProcess.start(
      { ...told, arguments: ['one'], environment: { WORD: 'two' } },
      { timeoutMs: 10_000 },
    )

    expect(started.pid).toBeGreaterThan(0)
    expect(await readFile(told.logFile, 'utf8')).toContain('one two')
  })

  it('shows the end of its log when it ends before it is ready', async () => {
    const failing = await spec(`console.log('early'); console.error('the reason'); process.exit(3)`)

    const started = NodeProcess.start(failing, { timeoutMs: 10_000 })

    await expect(started).rejects.toThrow(/ended with code 3\. The end of its log .*\n {2}early\n {2}the reason/)
  })

  it('passes on the sentence with which it says why it cannot start', async () => {
    const failing = await spec(`process.send({ error: 'There is no room.' })`)

    await expect(NodeProcess.start(failing, { timeoutMs: 10_000 })).rejects.toThrow(/^There is no room\.$/)
  })

  it('is ended when it is not ready in time', async () => {
    const slow = NodeProcess.launch(await spec(IDLE))

    await expect(slow.untilReady({ timeoutMs: 50 })).rejects.toThrow('is not ready after 0.05 s')

    expect(isAlive(slow.pid)).toBe(false)
  })

  it('may end in order, and may be stopped twice', async () => {
    const orderly = await spec(
      `process.on('SIGTERM', () => { console.log('in order'); process.exit(0) }); ${IDLE}; ${READY}`,
    )
    const process = await NodeProcess.start(orderly, { timeoutMs: 10_000 })

    await Promise.all([process.stop(), process.stop()])
    await process.stop()

    expect(await process.ended).toEqual({ code: 0, signal: null })
    expect(await readFile(orderly.logFile, 'utf8')).toContain('in order')
  })

  it('is told apart: ended by itself or because somebody asked', async () => {
    const dying = await NodeProcess.start(await spec(`setTimeout(() => process.exit(7), 20); ${READY}`), {
      timeoutMs: 10_000,
    })
    const ending = await dying.ended

    expect([ending.code, dying.stopping]).toEqual([7, false])
  })

  async function spec(code: string, name = 'program'): Promise<ProcessSpec> {
    const script = join(folder, `${name}.js`)
    await writeFile(script, code)
    return { name: 'The program', script, logFile: join(folder, 'logs', `${name}.log`) }
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
