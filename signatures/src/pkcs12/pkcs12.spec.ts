import { createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { PFX } from '@peculiar/asn1-pfx'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { KeyProblem } from '../key-problem'
import { nodeCryptography } from '../node-cryptography'
import { openPem } from '../pem'
import { certificateVector, JAVA_PASSPHRASE, PASSPHRASE, vector } from '../testing/vectors'
import { openPkcs12 } from './pkcs12'

const INPUT = Buffer.from('what is to be signed')
const { keyId } = openPem({ key: vector('pkcs8.pem').toString() })

async function problemOf(bytes: Uint8Array, passphrase = PASSPHRASE): Promise<KeyProblem> {
  try {
    await openPkcs12({ bytes, passphrase })
  } catch (error) {
    if (error instanceof KeyProblem) return error
    throw error
  }
  throw new Error('the file was opened')
}

describe('a PKCS #12 file', () => {
  it.each([
    ['openssl.p12', PASSPHRASE],
    ['openssl-aes-128.p12', PASSPHRASE],
    ['java.p12', JAVA_PASSPHRASE],
    ['java-sha-512.p12', JAVA_PASSPHRASE],
    ['windows-attributes.p12', PASSPHRASE],
    ['passphrase-beyond-latin.p12', 'pässwörd 密码 🔑'],
    ['passphrase-empty.p12', ''],
    ['certificates-in-clear.p12', PASSPHRASE],
    ['key-in-clear.p12', PASSPHRASE],
  ])('opens with its passphrase to a key that signs, and a chain that holds: %s', async (file, passphrase) => {
    const { verify, followChain } = nodeCryptography()

    const signer = await openPkcs12({ bytes: vector(file), passphrase })

    const { certificateChain, publicJwk, sign } = signer
    expect(signer.keyId).toBe(keyId)
    expect(await verify(publicJwk, INPUT, await sign(INPUT))).toBe(true)
    expect(await followChain(certificateChain, [certificateVector('root.pem')], '2030-01-01T00:00:00Z')).toEqual({
      result: 'anchored',
      publicJwk,
    })
  })

  it('opens under a MAC by PBMAC1 as well (RFC 9579), with that passphrase only', async () => {
    const bytes = withPbmac1(vector('openssl.p12'), PASSPHRASE)

    expect((await openPkcs12({ bytes, passphrase: PASSPHRASE })).keyId).toBe(keyId)
    expect((await problemOf(bytes, 'another')).code).toBe('PASSPHRASE_WRONG')
  })
})

describe('a PKCS #12 file is refused', () => {
  it.each(['old-rc2.p12', 'old-3des.p12', 'old-3des-key.p12', 'old-mac.p12'])(
    'when its protection is old, with the command that renews it: %s',
    async (file) => {
      const problem = await problemOf(vector(file))

      expect(problem.code).toBe('KEY_PROTECTION_OLD')
      expect(problem.message).toContain('openssl pkcs12 -export')
    },
  )

  it.each([
    ['no-mac.p12', 'KEY_NOT_SUPPORTED'],
    ['no-key.p12', 'KEY_NOT_FOUND'],
    ['no-certificate.p12', 'CERTIFICATE_OF_ANOTHER_KEY'],
    ['p384.p12', 'KEY_NOT_SUPPORTED'],
    ['sm2.p12', 'KEY_NOT_SUPPORTED'],
    ['iterated-too-often.p12', 'LIMIT_EXCEEDED'],
    ['mac-iterated-too-often.p12', 'LIMIT_EXCEEDED'],
  ])('when it is not what is needed: %s is %s', async (file, code) => {
    expect((await problemOf(vector(file))).code).toBe(code)
  })

  it('by the name of the curve when its key is for SM2', async () => {
    expect((await problemOf(vector('sm2.p12'))).message).toContain('SM2')
  })

  it('when it holds several keys, which are named as people call them', async () => {
    const problem = await problemOf(vector('two-keys.p12'), JAVA_PASSPHRASE)

    expect(problem.code).toBe('KEY_AMBIGUOUS')
    expect(problem.message).toContain('seal of 2025, seal of 2026')
  })

  it('when the passphrase is wrong, and no message repeats it', async () => {
    const problem = await problemOf(vector('openssl.p12'), 'Correct horse')

    expect(problem.code).toBe('PASSPHRASE_WRONG')
    expect(JSON.stringify([problem, problem.message, problem.cause])).not.toContain('orrect horse')
  })

  it('when it is larger than 256 KiB', async () => {
    expect((await problemOf(Buffer.alloc(256 * 1024 + 1))).code).toBe('LIMIT_EXCEEDED')
  })

  it('when bytes follow its end', async () => {
    expect((await problemOf(Buffer.concat([vector('openssl.p12'), Buffer.alloc(1)]))).code).toBe('KEY_UNREADABLE')
  })

  it('when any byte of it has changed in a way that matters, and otherwise opens the very same key', async () => {
    const file = vector('openssl.p12')
    const change = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }))

    await fc.assert(
      fc.asyncProperty(change, async ([at, by]) => {
        const bytes = file.map((byte, index) => (index === at ? byte ^ by : byte))

        expect(await outcomeOf(bytes)).toMatch(new RegExp(`^(problem|${keyId})$`))
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  it('when it is any other bytes, with a problem of ours and nothing else', async () => {
    const start = fc.constantFrom(Buffer.alloc(0), vector('openssl.p12').subarray(0, 60), nested(100_000))

    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (begin, rest) => {
        expect(await outcomeOf(Buffer.concat([begin, rest]))).toBe('problem')
      }),
    )
    expect(await outcomeOf(nested(60_000))).toBe('problem')
  })
})

async function outcomeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await openPkcs12({ bytes, passphrase: PASSPHRASE })).keyId
  } catch (error) {
    if (error instanceof KeyProblem) return 'problem'
    throw error
  }
}

// Sequences in sequences, as deep as so many bytes allow.
function nested(bytes: number): Buffer {
  const parts: Buffer[] = []
  for (let left = bytes; left > 5; left -= 5) {
    const header = Buffer.from([0x30, 0x83, 0, 0, 0])
    header.writeUIntBE(left - 5, 2, 3)
    parts.push(header)
  }
  return Buffer.concat(parts)
}

function withPbmac1(file: Buffer, passphrase: string): Buffer {
  const pfx = AsnConvert.parse(file, PFX)
  const content = Buffer.from(AsnConvert.parse(pfx.authSafe.content, OctetString).buffer)
  const salt = randomBytes(16)
  const key = pbkdf2Sync(passphrase, salt, 2048, 32, 'sha512')
  const sha512 = sequence(oid('2a864886f70d020b'), Buffer.from([5, 0]))
  const derivation = sequence(octets(salt), Buffer.from('02020800', 'hex'), Buffer.from('020120', 'hex'), sha512)
  const parameters = sequence(
    sequence(oid('2a864886f70d01050c'), derivation),
    sequence(oid('2a864886f70d0209'), Buffer.from([5, 0])),
  )
  pfx.macData.mac.digestAlgorithm = new AlgorithmIdentifier({
    algorithm: '1.2.840.113549.1.5.14',
    parameters: Uint8Array.from(parameters).buffer,
  })
  pfx.macData.mac.digest = new OctetString(createHmac('sha256', key).update(content).digest())
  return Buffer.from(AsnConvert.serialize(pfx))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([0x30, content.length]), content])
}

function octets(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([4, content.length]), content])
}

function oid(hex: string): Buffer {
  const content = Buffer.from(hex, 'hex')
  return Buffer.concat([Buffer.from([6, content.length]), content])
}
