import { describe, expect, it } from '@jest/globals'
import { bytesToHex } from '@noble/hashes/utils.js'
import * as fc from 'fast-check'
import type { CertificateId } from '../certificate-id'
import { base64url } from '../document/base64url'
import { certificateOfKey, KEY_PREFIXES, ledgerKey, longId, partsOfKey, shortId } from './keys'

const ids = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('a short certificate id', () => {
  it('is the base64url of its bytes, and leads back to them', () => {
    fc.assert(
      fc.property(ids, (bytes) => {
        const id = bytesToHex(bytes) as CertificateId
        expect(shortId(id)).toBe(base64url(bytes))
        expect(longId(shortId(id))).toBe(id)
      }),
    )
  })

  it('is read in one spelling only', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 40, maxLength: 46 }), (text) => {
        const id = longId(text)
        if (id !== undefined) expect(shortId(id)).toBe(text)
      }),
    )
    expect(longId('A'.repeat(42) + 'B')).toBeUndefined()
  })
})

describe('a key of the ledger', () => {
  it('tells what kind of record it holds and whose certificate it belongs to', () => {
    const id = 'ab'.repeat(32) as CertificateId

    expect(partsOfKey(ledgerKey('use', shortId(id), 'x'))).toEqual({ kind: 'use', parts: [shortId(id), 'x'] })
    expect(certificateOfKey(ledgerKey('status', shortId(id)))).toBe(id)
    expect(certificateOfKey(ledgerKey('authority', 'AU', 'AU-ACCI'))).toBeUndefined()
    expect(certificateOfKey('anything')).toBeUndefined()
  })

  it('begins differently for every kind', () => {
    const prefixes = Object.values(KEY_PREFIXES)

    expect(new Set(prefixes).size).toBe(prefixes.length)
  })
})
