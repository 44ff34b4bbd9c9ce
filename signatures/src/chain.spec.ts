import { generateKeyPairSync } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { ExtendedKeyUsage, KeyUsageFlags } from '@peculiar/asn1-x509'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { chainFollower } from './chain'
import { publicJwkOf } from './public-key'
import { aKey, anAuthority, certify, extension } from './testing/certificates'
import type { Draft } from './testing/certificates'
import { certificateVector, vector } from './testing/vectors'

const AT = '2025-06-01T12:00:00Z'
const root = anAuthority({ name: 'Root' })
const authority = anAuthority({ name: 'Authority', by: root, pathLength: 0 })
const seal = certify({ name: 'Seal', by: authority })
const CHAIN = [seal.text, authority.text]
const follow = chainFollower()

async function resultOf(chain: readonly string[], anchors: readonly string[], at = AT): Promise<string> {
  return (await follow(chain, anchors, at)).result
}

describe('a chain that holds', () => {
  it('leads to an anchor that has issued its last certificate, and gives the key of its first', async () => {
    const publicJwk = publicJwkOf(seal.key)

    expect(await follow(CHAIN, [root.text], AT)).toEqual({ result: 'anchored', publicJwk })
    expect(await follow([seal.text], [authority.text], AT)).toEqual({ result: 'anchored', publicJwk })
  })

  it('leads to an anchor that is its last certificate, or any other of them', async () => {
    expect(await resultOf([...CHAIN, root.text], [root.text])).toBe('anchored')
    expect(await resultOf([...CHAIN, root.text], [authority.text])).toBe('anchored')
    expect(await resultOf([seal.text], [seal.text])).toBe('anchored')
  })

  it('leads nowhere when its anchor is not among those known', async () => {
    const other = anAuthority({ name: 'Another root' })

    expect(await resultOf(CHAIN, [other.text])).toBe('not-anchored')
    expect(await resultOf([...CHAIN, root.text], [other.text])).toBe('not-anchored')
    expect(await resultOf(CHAIN, [])).toBe('not-anchored')
  })

  it('leads to the one of two anchors of the same name that has issued it', async () => {
    const sameName = anAuthority({ name: 'Root' })

    expect(await resultOf(CHAIN, [sameName.text, root.text])).toBe('anchored')
  })

  it('leads to an anchor that was renewed with the same key', async () => {
    const expired = anAuthority({ name: 'Root', key: root.key, to: '2025-01-01T00:00:00Z' })

    expect(await resultOf(CHAIN, [expired.text, root.text])).toBe('anchored')
    expect(await resultOf(CHAIN, [expired.text])).toBe('not-in-force')
  })

  it('is followed past an anchor that is no certificate', async () => {
    expect(await resultOf(CHAIN, ['no certificate', root.text])).toBe('anchored')
  })

  it('may have authorities with keys on P-384 and RSA, and no key usage at its end', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const onP384 = anAuthority({ name: 'P-384', key: aKey('P-384'), algorithm: 'ecdsa-sha384' })
    const byRsa = anAuthority({ name: 'RSA', key: privateKey, by: onP384, algorithm: 'ecdsa-sha384' })
    const end = certify({ name: 'Seal', by: byRsa, algorithm: 'rsa-sha256', usage: 'none' })

    expect(await resultOf([end.text, byRsa.text], [onP384.text])).toBe('anchored')
  })

  it('is followed as OpenSSL has made it', async () => {
    const [, end = '', above = ''] = vector('certificates.pem').toString().split('-----END CERTIFICATE-----')
    const chain = [end, above].map((pem) => pem.replace(/-----[A-Z ]+-----|\s/g, ''))

    expect(await resultOf(chain, [certificateVector('root.pem')], '2100-01-01T00:00:00Z')).toBe('anchored')
  })
})

