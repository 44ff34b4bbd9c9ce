import { describe, expect, it } from '@jest/globals'
import { blockHeaderBytes } from './block'
import { commitHash } from './commit-hash'
import { sha256 } from './hashing'

describe('the bytes of a block header', () => {
  it.each([
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [65536, '0203010000'],
  ])('name block %d as ASN.1 does', (number, integer) => {
    const bytes = blockHeaderBytes(number, new Uint8Array(), Buffer.from('aabb', 'hex'))

    expect(hex(bytes)).toBe(`30${(integer.length / 2 + 6).toString(16).padStart(2, '0')}${integer}04000402aabb`)
  })
})

describe('the commit hash', () => {
  const version = { block: 258, tx: 0 }
  const change = (namespace: string, collection: string, key: string, value: string | null) => ({
    namespace,
    collection,
    key: Buffer.from(key),
    version,
    value: value === null ? null : Buffer.from(value),
  })

  it('is taken of the codes, the sorted changes and the hash before, with each place named once', () => {
    const changes = [change('ns', 'c', 'h', 'v'), change('ns', '', 'b', null), change('ns', '', 'a', 'v')]
    const at = '3204' + '0201020' + '0'

    const expected = sha256(
      Buffer.from('0100', 'hex'),
      Buffer.from(`0a100a026e731a01612a0176${at}`, 'hex'),
      Buffer.from(`0a0b1a01622001${at}`, 'hex'),
      Buffer.from(`0a0f1201631a01682a0176${at}`, 'hex'),
      Buffer.from('ff', 'hex'),
    )

    expect(hex(commitHash(Uint8Array.of(0), changes, Buffer.from('ff', 'hex')))).toBe(hex(expected))
  })

  it('takes the last change of a key only', () => {
    const once = commitHash(Uint8Array.of(0, 0), [change('ns', '', 'a', '2')], new Uint8Array())
    const twice = commitHash(
      Uint8Array.of(0, 0),
      [change('ns', '', 'a', '1'), change('ns', '', 'a', '2')],
      new Uint8Array(),
    )

    expect(hex(twice)).toBe(hex(once))
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
