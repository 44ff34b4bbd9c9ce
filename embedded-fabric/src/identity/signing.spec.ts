import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { msp } from '@hyperledger/fabric-protos'
import fc from 'fast-check'
import { createOrganization } from './authority'
import type { OrganizationMaterial } from './identity'
import { isLowS, toLowS } from './low-s'
import { createSigner, serializeIdentity } from './signing'

const CURVE = 'prime256v1'
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
let org: OrganizationMaterial

beforeAll(async () => {
  org = await createOrganization({ mspId: 'Org1MSP' })
})

describe('createSigner', () => {
  it('makes signatures that verify and have the lower s, every time', () => {
    const signer = createSigner('Org1MSP', org.admin)
    const key = createPublicKey(org.admin.certificate)

    for (let i = 0; i < 64; i++) {
      const message = Buffer.from(`message ${i}`)
      const signature = signer.sign(message)
      expect(isLowS(signature, CURVE)).toBe(true)
      expect(verify('sha256', message, key, signature)).toBe(true)
    }
  })

  it('stands in messages with its MSP and its certificate', () => {
    const read = msp.SerializedIdentity.deserializeBinary(createSigner('Org1MSP', org.admin).serialized)

    expect(read.getMspid()).toBe('Org1MSP')
    expect(Buffer.from(read.getIdBytes_asU8()).toString()).toBe(org.admin.certificate)
    expect(read.serializeBinary()).toEqual(serializeIdentity('Org1MSP', org.admin.certificate))
  })

  it('refuses a key that Fabric’s MSPs do not know, and names the organisation', () => {
    const { privateKey } = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })

    expect(() => createSigner('Org1MSP', { certificate: org.admin.certificate, privateKey })).toThrow(
      'private key of Org1MSP: only ECDSA on P-256 or P-384 is supported',
    )
  })
})

describe('low s', () => {
  const number = fc.bigInt({ min: 1n, max: ORDER - 1n })

  it('is taken for numbers up to half the order and refused above', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(isLowS(der(r, s), CURVE)).toBe(s <= ORDER / 2n)
      }),
    )
    expect(isLowS(der(1n, ORDER / 2n), CURVE)).toBe(true)
    expect(isLowS(der(1n, ORDER / 2n + 1n), CURVE)).toBe(false)
  })

  it('is reached from either of the two signatures', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const low = s <= ORDER / 2n ? s : ORDER - s

        expect(toLowS(der(r, s), CURVE)).toEqual(der(r, low))
        expect(toLowS(der(r, ORDER - s), CURVE)).toEqual(der(r, low))
      }),
    )
  })

  it('is not found in bytes that are no pair of positive integers, and nothing is thrown', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => !isLowS(bytes, CURVE)))
    for (const bytes of [
      '',
      '30',
      '3000',
      '3006020101020100',
      '3006020100020101',
      '3006020101020181',
      '300702010102020001',
      '300602010102010100',
      '30060201010201',
    ]) {
      expect(isLowS(Buffer.from(bytes, 'hex'), CURVE)).toBe(false)
      expect(toLowS(Buffer.from(bytes, 'hex'), CURVE).toString('hex')).toBe(bytes)
    }
  })

  it('knows P-384 too, and no other curve', () => {
    expect(isLowS(der(1n, ORDER), 'secp384r1')).toBe(true)
    expect(isLowS(der(1n, 2n ** 384n - 1n), 'secp384r1')).toBe(false)
    expect(isLowS(der(1n, 1n), 'secp256k1')).toBe(false)
  })
})

function der(r: bigint, s: bigint): Buffer {
  const body = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function integer(value: bigint): Buffer {
  const text = value.toString(16)
  const magnitude = Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
  const content = magnitude.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude
  return Buffer.concat([Buffer.from([0x02, content.length]), content])
}