describe('the time of a chain', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['2023-12-31T23:59:59Z', 'not-in-force'],
    ['2024-01-01T00:00:00Z', 'anchored'],
    ['2034-01-01T00:00:00Z', 'anchored'],
    ['2034-01-01T00:00:01Z', 'not-in-force'],
    ['no time', 'not-in-force'],
  ]

  it.each(CASES)('at %s it is %s', async (at, result) => {
    expect(await resultOf(CHAIN, [root.text], at)).toBe(result)
  })

  it('ends with the first of its certificates to end', async () => {
    const short = anAuthority({ name: 'Short', by: root, to: '2025-01-01T00:00:00Z' })
    const end = certify({ name: 'Seal', by: short })

    expect(await resultOf([end.text, short.text], [root.text], '2024-12-31T00:00:00Z')).toBe('anchored')
    expect(await resultOf([end.text, short.text], [root.text], '2025-01-02T00:00:00Z')).toBe('not-in-force')
  })
})

describe('a chain is broken', () => {
  const asEnd = (draft: Partial<Draft>): Draft => ({ name: 'Seal', by: authority, ...draft })

  it('when any byte of a certificate in it has changed', async () => {
    const der = CHAIN.map((text) => Buffer.from(text, 'base64'))
    const sizes = der.map(({ length }) => length)
    const change = fc
      .integer({ min: 0, max: 1 })
      .chain((which) => fc.tuple(fc.constant(which), fc.nat((sizes[which] ?? 1) - 1), fc.integer({ min: 1, max: 255 })))

    await fc.assert(
      fc.asyncProperty(change, async ([which, at, by]) => {
        const altered = der.map((bytes, index) =>
          bytes.map((byte, place) => byte ^ (index === which && place === at ? by : 0)),
        )
        const texts = altered.map((bytes) => Buffer.from(bytes).toString('base64'))

        expect(['broken', 'not-anchored']).toContain(await resultOf(texts, [root.text]))
      }),
      { numRuns: 300 },
    )
  })

  it('when an anchor is named as issuer and has not issued it', async () => {
    const forger = anAuthority({ name: 'Root' })
    const forged = certify({ name: 'Seal', by: forger })

    expect(await resultOf([forged.text], [root.text])).toBe('broken')
  })

  it('when a certificate at its end says that it has issued itself, and has not', async () => {
    const forged = anAuthority({ name: 'Root', by: anAuthority({ name: 'Root' }), key: root.key })

    expect(await resultOf([...CHAIN, forged.text], [])).toBe('broken')
    expect(await resultOf([...CHAIN, root.text], [])).toBe('not-anchored')
  })

  it('when its certificates are not in order, or one between is missing', async () => {
    expect(await resultOf([authority.text, seal.text], [root.text])).toBe('broken')
    expect(await resultOf([seal.text, root.text], [root.text])).toBe('broken')
  })

  it.each<readonly [string, Draft]>([
    ['is an authority', asEnd({ isAuthority: true })],
    ['may not sign', asEnd({ usage: KeyUsageFlags.keyEncipherment })],
    ['has a key that nobody knows', asEnd({ keyAlgorithm: '1.2.3.4' })],
    ['has a key on P-384', asEnd({ key: aKey('P-384') })],
    ['is signed with SHA-1', asEnd({ algorithm: 'ecdsa-sha1' })],
    ['has a critical extension that is not known', asEnd({ more: [extension('1.2.3.4', true)] })],
    ['has an extension twice', asEnd({ more: [extension('1.2.3.4', false), extension('1.2.3.4', false)] })],
    ['may sign time stamps only', asEnd({ more: [uses('1.3.6.1.5.5.7.3.8')] })],
  ])('when its first certificate %s', async (_, draft) => {
    expect(await resultOf([certify(draft).text, authority.text], [root.text])).toBe('broken')
  })

  it('and not so by an extension that is known or not critical', async () => {
    const more = [extension('1.2.3.4', false), uses('1.3.6.1.5.5.7.3.36')]

    expect(await resultOf([certify(asEnd({ more })).text, authority.text], [root.text])).toBe('anchored')
  })

  it.each<readonly [string, Draft]>([
    ['is no authority', { name: 'Above', by: root, isAuthority: false }],
    ['may not sign certificates', { name: 'Above', by: root, usage: KeyUsageFlags.digitalSignature }],
    ['has a key on a small curve', { name: 'Above', by: root, key: aKey('P-224') }],
    ['has a short RSA key', { name: 'Above', by: root, key: shortRsaKey() }],
    ['limits what it certifies to some names', { name: 'Above', by: root, more: [extension('2.5.29.30', true)] }],
  ])('when an authority in it %s', async (_, draft) => {
    const above = anAuthority(draft)
    const algorithm = above.key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256'
    const end = certify({ name: 'Seal', by: above, algorithm })

    expect(await resultOf([end.text, above.text], [root.text])).toBe('broken')
    expect(await resultOf([end.text], [above.text])).not.toBe('anchored')
  })

  it('when more authorities stand below one than it allows', async () => {
    const below = anAuthority({ name: 'Below', by: authority })
    const end = certify({ name: 'Seal', by: below })

    expect(await resultOf([end.text, below.text, authority.text], [root.text])).toBe('broken')
  })

  it('when it has none, or more than four certificates', async () => {
    const longest = [1, 2, 3, 4].reduce(
      (all, count) => [anAuthority({ name: `A${count}`, by: all[0] ?? root }), ...all],
      [root],
    )
    const end = certify({ name: 'Seal', by: longest[0] ?? root })
    const chain = [end, ...longest].map(({ text }) => text)

    expect(await resultOf([], [root.text])).toBe('broken')
    expect(await resultOf(chain.slice(0, 5), [root.text])).toBe('broken')
  })

  it('when a certificate has more than 8 KiB', async () => {
    const more = [extension('1.2.3.4', false, new ArrayBuffer(8192))]

    expect(await resultOf([certify(asEnd({ more })).text, authority.text], [root.text])).toBe('broken')
  })

  it.each<readonly [string, (text: string) => string]>([
    ['base64url', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['base64 with line ends', (text) => text.replace(/.{64}/g, '$&\n')],
    ['base64 without its padding', (text) => text.replace(/=+$/, '')],
    ['base64 of PEM', (text) => base64(`-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`)],
    ['DER with bytes after it', (text) => base64(Buffer.concat([Buffer.from(text, 'base64'), Buffer.alloc(3)]))],
  ])('when a certificate is written in %s', async (_, rewrite) => {
    const written = rewrite(paddedSeal())

    expect(await resultOf([paddedSeal(), authority.text], [root.text])).toBe('anchored')
    expect(await resultOf([written, authority.text], [root.text])).toBe('broken')
  })

  it('when it is no chain at all, of whatever shape, and nothing is thrown', async () => {
    const text = fc.oneof(fc.string(), fc.base64String(), fc.constantFrom(seal.text, authority.text, `${seal.text},`))

    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), fc.string(), async (chain, at) => {
        expect(['broken', 'not-anchored']).toContain(await resultOf(chain, [], at))
      }),
    )
  })
})

