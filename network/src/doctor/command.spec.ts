import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { makeDevelopmentKeys } from '../development-keys'
import { recordProcesses } from '../fabric/process-record'
import { programOf } from '../fabric-install/testing/releases'
import { layoutOf } from '../layout'
import type { Layout } from '../layout'
import { takeLock } from '../lock'
import { freeBasePort } from '../ports'
import { topologyAt } from '../topology'
import { runDoctor } from './command'
import type { Judgement } from './judgement'

const before = process.env

let folder: string
let layout: Layout
let basePort: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  layout = layoutOf(join(folder, 'data'))
  basePort = await freeBasePort('fabric')
  process.env = { ...before, ECO_DATA: layout.root, ECO_BASE_PORT: String(basePort), FABRIC_BIN: join(folder, 'bin') }
  await mkdir(join(folder, 'bin'))
  for (const tool of ['peer', 'orderer']) {
    await writeFile(join(folder, 'bin', tool), programOf(tool, '3.1.5'), { mode: 0o755 })
  }
})

afterEach(async () => {
  process.env = before
  await rm(folder, { recursive: true, force: true })
})

async function examined(args: readonly string[] = []): Promise<{ code: number; said: string }> {
  let said = ''
  const code = await runDoctor(args, (text) => (said += text))
  return { code, said }
}

async function judged(what: string): Promise<Judgement | undefined> {
  const { said } = await examined(['--json'])
  return (JSON.parse(said) as Judgement[]).find((judgement) => judgement.what === what)
}

async function makeKeys(): Promise<void> {
  await mkdir(layout.root)
  await makeDevelopmentKeys(layout, topologyAt(basePort), new Date())
}

describe('the doctor’s examination', () => {
  it('says of everything how it is, one aligned line each, and makes nothing', async () => {
    const { said } = await examined()

    const lines = said.split('\n').filter((line) => !line.startsWith('         →'))
    expect(
      lines.slice(0, -2).map((line) => /^(?:ok|warning|problem) {1,8}\b(.+?) {2,}\S/.exec(line)?.[1]?.trim()),
    ).toEqual([
      'Node',
      'Fabric',
      'ports',
      'memory',
      'open files',
      'clock',
      'data folder',
      'disk',
      'network',
      'certificates',
    ])
    expect(existsSync(layout.root)).toBe(false)
  })

  it('ends with 1 and says what to do when a port is taken', async () => {
    const server = createServer().listen(basePort + 4, '127.0.0.1')
    await once(server, 'listening')

    const { code, said } = await examined()

    expect(code).toBe(1)
    expect(said).toContain(`taken: ${basePort + 4} (the gateway of`)
    expect(said).toContain('→ end the programs that hold them')
    server.close()
  })

  it('says where Fabric is, and in which version', async () => {
    expect(await judged('Fabric')).toEqual({
      what: 'Fabric',
      verdict: 'ok',
      found: `3.1.5 (86c1172be) in ${join(folder, 'bin')}`,
    })
  })

  it('says until when the certificates of a data folder are valid', async () => {
    await makeKeys()

    expect(await judged('certificates')).toMatchObject({
      verdict: 'ok',
      found: expect.stringMatching(/^valid until 20/),
    })
  })

  it('calls keys damaged of which the note is missing although there is a channel', async () => {
    await mkdir(layout.channel, { recursive: true })

    expect(await judged('certificates')).toMatchObject({ verdict: 'problem', found: 'cannot be read' })
  })

  it('calls a certificate damaged that is none', async () => {
    await makeKeys()
    await writeFile(layout.keys('AU').tlsRoot, 'x')

    expect(await judged('certificates')).toMatchObject({ verdict: 'problem', found: 'cannot be read' })
  })

  it('sees that the data was written later than now', async () => {
    await makeKeys()
    const later = new Date(Date.now() + 86_400_000)
    await utimes(layout.keysMade, later, later)

    expect(await judged('clock')).toMatchObject({ verdict: 'problem' })
  })

  it('knows a network that runs from one that has ended without cleaning up', async () => {
    await mkdir(layout.root)
    const lock = takeLock(layout.lock)
    const running = await judged('network')
    lock.release()
    await writeFile(layout.lock, JSON.stringify({ pid: 2 ** 30, began: '', gateways: {}, programs: [] }))

    expect(running).toMatchObject({ verdict: 'ok', found: `runs (process ${process.pid})` })
    expect(await judged('network')).toMatchObject({ verdict: 'warning', found: 'ended without cleaning up' })
  })

  it('names nodes that an earlier start has left, and no other program that has got one of their numbers', async () => {
    const node = spawn(process.execPath, ['-e', 'console.log("up"); process.stdin.resume()'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    await once(node.stdout, 'data')
    const record = join(layout.channel, 'processes.json')
    await recordProcesses(record, [node.pid ?? 0])
    const { launcher, nodes } = JSON.parse(await readFile(record, 'utf8')) as { launcher: object; nodes: object[] }
    const another = { pid: process.pid, began: 'at another time' }
    await writeFile(record, JSON.stringify({ launcher, nodes: [...nodes, another] }))

    const judgement = await judged('network')

    expect(judgement?.found).toBe(`ended without cleaning up; 1 of its nodes still run (${node.pid})`)
    node.kill()
    await once(node, 'exit')
  })

  it('refuses a data folder that is a file', async () => {
    await writeFile(layout.root, '')

    expect(await judged('data folder')).toMatchObject({ verdict: 'problem', found: `${layout.root} is no folder` })
  })

  it('looks at the one network that is named', async () => {
    const { said } = await examined(['embedded', '--json'])

    expect(said).toContain(`free, from ${basePort} to ${basePort + 40}`)
  })

  it('says that ECO_BASE_PORT is no port', async () => {
    process.env.ECO_BASE_PORT = 'x'

    expect(await judged('ports')).toMatchObject({ verdict: 'problem', found: expect.stringContaining('ECO_BASE_PORT') })
  })

  it('tells how it is used when it does not understand', async () => {
    await expect(examined(['besu'])).rejects.toThrow(/No network is called 'besu'[^]*npm run doctor/)
    await expect(examined(['--xml'])).rejects.toThrow('npm run doctor')
  })
})
