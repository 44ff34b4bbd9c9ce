import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { DeclarationStore } from './declaration-store'
import { useNameOf } from './use-name'

const ONE = 'a'.repeat(64) as CertificateId
const OTHER = 'b'.repeat(64) as CertificateId

let folder: string
let store: DeclarationStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eco-declarations-'))
  store = open()
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function open(): DeclarationStore {
  return new DeclarationStore(join(folder, 'declarations.sqlite'))
}

describe('the salt of a declaration', () => {
  it('is made once for each certificate and declaration, and survives a restart', () => {
    const salts = [store.saltOf(ONE, 'A'), store.saltOf(ONE, 'B'), store.saltOf(OTHER, 'A')]

    store.close()
    store = open()
    expect(new Set(salts).size).toBe(3)
    expect([store.saltOf(ONE, 'A'), store.saltOf(ONE, 'B'), store.saltOf(OTHER, 'A')]).toEqual(salts)
    for (const salt of salts) expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
  })

  it('is that of the certificate in whose place another one stands: the declaration is the same', () => {
    const salt = store.saltOf(ONE, 'A')

    expect(store.saltOf(OTHER, 'A', [ONE])).toBe(salt)
    expect(store.saltOf(OTHER, 'A')).toBe(salt)
    expect(store.saltOf(OTHER, 'B', [ONE])).not.toBe(salt)
  })

  it('is told with its declaration to whoever may know those of a certificate', () => {
    const salt = store.saltOf(ONE, 'A')

    expect(store.saltsOf(ONE)).toEqual([{ reference: 'A', salt }])
    expect(store.saltsOf(OTHER)).toEqual([])
  })
})

describe('a check that was kept', () => {
  const kept = { requestId: 'r-1', contentHash: 'one', certificates: [ONE, OTHER], answer: '{}' }

  it('is found again under its request, and stays the first one', () => {
    expect(store.keepCheck(kept)).toEqual(kept)
    expect(store.keepCheck({ ...kept, contentHash: 'two', answer: '[]' })).toEqual(kept)
    expect(store.keptCheck('r-2')).toBeUndefined()
  })

  it('is forgotten with everything else of a certificate that is purged', () => {
    store.keepCheck(kept)
    store.note({ certificate: ONE, use: 'use', reference: 'A', line: 1 })
    store.note({ certificate: OTHER, use: 'use', reference: 'A', line: undefined })
    const salt = store.saltOf(ONE, 'A')

    store.forget(ONE)

    expect(store.keptCheck('r-1')).toBeUndefined()
    expect(store.usesOf(ONE)).toEqual([])
    expect(store.usesOf(OTHER)).toEqual([{ certificate: OTHER, use: 'use', reference: 'A', line: undefined }])
    expect(store.saltOf(ONE, 'A')).not.toBe(salt)
  })
})

describe('the name of a use', () => {
  it('is the same for a repeat, and another for another line, request or declaration', () => {
    const salt = store.saltOf(ONE, 'A')
    const names = [
      useNameOf(salt, 'r-1', 1),
      useNameOf(salt, 'r-1', 2),
      useNameOf(salt, 'r-1'),
      useNameOf(salt, 'r-2', 1),
      useNameOf(store.saltOf(ONE, 'B'), 'r-1', 1),
    ]

    expect(useNameOf(salt, 'r-1', 1)).toBe(names[0])
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  })
})
