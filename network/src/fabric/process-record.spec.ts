import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { endLeftovers, recordProcesses } from './process-record'

let folder: string
let file: string
let children: ChildProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-record-'))
  file = join(folder, 'processes.json')
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function sleeper(): ChildProcess & { pid: number } {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  children.push(child)
  return child as ChildProcess & { pid: number }
}

/** As if the launcher that wrote the record were gone, or another one. */
async function launchedBy(pid: number, began?: string): Promise<void> {
  const content = JSON.parse(await readFile(file, 'utf8')) as { launcher: { pid: number; began: string } }
  content.launcher = { pid, began: began ?? content.launcher.began }
  await writeFile(file, JSON.stringify(content))
}

describe('what an earlier launcher has left', () => {
  it('is ended when that launcher is gone', async () => {
    const left = sleeper()
    const ended = once(left, 'exit')
    await recordProcesses(file, [left.pid])
    await launchedBy(process.pid, 'at another time')

    expect(await endLeftovers(file)).toBe(1)

    expect(await ended).toEqual([null, 'SIGTERM'])
  })

  it('is let alone, and the start refused, while that launcher is alive', async () => {
    const [launcher, node] = [sleeper(), sleeper()]
    await recordProcesses(file, [launcher.pid, node.pid])
    const { nodes } = JSON.parse(await readFile(file, 'utf8')) as { nodes: readonly { began: string }[] }
    await launchedBy(launcher.pid, nodes[0]?.began)

    await expect(endLeftovers(file)).rejects.toThrow(`process id ${launcher.pid} runs this network already`)

    expect(node.exitCode).toBeNull()
  })

  it('is not another process that has got the same number', async () => {
    const other = sleeper()
    await recordProcesses(file, [other.pid])
    const content = JSON.parse(await readFile(file, 'utf8')) as { nodes: { began: string }[] }
    const before = {
      ...content,
      launcher: { pid: 1, began: 'x' },
      nodes: [{ pid: other.pid, began: 'at another time' }],
    }
    await writeFile(file, JSON.stringify(before))

    expect(await endLeftovers(file)).toBe(0)

    expect(other.exitCode).toBeNull()
  })

  it('is nothing on the first start', async () => {
    expect(await endLeftovers(file)).toBe(0)
  })
})
