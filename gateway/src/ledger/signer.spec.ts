import { generateKeyPairSync, verify } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { createSigner } from './signer'

const HALF_ORDER = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8')

/** Reads the second integer of a DER signature. */
function sOf(signature: Buffer): bigint {
  const lengthOfR = signature[3] ?? 0
  return BigInt(`0x${signature.subarray(6 + lengthOfR).toString('hex')}`)
}

it('makes signatures that OpenSSL accepts and whose s is the low one, every time', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const sign = createSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())

  for (let round = 0; round < 300; round++) {
    const message = Buffer.from(`message ${round}`)
    const signature = Buffer.from(await sign(message))

    expect(verify('sha256', message, publicKey, signature)).toBe(true)
    expect(sOf(signature) <= HALF_ORDER).toBe(true)
  }
})
