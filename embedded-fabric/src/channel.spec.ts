import { createPrivateKey } from 'node:crypto'
import * as grpc from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startChannel } from './channel'
import type { Channel } from './channel'
import { startChaincodeServer } from './testing/chaincode-server'
import { ProbeContract } from './testing/probe-contract'

describe('x', () => {
  let channel: Channel
  let server: Awaited<ReturnType<typeof startChaincodeServer>>
  beforeAll(async () => {
    server = await startChaincodeServer(new ProbeContract())
    channel = await startChannel({
      channelId: 'mychannel',
      organizations: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }, { mspId: 'Org3MSP' }],
      chaincodes: [
        { name: 'basic', address: server.address, policy: "OutOf(2,'Org1MSP.peer','Org2MSP.peer','Org3MSP.peer')" },
      ],
    })
  })
  afterAll(async () => {
    await channel.close()
    await server.close()
  })
  it('commits', async () => {
    const org = channel.organization('Org1MSP')
    const id = await org.newClient({ name: 'User1' })
    const client = new grpc.Client(org.endpoint, grpc.credentials.createSsl(Buffer.from(org.tlsRootCertificate)))
    const gw = connect({
      client,
      identity: { mspId: 'Org1MSP', credentials: Buffer.from(id.certificate) },
      signer: signers.newPrivateKeySigner(createPrivateKey(id.privateKey)),
      hash: hash.sha256,
    })
    const contract = gw.getNetwork('mychannel').getContract('basic')
    await contract.submitTransaction('put', 'a', '1')
    const v = await contract.evaluateTransaction('get', 'a')
    expect(Buffer.from(v).toString()).toBe('1')
    await expect(contract.submitTransaction('nonsense')).rejects.toMatchObject({ code: 10 })
    gw.close()
    client.close()
  })
})
