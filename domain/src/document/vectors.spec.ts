import { describe, expect, it } from '@jest/globals'
import { readSealed } from './read-sealed'
import { redact } from './redact'
import { identityOf } from './identity'
import { CRYPTOGRAPHY, nodeCrypto } from './testing/keys'
import { checkVector, disclosureVectors, makeVectors } from './testing/make-vectors'
import type { DocumentVectors } from './testing/make-vectors'

declare const process: { readonly env: Readonly<Record<string, string | undefined>> }
declare const __dirname: string
declare function require(path: 'node:fs'): {
  readFileSync: (path: string, encoding: 'utf8') => string
  writeFileSync: (path: string, text: string) => void
}

const { readFileSync, writeFileSync } = require('node:fs')
const FILES = ['keys', 'trust', 'disclosures', 'documents', 'redactions', 'checks'] as const

function fileOf(name: string): string {
  return `${__dirname}/../../vectors/documents/${name}.json`
}

const kept = Object.fromEntries(
  FILES.map((name) => [name, JSON.parse(readFileSync(fileOf(name), 'utf8')) as unknown]),
) as unknown as DocumentVectors

// ES256 signatures differ each time, so what is kept is only made anew when it is asked for.
if (process.env.UPDATE_VECTORS === '1') {
  it('are made anew', async () => {
    const made = await makeVectors(kept.keys)
    for (const name of FILES) writeFileSync(fileOf(name), `${JSON.stringify(made[name], undefined, 2)}\n`)
  })
}

describe('the vectors of documents', () => {
  it('hold for disclosures and their digests', () => {
    expect(disclosureVectors()).toEqual(kept.disclosures)
  })

  it.each(kept.documents)('hold for the document $name', ({ document, documentHash, keyId, dataset }) => {
    const sealed = readSealed(document, CRYPTOGRAPHY)

    expect(sealed).toMatchObject({ dataset, withheld: [], tampered: [] })
    expect(identityOf(document)).toEqual({ documentHash, documentFormat: 'sd-jwt', keyId })
    // By the command that a newcomer would use.
    const [signed = ''] = document.split('~')
    expect(nodeCrypto.hash('sha256', signed, 'hex')).toBe(documentHash)
  })

  it.each(kept.redactions)('hold for the document $name', ({ of, redaction, document, withheld }) => {
    const whole = kept.documents.find(({ name }) => name === of)

    expect(redact(readSealed(whole?.document ?? '', CRYPTOGRAPHY), redaction)).toBe(document)
    expect(readSealed(document, CRYPTOGRAPHY).withheld).toEqual(withheld)
  })

  it.each(kept.checks)('hold for the check of the document $name', async (vector) => {
    expect(await checkVector(vector, kept.trust)).toEqual(vector)
  })

  it('show every verdict, and every way in which a document can be spoilt', () => {
    const codes = new Set(kept.checks.flatMap(({ checks }) => Object.values(checks)))

    expect(new Set(kept.checks.map(({ verdict }) => verdict))).toEqual(
      new Set(['VALID', 'NOT_VALID', 'CANNOT_DETERMINE']),
    )
    for (const code of ['SIGNATURE_INVALID', 'DISCLOSURE_TAMPERED', 'CLAIMS_CONTRADICT', 'DOCUMENT_MALFORMED'])
      expect(codes).toContain(code)
  })
})
