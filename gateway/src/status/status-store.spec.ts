import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { STATUS_REFERENCE, StatusStore } from './status-store'

const ONE = 'a'.repeat(64) as CertificateId
const OTHER = 'b'.repeat(64) as CertificateId

let folder: string
let store: StatusStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eco-status-'))
  store = new StatusStore(join(folder, 'status.sqlite'))
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

describe('a status reference', () => {
  it('is made once for a certificate, survives a restart, and leads back to it', () => {
    const reference = store.referenceOf(ONE)

    store.close()
    store = new StatusStore(join(folder, 'status.sqlite'))
    expect(store.referenceOf(ONE)).toBe(reference)
    expect(store.certificateOf(reference)).toBe(ONE)
  })

  it('is 128 bits of chance', () => {
    const references = new Set(
      Array.from({ length: 200 }, (_, index) =>
        store.referenceOf(index.toString(16).padStart(64, '0') as CertificateId),
      ),
    )

    expect(references.size).toBe(200)
    for (const reference of references) expect(reference).toMatch(STATUS_REFERENCE)
  })

  it('leads nowhere once it is withdrawn, and a new one is another', () => {
    const reference = store.referenceOf(ONE)

    expect(store.withdraw(ONE)).toBe(true)
    expect(store.withdraw(OTHER)).toBe(false)
    expect(store.certificateOf(reference)).toBeUndefined()
    expect(store.referenceOf(ONE)).not.toBe(reference)
  })

  it.each(['', 'x', '../../etc/passwd', 'A'.repeat(22) + 'A', "' OR 1=1 --AAAAAAAAAAAA"])(
    'is not found for %j',
    (reference) => {
      store.referenceOf(ONE)

      expect(store.certificateOf(reference)).toBeUndefined()
    },
  )
})

describe('a file of status links', () => {
  it('is not taken for one when it is something else', () => {
    const file = join(folder, 'other.sqlite')
    const text = 'not a database, but a text that is long enough to be taken for one'.repeat(50)
    writeFileSync(file, text)

    expect(() => new StatusStore(file)).toThrow('The file of status links cannot be used')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
