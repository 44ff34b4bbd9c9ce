import { createServer } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { freeBasePort, requireFreePorts } from './ports'
import { topologyAt } from './topology'

describe('ports', () => {
  it('are all free at a base port that was asked for', async () => {
    const topology = topologyAt(await freeBasePort())

    await expect(requireFreePorts(topology)).resolves.toBeUndefined()
  })

  it('are refused when one is taken, naming the port, its use and a way out', async () => {
    const topology = topologyAt(await freeBasePort())
    const [first] = topology.organisations
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(first?.peerPort, '127.0.0.1', resolve))

    const refused = requireFreePorts(topology)

    await expect(refused).rejects.toThrow(
      `Port ${first?.peerPort ?? 0}, meant for the peer of Australia, is taken by another program: stop that, or choose other ports`,
    )
    await new Promise((resolve) => other.close(resolve))
  })
})
