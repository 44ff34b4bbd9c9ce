import { describe, expect, it } from '@jest/globals'
import { judge } from './judgement'
import type { Facts, Judgement } from './judgement'

const HEALTHY: Facts = {
  nodeVersion: 'v24.21.0',
  platform: 'linux',
  fabric: { found: '3.1.5 (86c1172be) in the cache' },
  takenPorts: [],
  runningLauncher: undefined,
  leftLock: false,
  dataFolder: '/data',
  writable: true,
  freeDiskMiB: 5000,
  freeMemoryMiB: 4000,
  openFiles: 1024,
  now: new Date('2026-11-23T00:00:00Z'),
  keysUntil: new Date('2027-11-22T00:00:00Z'),
}

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
    ['Fabric', { fabric: { lacking: 'Found none' } }, 'warning', 'npm run fabric:install'],
    ['Fabric', { fabric: { lacking: 'Found none' }, platform: 'win32' }, 'warning', 'Linux or macOS'],
    ['network', { leftLock: true }, 'warning', 'the next start takes over'],
    ['ports', { takenPorts: [{ port: 8084, use: 'the gateway of Korea' }] }, 'problem', 'ECO_BASE_PORT'],
    ['data folder', { writable: false }, 'problem', 'ECO_DATA'],
    ['disk', { freeDiskMiB: 99 }, 'problem', '1024 MiB'],
    ['disk', { freeDiskMiB: 500 }, 'warning', '1024 MiB'],
    ['memory', { freeMemoryMiB: 700 }, 'problem', '2048 MiB'],
    ['memory', { freeMemoryMiB: 1500 }, 'warning', '2048 MiB'],
    ['open files', { openFiles: 128 }, 'problem', 'ulimit -n 1024'],
    ['open files', { openFiles: 512 }, 'warning', 'ulimit -n 1024'],
    ['clock', { now: new Date('1970-01-02T00:00:00Z') }, 'problem', 'set the clock'],
    ['certificates', { keysUntil: new Date('2026-11-22T00:00:00Z') }, 'problem', 'npm run reset'],
    ['certificates', { keysUntil: new Date('2026-12-01T00:00:00Z') }, 'warning', 'npm run reset'],
  ])('calls %s with %j a %s and says what to do', (what, facts, verdict, advice) => {
    const judgement = judged(what, facts)

    expect(judgement?.verdict).toBe(verdict)
    expect(judgement?.advice).toContain(advice)
  })

  it('takes the ports that the running network holds for its own', () => {
    expect(judged('ports', { runningLauncher: 17, takenPorts: [] })).toMatchObject({ verdict: 'ok' })
  })

  it('does not mind what a system does not tell', () => {
    expect(judged('open files', { openFiles: undefined })?.verdict).toBe('ok')
    expect(judged('certificates', { keysUntil: undefined })?.verdict).toBe('ok')
  })
})
