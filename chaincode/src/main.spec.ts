import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { parseOutcomes, TRANSACTIONS } from '@eco/domain'
import type { Shown } from './testing/examples'

// What runs is what is shipped: the compiled program.
const DIST = join(__dirname, '..', 'dist')
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(program: string, env: Record<string, string>): ChildProcess {
  // Nothing is inherited, so that the machine's own settings do not matter.
  const child = fork(join(DIST, program), { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  running.push(child)
  return child
}

/** All that a process says until it ends, and with which code. */
async function ended(child: ChildProcess): Promise<{ code: unknown; said: string }> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('The output is not piped.')
  let said = ''
  for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  // Not "close": it never comes once the channel between the processes was disconnected.
  const [exit] = await Promise.all([once(child, 'exit'), once(stdout, 'end'), once(stderr, 'end')])
  const code: unknown = exit[0]
  return { code, said }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function started(): Promise<{ child: ChildProcess; address: string }> {
  const address = `127.0.0.1:${await freePort()}`
  const child = start('main.js', { CHAINCODE_ID: 'eco:1', CHAINCODE_SERVER_ADDRESS: address })
  expect(await once(child, 'message')).toEqual([{ ready: true }, undefined])
  return { child, address }
}

describe('the chaincode process', () => {
  it('says when it listens, and ends on SIGTERM', async () => {
    const { child } = await started()

    child.kill('SIGTERM')

    expect(await ended(child)).toEqual({ code: 0, said: '' })
  })

  it('ends when the process that started it is gone', async () => {
    const { child } = await started()

    child.disconnect()

    expect(await ended(child)).toMatchObject({ code: 0 })
  })

  it('does not start twice on one port, and says why', async () => {
    const { address } = await started()

    const second = await ended(start('main.js', { CHAINCODE_ID: 'eco:1', CHAINCODE_SERVER_ADDRESS: address }))

    expect(second.code).toBe(1)
    expect(second.said).toMatch(/The chaincode cannot start: .*EADDRINUSE/)
  })

  it('ends with a sentence when it cannot even be loaded, although the shim catches what nobody else catches', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eco-chaincode-'))
    const broken = join(folder, 'broken.cjs')
    await writeFile(
      broken,
      `const loader = require('node:module')
       const load = loader._load
       loader._load = (name, ...rest) => {
         if (name === './server-config') throw new Error('this file is broken')
         return load.call(loader, name, ...rest)
       }`,
    )
    try {
      const { code, said } = await ended(start('main.js', { NODE_OPTIONS: `--require=${broken}` }))

      expect({ code, said }).toEqual({ code: 1, said: 'The chaincode cannot start: this file is broken\n' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('names everything that is missing or wrong in its environment at once', async () => {
    const nothing = await ended(start('main.js', {}))
    const open = await ended(
      start('main.js', {
        CHAINCODE_ID: 'eco:1',
        CHAINCODE_SERVER_ADDRESS: '0.0.0.0:1',
        CHAINCODE_TLS_KEY_FILE: '/none',
      }),
    )

    expect(nothing).toEqual({
      code: 1,
      said: 'The chaincode cannot start: CHAINCODE_ID is missing; CHAINCODE_SERVER_ADDRESS is missing\n',
    })
    expect(open.said).toMatch(
      /CHAINCODE_TLS_KEY_FILE names a file that cannot be read; CHAINCODE_TLS_KEY_FILE is needed/,
    )
  })
})

describe('two chaincode processes', () => {
  const here = { TZ: 'UTC', LC_ALL: 'C' }
  const shifted = `--require=${join(DIST, 'testing', 'shifted-clock.js')}`
  const there = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', NODE_OPTIONS: shifted }

  it('read, write, announce and answer the same in every transaction, whatever clock, time zone and language they have', async () => {
    const [one, other] = await Promise.all([here, there].map((env) => ended(start('testing/print-writes.js', env))))

    const [place, done = ''] = one!.said.split('\n')
    const [otherPlace, doneThere] = other!.said.split('\n')
    const examples = JSON.parse(done) as readonly Shown[]
    expect([one!.code, other!.code]).toEqual([0, 0])
    expect(JSON.parse(place!)).toMatchObject({ timeZone: 'UTC', locale: 'en-US', hour: 0 })
    expect(JSON.parse(otherPlace!)).toMatchObject({ timeZone: 'Pacific/Kiritimati', locale: 'tr-TR', hour: 14 })
    expect(yearIn(otherPlace)).toBeGreaterThanOrEqual(yearIn(place) + 10)
    expect(new Set(examples.map(({ name }) => name))).toEqual(new Set(Object.keys(TRANSACTIONS)))
    expect(examples.filter((example) => !isCarriedOut(example))).toEqual([])
    expect(doneThere).toBe(done)
  })
})

function yearIn(place = '{}'): number {
  return (JSON.parse(place) as { year: number }).year
}

/** Nothing is shown by an example that a rule refuses before it comes far. */
function isCarriedOut({ writes, simulation }: Shown): boolean {
  if (simulation.status !== 200 || !writes) return simulation.status === 200
  const written = [...Object.keys(simulation.writes), ...Object.keys(simulation.privateWrites)]
  return written.length > 0 && parseOutcomes(simulation.payload).every((outcome) => outcome === 'done')
}
