import fc from 'fast-check'
import { describe, expect, it } from '@jest/globals'
import type { ClockFacts, Facts, FolderFacts } from './facts'
import { judge } from './judgement'
import type { Judgement } from './judgement'

const NOW = new Date('2026-11-23T12:00:00Z')
const VALID = { from: new Date('2026-11-22T00:00:00Z'), until: new Date('2027-11-22T00:00:00Z') }
const FOLDER: FolderFacts = {
  networks: ['embedded', 'fabric'],
  folder: '/data',
  unusable: undefined,
  freeDiskMiB: 5000,
  launcher: undefined,
  leftovers: { lock: false, nodes: [] },
  certificates: VALID,
}
const HEALTHY: Facts = {
  networks: ['embedded', 'fabric'],
  nodeVersion: 'v24.21.0',
  platform: 'linux',
  fabric: { found: '3.1.5 (86c1172be) in the cache' },
  basePort: 8080,
  takenPorts: [],
  memory: { total: 8000, free: 4000 },
  openFiles: 1024,
  clock: { now: NOW, movedMs: 0, lastWritten: undefined },
  folders: [FOLDER],
}

const folder = (facts: Partial<FolderFacts>): Partial<Facts> => ({ folders: [{ ...FOLDER, ...facts }] })
const clock = (facts: Partial<ClockFacts>): Partial<Facts> => ({ clock: { ...HEALTHY.clock, ...facts } })
const free = (mib: number): Partial<Facts> => ({ memory: { total: 8000, free: mib } })
const lacking = { lacking: 'PATH (/bin) has peer in version 2.5.9' }
const taken = [{ port: 8084, use: 'the gateway of Korea' }]

function judged(what: string, facts: Partial<Facts>): Judgement | undefined {
  return judge({ ...HEALTHY, ...facts }).find((judgement) => judgement.what === what)
}

