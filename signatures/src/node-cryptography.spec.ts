import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { nodeCryptography } from './node-cryptography'
import { publicJwkOf } from './public-key'
import { signerOf } from './signer'
import { aKey } from './testing/certificates'
import { isLow, otherSignature } from './testing/raw-ecdsa'

const INPUT = Buffer.from('what an authority has signed')
const { digest, verify } = nodeCryptography()
const signer = signerOf(aKey())

describe('a digest', () => {
  it('is SHA-256 in base64url', () => {
    const bytes = fc.uint8Array({ maxLength: 300 })

    fc.assert(
      fc.property(bytes, (input) => {
        expect(digest(input)).toBe(createHash('sha256').update(input).digest('base64url'))
      }),
    )
  })
})

describe('a signature', () => {
  it('holds for every input that was signed, with 64 bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (input) => {
        const signature = await signer.sign(input)

        expect(signature).toHaveLength(64)
        expect(await verify(signer.publicJwk, input, signature)).toBe(true)
      }),
    )
  })

  it('does not hold once any byte of it has changed', async () => {
    const signature = await signer.sign(INPUT)
    const change = fc.tuple(fc.nat(63), fc.integer({ min: 1, max: 255 }))

    await fc.assert(
      fc.asyncProperty(change, async ([at, by]) => {
        expect(await verify(signer.publicJwk, INPUT, changed(signature, at, by))).toBe(false)
      }),
    )
  })

  it('does not hold once any byte of the input has changed', async () => {
    const signature = await signer.sign(INPUT)
    const change = fc.tuple(fc.nat(INPUT.length - 1), fc.integer({ min: 1, max: 255 }))

    await fc.assert(
      fc.asyncProperty(change, async ([at, by]) => {
        expect(await verify(signer.publicJwk, changed(INPUT, at, by), signature)).toBe(false)
      }),
    )
  })

  it('does not hold for another key', async () => {
    const other = signerOf(aKey())

    expect(await verify(other.publicJwk, INPUT, await signer.sign(INPUT))).toBe(false)
  })

  it('holds with either of the two values of s, as RFC 7518 has it', async () => {
    const signature = await signer.sign(INPUT)
    const other = otherSignature(signature)

    expect(isLow(signature)).not.toBe(isLow(other))
    expect(await verify(signer.publicJwk, INPUT, signature)).toBe(true)
    expect(await verify(signer.publicJwk, INPUT, other)).toBe(true)
  })

  it('of any other shape does not hold, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        expect(await verify(signer.publicJwk, INPUT, bytes)).toBe(false)
      }),
    )
    const extremes = [Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(64, 255), Buffer.alloc(65, 1), randomBytes(63)]
    for (const bytes of extremes) expect(await verify(signer.publicJwk, INPUT, bytes)).toBe(false)
  })

  it('does not hold for what is no key, and nothing is thrown', async () => {
    const signature = await signer.sign(INPUT)
    const coordinate = fc.oneof(fc.string(), fc.uint8Array({ minLength: 32, maxLength: 32 }).map(base64url))

    await fc.assert(
      fc.asyncProperty(coordinate, coordinate, async (x, y) => {
        expect(await verify({ kty: 'EC', crv: 'P-256', x, y }, INPUT, signature)).toBe(false)
      }),
    )
  })

  it('does not hold for its own key written otherwise than in base64url without padding', async () => {
    const signature = await signer.sign(INPUT)
    const { x, y } = signer.publicJwk

    expect(await verify({ kty: 'EC', crv: 'P-256', x: `${x}=`, y }, INPUT, signature)).toBe(false)
  })

  it('holds for its own key after more keys than are remembered', async () => {
    const signature = await signer.sign(INPUT)
    const { x } = signer.publicJwk
    for (let count = 0; count < 10_050; count += 1) {
      const y = base64url(createHash('sha256').update(String(count)).digest())
      await verify({ kty: 'EC', crv: 'P-256', x, y }, INPUT, signature)
    }

    expect(await verify(signer.publicJwk, INPUT, signature)).toBe(true)
  })
})

describe('the name of a key', () => {
  it('is the same for the private key, its public key and its PEM', () => {
    const key = aKey()
    const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' })

    expect(publicJwkOf(createPublicKey(key))).toEqual(publicJwkOf(key))
    expect(publicJwkOf(pem.toString())).toEqual(publicJwkOf(key))
  })
})

function changed(bytes: Uint8Array, at: number, by: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ by : byte))
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
