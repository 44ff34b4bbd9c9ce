import { createPrivateKey, sign } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import type { Credentials, Signer } from './identity'
import { isKnownCurve, toLowS } from './low-s'

/** The bytes of `msp.SerializedIdentity`: how an identity stands in every Fabric message. */
export function serializeIdentity(mspId: string, certificate: string): Uint8Array {
  const message = new msp.SerializedIdentity()
  message.setMspid(mspId)
  message.setIdBytes(Buffer.from(certificate))
  return message.serializeBinary()
}

/** A signer whose signatures Fabric takes: of the two possible `s` always the lower. */
export function createSigner(mspId: string, credentials: Credentials): Signer {
  const key = createPrivateKey(credentials.privateKey)
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (!isKnownCurve(curve)) throw new TypeError(`private key of ${mspId}: only ECDSA on P-256 or P-384 is supported`)
  return {
    mspId,
    serialized: serializeIdentity(mspId, credentials.certificate),
    sign: (message) => toLowS(sign('sha256', message, key), curve),
  }
}
