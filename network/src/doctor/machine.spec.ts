import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { freeBasePort } from '../ports'
import { availableIn, leftInGroup, lookForFabric, memory, openFiles, takenPorts } from './machine'

describe('what is seen of the machine', () => {
  it('is the port that another program holds, with what it is for', async () => {
    const base = await freeBasePort('fabric')
    const server = createServer().listen(base + 50, '127.0.0.1')
    await once(server, 'listening')

    expect(await takenPorts(['embedded', 'fabric'], base)).toEqual([
      { port: (server.address() as AddressInfo).port, use: 'the orderer of Australia' },
    ])
    expect(await takenPorts(['embedded'], base)).toEqual([])
    server.close()
  })

  it('is how many files a process may have open', () => {
    expect(openFiles()).toBeGreaterThan(0)
  })

  it('is memory, of which not more is free than there is', async () => {
    const { total, free = 0 } = await memory()

    expect(total).toBeGreaterThan(100)
    expect(free).toBeLessThanOrEqual(total)
  })

  it('is where no Fabric was found, and what else was', () => {
    const { lacking } = lookForFabric({ PATH: '', FABRIC_BIN: '/nowhere' }) as { lacking: string }

    expect(lacking).toBe('FABRIC_BIN (/nowhere) has none')
  })
})

describe('free memory', () => {
  it('is what Linux says is available', () => {
    expect(availableIn('MemTotal: 999 kB\nMemAvailable:   21922444 kB\nBuffers: 1 kB\n')).toBe(21408)
    expect(availableIn('')).toBeUndefined()
  })

  it('is bounded by a container’s limit, of which cached files count as free', () => {
    const [limit, used] = [String(2 ** 30), String(2 ** 29)]

    expect(leftInGroup(`${limit}\n`, used, 'anon 5\ninactive_file 104857600\n')).toBe(612)
    expect(leftInGroup(limit, used, '')).toBe(512)
    expect(leftInGroup('max\n', used, '')).toBe(Infinity)
    expect(leftInGroup('', '', '')).toBe(Infinity)
  })
})
