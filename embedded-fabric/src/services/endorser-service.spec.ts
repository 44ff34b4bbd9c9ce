import * as grpc from '@grpc/grpc-js'
import { gateway, peer } from '@hyperledger/fabric-protos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { issueClient } from '../identity/authority'
import { createSigner } from '../identity/signing'
import { TestChannel, materialOf, text } from '../testing/test-channel'

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start()
})
afterAll(() => test[Symbol.asyncDispose]())

/** A proposal of a client, signed by itself or by another one. */
async function signedProposal(name: string, args: string[], forged = false): Promise<peer.SignedProposal> {
  const material = await materialOf('Org1MSP')
  const [credentials, others] = await Promise.all(
    ['User1', 'User2'].map((user) => issueClient(material, { name: user })),
  )
  if (credentials === undefined || others === undefined) throw new Error('no client')
  const contract = await test.contract('Org1MSP', { credentials, offline: true })
  const proposal = contract.newProposal(name, { arguments: args })
  const message = gateway.ProposedTransaction.deserializeBinary(proposal.getBytes()).getProposal()
  if (message === undefined) throw new Error('no proposal')
  message.setSignature(createSigner('Org1MSP', forged ? others : credentials).sign(proposal.getDigest()))
  return message
}

/** Sends a signed proposal to one organisation's peer, as clients do that plan for themselves. */
async function propose(mspId: string, signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
  const { endpoint, tlsRootCertificate } = test.channel.organization(mspId)
  const client = new grpc.Client(endpoint, grpc.credentials.createSsl(Buffer.from(tlsRootCertificate)))
  const answer = new Promise<peer.ProposalResponse>((resolve, reject) => {
    client.makeUnaryRequest(
      '/protos.Endorser/ProcessProposal',
      (message: peer.SignedProposal) => Buffer.from(message.serializeBinary()),
      (bytes) => peer.ProposalResponse.deserializeBinary(bytes),
      signed,
      (error, response) => {
        if (response === undefined) reject(error ?? new Error('no answer'))
        else resolve(response)
      },
    )
  })
  return answer.finally(() => {
    client.close()
  })
}

describe('a peer’s endorser service', () => {
  it('endorses what the contract accepts, as its own organisation', async () => {
    const response = await propose('Org2MSP', await signedProposal('put', ['direct', '1']))

    expect(response.getResponse()?.getStatus()).toBe(200)
    expect(text(response.getEndorsement()?.getEndorser_asU8() ?? new Uint8Array())).toContain('Org2MSP')
  })

  it('answers a contract’s refusal without an endorsement', async () => {
    const response = await propose('Org2MSP', await signedProposal('throw', ['no']))

    expect(response.getResponse()?.toObject()).toMatchObject({ status: 500, message: 'no' })
    expect(response.hasEndorsement()).toBe(false)
  })

  it('answers a proposal that it does not accept with an error', async () => {
    await expect(propose('Org1MSP', await signedProposal('get', ['a'], true))).rejects.toMatchObject({
      code: grpc.status.UNKNOWN,
      details: expect.stringContaining('error validating proposal: access denied'),
    })
  })
})
