import { describe, expect, it } from '@jest/globals'
import { SDJwtInstance } from '@sd-jwt/core'
import { aDataset } from '../testing/samples'
import { EXPORTER_CLAIM, SEALED_CLAIMS } from './profile'
import { readSealed } from './read-sealed'
import { redact } from './redact'
import { AUTHORITY, seal } from './testing/documents'
import { CRYPTOGRAPHY, nodeBytes, nodeCrypto } from './testing/keys'

// A second implementation of RFC 9901, which knows nothing of this profile.
const library = new SDJwtInstance({
  hasher: (data: string | ArrayBuffer) =>
    nodeBytes(nodeCrypto.hash('sha256', typeof data === 'string' ? data : new Uint8Array(data), 'base64url')),
  hashAlg: 'sha-256',
  verifier: (data: string, signature: string) =>
    CRYPTOGRAPHY.verify(
      AUTHORITY.publicJwk,
      Uint8Array.from(data, (sign) => sign.charCodeAt(0)),
      nodeBytes(signature),
    ),
})

function datasetOf(payload: object): object {
  const technical: readonly string[] = [...SEALED_CLAIMS, EXPORTER_CLAIM]
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !technical.includes(name)))
}

describe('an SD-JWT library', () => {
  it('verifies a sealed document and reads the same dataset from it', async () => {
    const { payload, header } = await library.verify((await seal()).text)

    expect(header).toMatchObject({ alg: 'ES256', typ: 'dc+sd-jwt', kid: AUTHORITY.keyId })
    expect(datasetOf(payload as object)).toEqual(aDataset())
  })

  it('reads of a redacted document what this code reads', async () => {
    const text = redact(readSealed((await seal()).text, CRYPTOGRAPHY), { view: 'bank' })

    const { payload } = await library.verify(text)

    expect(datasetOf(payload as object)).toEqual(readSealed(text, CRYPTOGRAPHY).dataset)
  })

  it('refuses a document whose signature was altered', async () => {
    const { text } = await seal()
    const [head, body, signature] = text.split('.')
    const altered = `${signature![0] === 'A' ? 'B' : 'A'}${signature!.slice(1)}`

    await expect(library.verify([head, body, altered].join('.'))).rejects.toThrow()
  })
})
