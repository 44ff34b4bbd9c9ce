import { createPrivateKey, sign } from 'node:crypto'
import * as grpc from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'
import type { Gateway } from '@hyperledger/fabric-gateway'
import type { ChannelAddress } from './channel-options'

const P256_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** A Fabric client with OpenSSL's signatures, which cost a twentieth of the library's own. */
export function openGateway(address: ChannelAddress): { gateway: Gateway; close: () => void } {
  const credentials = grpc.credentials.createSsl(Buffer.from(address.tlsRootCertificate))
  const client = new grpc.Client(address.endpoint, credentials)
  const key = createPrivateKey(address.client.privateKey)
  const gateway = connect({
    client,
    identity: { mspId: address.mspId, credentials: Buffer.from(address.client.certificate) },
    hash: hash.none,
    signer: (message) => Promise.resolve(lowS(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }))),
  })
  return {
    gateway,
    close: () => {
      gateway.close()
      client.close()
    },
  }
}

/** Fabric refuses the upper of the two possible `s`. */
function lowS(signature: Buffer): Uint8Array {
  const r = signature.subarray(0, 32)
  const s = BigInt(`0x${signature.toString('hex', 32)}`)
  const low =
    s > P256_ORDER / 2n ? Buffer.from((P256_ORDER - s).toString(16).padStart(64, '0'), 'hex') : signature.subarray(32)
  const body = Buffer.concat([derInteger(r), derInteger(low)])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function derInteger(bytes: Buffer): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const trimmed = bytes.subarray(start)
  const padded = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded])
}
