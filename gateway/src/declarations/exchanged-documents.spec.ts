import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { DOCUMENT_PURPOSE, parsePurpose } from '@eco/domain'
import { PrivateStore } from '../deliveries/private-store'
import { exchangedDocuments } from './exchanged-documents'

const RECEIVED = 'a'.repeat(64) as CertificateId
const SENT = 'b'.repeat(64) as CertificateId
const NEITHER = 'c'.repeat(64) as CertificateId

let folder: string
let store: PrivateStore

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eco-exchanged-'))
  store = new PrivateStore(join(folder, 'exchanged.sqlite'))
})

afterAll(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

describe('the documents of a member', () => {
  it('are those that arrived and those that it sends, until they are purged', async () => {
    store.keep({ id: RECEIVED, content: 'received', receivedAt: 1 })
    const purpose = parsePurpose(DOCUMENT_PURPOSE)
    store.enqueue({ id: SENT, purpose, role: 'issuer', salt: 's', content: 'sent', dueAt: null })
    const held = exchangedDocuments(store)

    const before = [await held.documentOf(RECEIVED), await held.documentOf(SENT), await held.documentOf(NEITHER)]
    store.purge(RECEIVED)

    expect(before).toEqual(['received', 'sent', undefined])
    expect(await held.documentOf(RECEIVED)).toBeUndefined()
  })
})
