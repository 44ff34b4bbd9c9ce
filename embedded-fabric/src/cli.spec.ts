import { signers, connect } from '@hyperledger/fabric-gateway'
import { Client, credentials } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { run } from './cli'
import type { ConnectionProfile } from './identity/folders'
import { freePort, startChaincodeServer } from './testing/chaincode-server'
import { ProbeContract } from './testing/probe-contract'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-fabric-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('the embedded-fabric command', () => {
  it('starts a channel that an application reaches with nothing but the files it wrote, and ends when told to', async () => {
    const chaincode = await startChaincodeServer(new ProbeContract())
    const command = started(['--chaincode', `basic=${chaincode.address}`, '--port', `${await freePort()}`])
    await command.ready

    expect(await submitAndRead('hello')).toBe('hello')
    command.stop()

    expect(await command.ended).toBe(0)
    expect(command.lines[0]).toMatch(/embedded channel .*one operator.*loopback only/i)
    await chaincode.close()
  })

  it('keeps private keys readable by their owner only', async () => {
    const command = started(['--chaincode', 'basic=127.0.0.1:1', '--port', `${await freePort()}`])
    await command.ready
    command.stop()
    await command.ended

    const { mode } = await stat(join(userFolder(), 'keystore', 'priv_sk'))

    expect(mode & 0o777).toBe(0o600)
  })

  it('says in one sentence that a port is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }

    const command = started(['--chaincode', 'basic=127.0.0.1:1', '--port', `${port}`])

    expect(await command.ended).toBe(1)
    expect(command.problems).toEqual([`embedded-fabric: Port ${port} is taken: choose others with --port.`])
    other.close()
  })

  it('ends with an exit code and one sentence when an option is wrong', async () => {
    const command = started(['--chaincode', 'basic'])

    expect(await command.ended).toBe(1)
    expect(command.problems).toEqual(['embedded-fabric: --chaincode basic: NAME=HOST:PORT is expected.'])
    expect(command.lines).toEqual([])
  })
})

function started(options: readonly string[]) {
  const lines: string[] = []
  const problems: string[] = []
  const stop = new AbortController()
  const ready = Promise.withResolvers<undefined>()
  const log = (line: string) => {
    lines.push(line)
    if (line.includes('is ready')) ready.resolve(undefined)
  }
  const output = { log, error: (line: string) => problems.push(line) }
  const ended = run(['--org', 'Org1MSP', '--out', folder, ...options], output, stop.signal)
  return { lines, problems, ended, ready: ready.promise, stop: () => stop.abort() }
}

function organizationFolder(): string {
  return join(folder, 'peerOrganizations', 'org1.example.com')
}

function userFolder(): string {
  return join(organizationFolder(), 'users', 'User1@org1.example.com', 'msp')
}

async function submitAndRead(value: string): Promise<string> {
  const profile = JSON.parse(
    await readFile(join(organizationFolder(), 'connection-org1.json'), 'utf8'),
  ) as ConnectionProfile
  const peer = profile.peers['peer0.org1.example.com']!
  const client = new Client(
    new URL(peer.url.replace('grpcs:', 'https:')).host,
    credentials.createSsl(Buffer.from(peer.tlsCACerts.pem)),
    { 'grpc.ssl_target_name_override': peer.grpcOptions['ssl-target-name-override'] },
  )
  const gateway = connect({
    client,
    identity: {
      mspId: 'Org1MSP',
      credentials: await readFile(join(userFolder(), 'signcerts', 'User1@org1.example.com-cert.pem')),
    },
    signer: signers.newPrivateKeySigner(createPrivateKey(await readFile(join(userFolder(), 'keystore', 'priv_sk')))),
  })
  try {
    const contract = gateway.getNetwork('mychannel').getContract('basic')
    await contract.submitTransaction('put', 'key', value)
    return Buffer.from(await contract.evaluateTransaction('get', 'key')).toString()
  } finally {
    gateway.close()
    client.close()
  }
}
