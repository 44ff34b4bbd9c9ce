import { createPrivateKey } from 'node:crypto'
import { Client as GrpcClient, credentials } from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'
import type { OrganisationCode, Role } from '@eco/domain'
import { issueIdentity, readMaterial } from '@eco/network'
import type { TestNetwork } from './test-network'

/** Every block up to this one, as the peer of an organisation delivers it to one of its own users. */
export async function blocksAt(
  { network }: TestNetwork,
  code: OrganisationCode,
  role: Role,
  last: number,
): Promise<readonly Uint8Array[]> {
  const organisation = network.organisation(code)
  const material = await readMaterial(network.layout, organisation)
  const identity = await issueIdentity(material, organisation, role)
  const client = new GrpcClient(
    `127.0.0.1:${organisation.peerPort}`,
    credentials.createSsl(Buffer.from(material.tlsCa.certificate)),
    { 'grpc.ssl_target_name_override': 'localhost' },
  )
  const gateway = connect({
    client,
    identity: { mspId: organisation.mspId, credentials: Buffer.from(identity.certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(identity.privateKey)),
    hash: hash.sha256,
  })
  const events = await gateway.getNetwork('eco').getBlockEvents({ startBlock: 0n })
  const blocks: Uint8Array[] = []
  try {
    for await (const block of events) {
      blocks.push(block.serializeBinary())
      if (blocks.length > last) break
    }
  } finally {
    events.close()
    gateway.close()
    client.close()
  }
  return blocks
}
