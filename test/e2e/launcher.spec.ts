import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { freeBasePort, layoutOf, readRunning, requireFreePorts, topologyAt } from '@eco/network'
import type { Layout, Running } from '@eco/network'
import { apartFromDelivery } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import { Client } from '../support/client'
import type { Issued } from '../support/client'
import { Launched } from '../support/launcher'
import { LEDGER } from '../support/ledger'
import { eventually } from '../support/settled'

/** What the registers hold, each record with the block of its last change. */
interface Declared {
  readonly records: readonly object[]
}

const READY = 'Ctrl-C stops everything.'
const PROCESSES = LEDGER === 'embedded' ? 3 : 26
/** A file without which neither network can go on. */
const VITAL = LEDGER === 'embedded' ? 'ledger.db' : 'network.json'

const STORY = 'test/dist/stories/story.js'

describe('npm start', () => {
  let folder: string
  let layout: Layout
  let basePort: number
  let settings: Record<string, string>

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eco-launch-'))
    layout = layoutOf(folder)
    basePort = await freeBasePort(LEDGER)
    settings = { ECO_DATA: folder, ECO_BASE_PORT: String(basePort) }
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('ends with where every gateway is and what to do next; Ctrl-C leaves no process, port or lock', async () => {
    await using start = launch(settings)
    await start.says(READY)
    const { gateways } = runningIn(layout)
    const processes = pidsIn(layout)
    for (const [code, url] of Object.entries(gateways))
      expect(start.output).toMatch(new RegExp(`${code} .*${url}.*${url}/openapi.json`))
    expect(Object.keys(gateways)).toHaveLength(9)
    expect(processes.filter(isAlive)).toHaveLength(PROCESSES)

    start.signal('SIGINT')
    start.signal('SIGINT')

    expect(await start.ended).toBe(0)
    expect(processes.filter(isAlive)).toEqual([])
    await requireFreePorts(topologyAt(basePort), LEDGER)
    expect(await readdir(folder)).not.toContain('lock')
  }, 90_000)

  it('stops in order also while it is still starting', async () => {
    await using start = launch(settings)
    await start.says('Starting')

    start.signal('SIGINT')

    expect(await start.ended).toBe(0)
    await requireFreePorts(topologyAt(basePort), LEDGER)
    expect(await readdir(folder)).not.toContain('lock')
  }, 90_000)

  it('finds the data of the first start at the second, and declares nothing again', async () => {
    const dataset = aDataset().from('AU').to('KR').build()
    await using first = launch(settings)
    await first.says(READY)
    const client = await issuerAt(layout, settings)
    const issued = await client.issue(dataset)
    const declared = await client.get<Declared>('/api/v1/authorities')
    first.signal('SIGINT')
    await first.ended
    await using second = launch(settings)
    await second.says(READY)

    const path = `/api/v1/certificates/${issued.body.certificate.id}`
    const after = await issuerAt(layout, settings)
    const read = await after.get<Issued>(path)
    const still = await after.get<Declared>('/api/v1/authorities')

    expect(apartFromDelivery(read.body.certificate)).toEqual(apartFromDelivery(issued.body.certificate))
    expect(declared.body.records.length).toBeGreaterThan(0)
    expect(still.body.records).toEqual(declared.body.records)
  }, 90_000)

  it('refuses a second copy and a reset in one sentence each, and runs on', async () => {
    await using start = launch(settings)
    await start.says(READY)
    const second = launch(settings)
    const reset = new Launched('reset.js', settings, ['--yes'])

    expect([await second.ended, await reset.ended]).toEqual([1, 1])
    expect(second.output).toMatch(/^Another copy \(process \d+\) already runs on this data folder: .*\.\n$/)
    expect(reset.output).toMatch(/^The network runs on .* stop it with Ctrl-C first\.\n$/)
    expect(pidsIn(layout).filter(isAlive)).toHaveLength(PROCESSES)
  }, 90_000)

  it('takes its processes with it when it is killed, and the next start takes over the lock', async () => {
    await using start = launch(settings)
    await start.says(READY)
    const processes = pidsIn(layout)

    start.signal('SIGKILL')
    await start.ended
    await eventually(() => (processes.some(isAlive) ? undefined : true), 'every process ends')
    await using next = launch(settings)
    await next.says(READY)

    expect(existsSync(layout.lock)).toBe(true)
  }, 90_000)

  it('names the port that is taken and what to do, and leaves nothing behind', async () => {
    const other = createServer().listen(basePort + 4, '127.0.0.1')

    const start = launch(settings)

    expect(await start.ended).toBe(1)
    expect(start.output).toContain(
      `Port ${basePort + 4}, meant for the gateway of Korea, is taken by another program: stop that, or choose other ports, for example with ECO_BASE_PORT=`,
    )
    expect(readdirSync(folder)).toEqual([])
    await new Promise((resolve) => other.close(resolve))
  })

  it('says that the data folder is damaged and what to do', async () => {
    await using first = launch(settings)
    await first.says(READY)
    first.signal('SIGINT')
    await first.ended
    await writeFile(join(layout.channel, VITAL), 'this is not a database, whatever it was before')

    const start = launch(settings)

    expect(await start.ended).toBe(1)
    expect(start.output).toContain(`The data folder ${folder} is damaged (`)
    expect(start.output).toContain('npm run reset')
    expect(existsSync(layout.lock)).toBe(false)
    await requireFreePorts(topologyAt(basePort), LEDGER)
  }, 90_000)

  it('keeps out of a folder that holds other things, and reset does not remove it', async () => {
    await writeFile(join(folder, 'thesis.txt'), 'years of work')

    const start = launch(settings)
    const reset = new Launched('reset.js', settings, ['--yes'])

    expect([await start.ended, await reset.ended]).toEqual([1, 1])
    expect(start.output).toContain('holds other things than the data of a network')
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it('starts a program that died once more; when it dies again, the network ends or goes on without it, and says so', async () => {
    await using start = launch(settings)
    await start.says(READY)
    const [contract = 0] = pidsIn(layout)

    process.kill(contract, 'SIGKILL')
    await start.says('started again.')
    process.kill(pidsIn(layout)[0] ?? 0, 'SIGKILL')

    if (LEDGER === 'embedded') {
      expect(await start.ended).toBe(1)
      expect(start.output).toContain('The contract ended by SIGKILL.')
      expect(start.output).toContain('The network ends; its data is kept.')
      await requireFreePorts(topologyAt(basePort), LEDGER)
    } else {
      await start.says('It stays down; the others go on.')
      expect(start.output).toContain('The contract of AUMSP ended by SIGKILL.')
      expect(pidsIn(layout).filter(isAlive)).toHaveLength(PROCESSES - 1)
    }
  }, 90_000)

  it('is where the story plays when it runs, and a token is printed alone on its line', async () => {
    await using start = launch(settings)
    await start.says(READY)

    const story = new Launched(STORY, settings)
    const token = new Launched('token.js', settings, ['KR', 'customs'])

    expect([await story.ended, await token.ended]).toEqual([0, 0])
    expect(story.output).toContain('On the network that runs.')
    expect(story.output).toContain('NOT VALID')
    expect(token.output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  }, 90_000)
})

describe('npm run doctor', () => {
  it('names a port that is taken, says what to do, and ends with code 1', async () => {
    const basePort = await freeBasePort('fabric')
    const other = createServer().listen(basePort, '127.0.0.1')
    const folder = join(tmpdir(), 'eco-doctor-nowhere')
    const doctor = new Launched('doctor.js', { ECO_DATA: folder, ECO_BASE_PORT: String(basePort) })

    expect(await doctor.ended).toBe(1)
    expect(doctor.output).toMatch(new RegExp(`problem +ports +taken: ${basePort} \\(the gateway of Australia\\)`))
    expect(doctor.output).toContain('ECO_BASE_PORT')
    expect(existsSync(folder)).toBe(false)
    await new Promise((resolve) => other.close(resolve))
  })
})

describe('npm run reset', () => {
  it.each([
    ['n', false],
    ['', false],
    ['y', true],
  ])('asked and answered “%s”: data removed is %s', async (answer, removed) => {
    const folder = await mkdtemp(join(tmpdir(), 'eco-reset-'))
    await writeFile(layoutOf(folder).marker, '{}')
    const reset = new Launched('reset.js', { ECO_DATA: folder })

    await reset.says('[y/N]')
    reset.type(answer === '' ? '' : `${answer}\n`)
    await reset.ended

    expect(existsSync(folder)).toBe(!removed)
    await rm(folder, { recursive: true, force: true })
  })
})

describe('npm run story', () => {
  it('starts what it needs, tells the whole story, and leaves nothing behind', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'eco-story-test-'))
    const nowhere = join(temporary, 'no-network')

    const story = new Launched(STORY, { ECO_DATA: nowhere, TMPDIR: temporary, TEMP: temporary })

    expect(await story.ended).toBe(0)
    const verdicts = story.output.match(/^ {5}[A-Z][A-Z ]+(?=[,(:])/gm)?.map((line) => line.trim())
    expect(verdicts).toEqual(['ISSUED', 'VALID', 'NOT VALID', 'REFUSED', 'CANCELLED', 'NOT VALID'])
    expect(readdirSync(temporary)).toEqual([])
    await rm(temporary, { recursive: true, force: true })
  }, 90_000)
})

function runningIn(layout: Layout): Running {
  const running = readRunning(layout.lock)
  if (running === undefined) throw new Error('no network runs there')
  return running
}

function pidsIn(layout: Layout): readonly number[] {
  return runningIn(layout).programs.flatMap(({ pid }) => pid ?? [])
}

function launch(settings: Readonly<Record<string, string>>): Launched {
  return new Launched('start.js', settings, [LEDGER])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function issuerAt(layout: Layout, settings: Readonly<Record<string, string>>): Promise<Client> {
  const token = new Launched('token.js', settings, ['AU', 'issuer'])
  await token.ended
  return new Client(runningIn(layout).gateways.AU ?? '', token.output.trim())
}
