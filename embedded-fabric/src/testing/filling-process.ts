import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'

import { run } from '../cli'
import type { ConnectionProfile } from '../identity/folders'
import { createSigner } from '../identity/signing'
import { freePort } from './chaincode-server'

/** The command with a client that submits large values without end and tells the height after each: for tests that take its disk away. */
export async function main(folder: string, address: string): Promise<void> {
  const out = join(folder, 'out')
  const ready = Promise.withResolvers<undefined>()
  const output = {
    log: (line: string): void => {
      if (line.includes('is ready')) ready.resolve(undefined)
    },
    error: console.error,
  }
  const files = ['--out', out, '--data', join(folder, 'data'), '--port', String(await freePort())]
  const ended = run(
    ['--org', 'Org1MSP', '--chaincode', `probe=${address}`, ...files],
    output,
    new AbortController().signal,
  )
  await ready.promise
  await fill(join(out, 'peerOrganizations', 'org1.example.com')).catch(() => undefined)
  process.exit(await ended)
}

async function fill(folder: string): Promise<void> {
  const profile = JSON.parse(await readFile(join(folder, 'connection-org1.json'), 'utf8')) as ConnectionProfile
  const [peer] = Object.values(profile.peers)
  if (peer === undefined) throw new Error('the connection profile names no peer')
  const msp = join(folder, 'users', 'User1@org1.example.com', 'msp')
  const certificate = await readFile(join(msp, 'signcerts', 'User1@org1.example.com-cert.pem'), 'utf8')
  const privateKey = await readFile(join(msp, 'keystore', 'priv_sk'), 'utf8')
  const signer = createSigner('Org1MSP', { certificate, privateKey })
  const client = new Client(
    new URL(peer.url.replace('grpcs:', 'https:')).host,
    credentials.createSsl(Buffer.from(peer.tlsCACerts.pem)),
    { 'grpc.ssl_target_name_override': peer.grpcOptions['ssl-target-name-override'] },
  )
  const gateway = connect({
    client,
    identity: { mspId: 'Org1MSP', credentials: Buffer.from(certificate) },
    hash: hash.none,
    signer: (message) => Promise.resolve(signer.sign(message)),
  })
  const contract = gateway.getNetwork('mychannel').getContract('probe')
  for (let n = 0; ; n++) {
    const commit = await contract.submitAsync('put', { arguments: [`key${n}`, 'x'.repeat(20_000)] })
    const { blockNumber } = await commit.getStatus()
    process.stdout.write(`${blockNumber}\n`)
  }
}