describe('what is remembered of a chain', () => {
  it('does not hide that the question is another one', async () => {
    const fresh = chainFollower()
    const chain = [seal.text, authority.text]
    const anchors = [root.text]

    expect((await fresh(chain, anchors, AT)).result).toBe('anchored')
    anchors.pop()
    expect((await fresh(chain, anchors, AT)).result).toBe('not-anchored')
    chain[1] = root.text
    expect((await fresh(chain, [root.text], AT)).result).toBe('broken')
    expect((await fresh(CHAIN, [root.text], AT)).result).toBe('anchored')
  })
})

function uses(id: string): ReturnType<typeof extension> {
  return extension('2.5.29.37', true, AsnConvert.serialize(new ExtendedKeyUsage([id])))
}

function shortRsaKey(): ReturnType<typeof aKey> {
  return generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
}

function base64(bytes: Buffer | string): string {
  return Buffer.from(bytes).toString('base64')
}

// A certificate whose base64 has all that distinguishes it: padding, and both characters that base64url writes otherwise.
function paddedSeal(): string {
  remembered ??= findPadded()
  return remembered
}

let remembered: string | undefined

function findPadded(): string {
  for (let count = 1; count < 100; count += 1) {
    const { text } = certify({ name: 'Seal'.padEnd(4 + count, '.'), by: authority })
    if (/=$/.test(text) && text.includes('+') && text.includes('/')) return text
  }
  throw new Error('no certificate with padding was made')
}
