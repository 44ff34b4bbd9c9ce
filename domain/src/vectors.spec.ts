import { describe, expect, it } from '@jest/globals'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { canonicalText } from './canonical'
import { CertificateIdKey, certificateId } from './certificate-id'
import type { CertificateId, CertificateReference, KeyHolder } from './certificate-id'
import type { MemberDataset as Dataset } from './dataset/parse'
import { documentHash, sha256Hex, utf8 } from './hash'
import type { DocumentHash } from './hash'
import type { DocumentFormat } from './registration'
import { blindAmount, blindFactor, itemSaltOf, smallestUnits, unblindAmount } from './item-account'
import { registrationOf } from './registration'

declare function require(path: string): unknown

interface Vectors<T> {
  readonly cases: readonly T[]
}

describe('the published vectors', () => {
  const canonical = require('../vectors/canonical-text.json') as Vectors<{
    name: string
    input: string
    canonical: string
    sha256: string
  }> & { numbers: readonly { ieee754: string; canonical: string }[] }

  it.each(canonical.cases)('hold for the canonical text of $name', (vector) => {
    const text = canonicalText(JSON.parse(vector.input))

    expect(text).toBe(vector.canonical)
    expect(sha256Hex(text)).toBe(vector.sha256)
  })

  it.each(canonical.numbers)('hold for the number $canonical of RFC 8785, appendix B', (vector) => {
    const bits = new DataView(new ArrayBuffer(8))
    bits.setBigUint64(0, BigInt(`0x${vector.ieee754}`))

    expect(canonicalText(bits.getFloat64(0))).toBe(vector.canonical)
  })

  const ids = require('../vectors/certificate-ids.json') as {
    readonly secrets: readonly (Vectors<CertificateReference & { id: string }> & {
      readonly holders: readonly [KeyHolder, KeyHolder]
      readonly agreed: string
      readonly key: string
    })[]
  }
  const named = ids.secrets.flatMap(({ cases, ...secret }) => cases.map((vector) => ({ ...vector, ...secret })))

  it.each(named)('hold for the id of $authority $number', ({ id, holders, agreed, key, ...reference }) => {
    const { issuingMember, authority, number } = reference
    const text = canonicalText(['eco/certificate-id/2', issuingMember, authority, number])

    expect(certificateId(reference, CertificateIdKey.derive(hexToBytes(agreed), holders))).toBe(id)
    expect(bytesToHex(hmac(sha256, hexToBytes(key), utf8(text)))).toBe(id)
  })

  const documents = require('../vectors/document-hashes.json') as Vectors<{ document: string; documentHash: string }>

  it.each(documents.cases)('hold for the hash $documentHash', (vector) => {
    expect(documentHash(vector.document)).toBe(vector.documentHash)
  })

  const blinding = require('../vectors/item-blinding.json') as Vectors<{
    salt: string
    seq: number
    itemSalt: string
    quantity: string
    smallestUnits: string
    factor: string
    blinded: string
  }>

  it.each(blinding.cases)('hold for blinding $quantity of item $seq', (vector) => {
    const units = smallestUnits(vector.quantity)
    const factor = blindFactor(vector, vector.seq)

    expect(itemSaltOf(vector, vector.seq)).toBe(vector.itemSalt)
    expect(units).toBe(BigInt(vector.smallestUnits))
    expect(factor).toBe(BigInt(vector.factor))
    expect(blindAmount(units, factor)).toBe(vector.blinded)
    expect(unblindAmount(vector.blinded, factor)).toBe(units)
  })

  const registrations = require('../vectors/registrations.json') as Vectors<{
    id: CertificateId
    dataset: Dataset
    salt: string
    documentHash: DocumentHash
    documentFormat: DocumentFormat
    keyId: string
    registration: object
    sha256: string
  }>

  it.each(registrations.cases)('hold for what is registered under $sha256', (vector) => {
    const registration = registrationOf(vector)

    expect(registration).toEqual(vector.registration)
    expect(sha256Hex(canonicalText(registration))).toBe(vector.sha256)
  })
})