describe('the doctor', () => {
  it('finds nothing to do on a machine that has everything', () => {
    const judgements = judge(HEALTHY)

    expect(judgements.filter(({ verdict, advice }) => verdict !== 'ok' || advice !== undefined)).toEqual([])
  })

  it.each<[string, Partial<Facts>, Judgement['verdict'], string]>([
    ['Node', { nodeVersion: 'v22.1.0' }, 'problem', 'install Node 24'],
    ['Fabric', { fabric: lacking }, 'warning', 'npm run fabric:install'],
    ['Fabric', { fabric: lacking, networks: ['fabric'] }, 'problem', 'npm run fabric:install'],
    ['Fabric', { fabric: lacking, platform: 'win32' }, 'warning', 'Linux or macOS'],
    ['ports', { takenPorts: taken }, 'problem', 'ECO_BASE_PORT to another start of 100 free ports'],
    ['ports', { takenPorts: taken, networks: ['embedded'] }, 'problem', 'another start of 41 free ports'],
    ['ports', { basePort: undefined }, 'problem', 'from 1 to 65435'],
    ['memory', free(2047), 'warning', '`npm run start:fabric` needs 2048 MiB'],
    ['memory', { ...free(2047), networks: ['fabric'] }, 'problem', '`npm run start:fabric` needs 2048 MiB'],
    ['memory', free(799), 'problem', '`npm start` needs 800 MiB'],
    ['memory', { memory: { total: 1500, free: undefined } }, 'warning', '2048 MiB'],
    ['memory', { ...free(100), ...folder({ launcher: 17 }) }, 'warning', 'end other programs'],
    ['open files', { openFiles: 1023 }, 'warning', '`npm run start:fabric` needs 1024'],
    ['open files', { openFiles: 255 }, 'problem', '`npm start` needs 256'],
    ['clock', clock({ now: new Date('1970-01-02T00:00:00Z') }), 'problem', 'set the clock'],
    ['clock', clock({ now: new Date('2106-02-07T00:00:00Z') }), 'problem', 'set the clock'],
    ['clock', clock({ lastWritten: new Date('2026-11-23T13:00:01Z') }), 'problem', 'set the clock'],
    ['clock', clock({ movedMs: -4000 }), 'warning', 'wait until it is set'],
    ['data folder', folder({ unusable: '/data cannot be written' }), 'problem', 'ECO_DATA'],
    ['disk', folder({ freeDiskMiB: 1023 }), 'warning', '`npm run start:fabric` needs 1024 MiB'],
    ['disk', folder({ freeDiskMiB: 99 }), 'problem', '`npm start` needs 100 MiB'],
    ['network', folder({ leftovers: { lock: true, nodes: [] } }), 'warning', 'the next start takes over'],
    ['network', folder({ leftovers: { lock: false, nodes: [4, 5] } }), 'warning', 'the next start takes over'],
    ['certificates', folder({ certificates: 'damaged' }), 'problem', 'restore the data folder'],
    ['certificates', folder({ certificates: { ...VALID, until: NOW } }), 'problem', 'npm run reset'],
    [
      'certificates',
      folder({ certificates: { ...VALID, until: new Date('2026-12-23T12:00:00Z') } }),
      'warning',
      'reset',
    ],
    [
      'certificates',
      folder({ certificates: { ...VALID, from: new Date('2026-11-24T00:00:00Z') } }),
      'problem',
      'clock',
    ],
  ])('calls %s with %j a %s and says what to do', (what, facts, verdict, advice) => {
    const judgement = judged(what, facts)

    expect(judgement?.verdict).toBe(verdict)
    expect(judgement?.advice).toContain(advice)
  })

  it.each<[string, Partial<Facts>, string]>([
    ['Fabric', { fabric: lacking, networks: ['embedded'] }, 'not needed'],
    ['ports', folder({ launcher: 17 }), 'held by the network that runs'],
    ['ports', { networks: ['embedded'] }, '8080 to 8120'],
    ['memory', { memory: { total: 4000, free: undefined } }, '4000 MiB in all'],
    ['memory', { ...free(300), ...folder({ launcher: 17 }) }, 'beside the network that runs'],
    ['open files', { openFiles: undefined }, 'no limit'],
    ['open files', { openFiles: Infinity }, 'no limit'],
    ['clock', clock({ lastWritten: NOW }), '2026-11-23T12:00:00.000Z'],
    ['network', folder({ launcher: 17 }), 'process 17'],
    ['certificates', folder({ certificates: 'none' }), 'the first start makes them'],
  ])('finds %s with %j in order', (what, facts, found) => {
    const judgement = judged(what, facts)

    expect(judgement).toMatchObject({ verdict: 'ok', found: expect.stringContaining(found) })
    expect(judgement?.advice).toBeUndefined()
  })

  it('names every port that is taken, and what for', () => {
    expect(judged('ports', { takenPorts: taken })?.found).toBe('taken: 8084 (the gateway of Korea)')
  })

  it('does not blame other programs for the ports of nodes that an earlier start has left', () => {
    const left = folder({ leftovers: { lock: true, nodes: [4] } })

    expect(judged('ports', { takenPorts: taken, ...left })?.advice).toContain('the next one ends its nodes first')
  })

  it('tells two data folders apart', () => {
    const folders: FolderFacts[] = [
      { ...FOLDER, networks: ['embedded'], folder: '/one' },
      { ...FOLDER, networks: ['fabric'], folder: '/two', freeDiskMiB: 1000 },
    ]

    const judgements = judge({ ...HEALTHY, folders })

    expect(judgements).toContainEqual({ what: 'data folder (embedded)', verdict: 'ok', found: '/one' })
    expect(judgements.find(({ what }) => what === 'disk (embedded)')?.verdict).toBe('ok')
    expect(judgements.find(({ what }) => what === 'disk (fabric)')?.verdict).toBe('problem')
  })

  it('gives advice with every warning and problem, and never without', () => {
    const facts = fc.record({
      memory: fc.record({ total: fc.nat(9000), free: fc.option(fc.nat(9000), { nil: undefined }) }),
      openFiles: fc.option(fc.nat(3000), { nil: undefined }),
      basePort: fc.option(fc.constant(8080), { nil: undefined }),
      takenPorts: fc.constantFrom([], taken),
      fabric: fc.constantFrom(lacking, HEALTHY.fabric),
      networks: fc.constantFrom<Facts['networks'][]>(['embedded'], ['fabric'], ['embedded', 'fabric']),
      folders: fc.array(
        fc.record({
          ...Object.fromEntries(Object.entries(FOLDER).map(([name, value]) => [name, fc.constant(value)])),
          freeDiskMiB: fc.nat(2000),
          launcher: fc.option(fc.constant(17), { nil: undefined }),
          certificates: fc.constantFrom<FolderFacts['certificates'][]>('none', 'damaged', VALID),
        }) as fc.Arbitrary<FolderFacts>,
        { maxLength: 2 },
      ),
    })

    fc.assert(
      fc.property(facts, (some) => {
        for (const { verdict, advice } of judge({ ...HEALTHY, ...some })) {
          expect(advice !== undefined && advice !== '').toBe(verdict !== 'ok')
        }
      }),
    )
  })
})
