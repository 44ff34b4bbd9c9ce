import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startGateway } from './start'
import { TestGateways } from './testing/test-gateway'

let gateways: TestGateways

beforeAll(async () => {
  gateways = await TestGateways.start('AU', 'KR')
})

afterAll(async () => {
  await gateways.close()
})

describe('starting a gateway', () => {
  it('says in a sentence that its port is taken', async () => {
    const port = Number(new URL(gateways.gateway('KR').url).port)

    const config = gateways.config('AU')

    const start = startGateway(
      { ...config, dataFolder: `${config.dataFolder}-2`, port },
      { register: gateways.ledger.as('AU', 'AU-CHAMBER') },
    )

    await expect(start).rejects.toThrow(`Port ${port} on 127.0.0.1, for the gateway of AU, is taken by another program`)
  })

  it('says in a sentence that its file of issued documents is damaged, and leaves it as it is', async () => {
    await gateways.gateway('AU').close()
    await writeFile(join(gateways.config('AU').dataFolder, 'issued.sqlite'), 'damaged '.repeat(1000))

    await expect(gateways.open('AU')).rejects.toThrow('Restore it from a backup')
  })

  it('may be ended twice', async () => {
    const gateway = gateways.gateway('KR')

    await Promise.all([gateway.close(), gateway.close()])

    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow()
  })
})
