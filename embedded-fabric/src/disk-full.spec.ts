import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { LOADER } from './testing/committing-process'
import { startChannel } from './channel'
import { startChaincodeServer } from './testing/chaincode-server'
import type { ChaincodeServer } from './testing/chaincode-server'
import { ProbeContract } from './testing/probe-contract'

let folder: string
let contract: ChaincodeServer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-fabric-'))
  contract = await startChaincodeServer(new ProbeContract())
})
afterEach(async () => {
  await contract.close()
  await rm(folder, { recursive: true })
})

/** Half-kilobyte blocks that each file of the process may have. */
const FILE_BLOCKS = 1_600

describe('a channel whose disk is full', () => {
  it('ends its process with one sentence and an exit code, and opens again with all that was acknowledged', async () => {
    const file = join(__dirname, 'testing', 'filling-process.ts')
    const script = `trap '' XFSZ; ulimit -f ${FILE_BLOCKS}; exec "$@"`
    const child = spawn(
      'sh',
      ['-c', script, 'sh', process.execPath, '--no-warnings', '--eval', LOADER, file, folder, contract.address],
      { cwd: __dirname, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const [acknowledged, problems, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])

    expect(code).toBe(1)
    expect(problems).toMatch(
      /^embedded-fabric: Block \d+ cannot be written to the ledger: .*\. The channel has ended; start it again once the cause is removed\.\n$/,
    )
    const height = Number(acknowledged.trim().split('\n').at(-1))
    expect(height).toBeGreaterThan(2)
    await using again = await startChannel({
      channelId: 'mychannel',
      organizations: [{ mspId: 'Org1MSP' }],
      chaincodes: [{ name: 'probe', address: contract.address, policy: "OR('Org1MSP.peer')" }],
      dataFolder: join(folder, 'data'),
    })
    expect(again.height).toBeGreaterThanOrEqual(height)
  })
})
