import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { BundleProblem, parseBundle, printBundle } from './bundle'
import type { EvidenceBundle } from './bundle'
import { verifyBundle } from './verify-bundle'

const BUNDLE: EvidenceBundle = {
  certificate: 'ab'.repeat(32) as EvidenceBundle['certificate'],
  channel: 'eco',
  chaincode: 'eco',
  made: { by: 'KR', at: '2026-06-01T12:00:00.000Z' },
  blocks: [Buffer.from('not a block'), new Uint8Array([1, 2, 3])],
  document: 'a document',
  statements: [new Uint8Array([4])],
}

describe('the form of an evidence bundle', () => {
  it('is read as it was written, with and without a document', () => {
    const plain = { ...BUNDLE, document: undefined }

    const statements = BUNDLE.statements.map((one) => Buffer.from(one))

    expect(parseBundle(printBundle(BUNDLE))).toEqual({
      ...BUNDLE,
      statements,
      blocks: BUNDLE.blocks.map((block) => Buffer.from(block)),
    })
    expect(parseBundle(printBundle(plain)).document).toBeUndefined()
  })

  it.each([
    ['format', 'eco-evidence/2', 'format: must be eco-evidence/1'],
    ['certificate', 'AB', 'certificate: '],
    ['channel', 7, 'channel: must be a text'],
    ['made', null, 'made: must be an object'],
    ['blocks', [], 'blocks: must be a list of 1 to 5000'],
    ['blocks', ['AA==', 'A'], 'blocks[1]: must be base64'],
    ['statements', undefined, 'statements: must be a list of 0 to 2'],
    ['document', 1, 'document: must be a text'],
  ])('is refused by the field %s, where that is %j', (field, value, message) => {
    const altered = { ...(JSON.parse(printBundle(BUNDLE)) as object), [field]: value }

    expect(() => parseBundle(JSON.stringify(altered))).toThrow(BundleProblem)
    expect(() => parseBundle(JSON.stringify(altered))).toThrow(message)
  })

  it('is refused where it is anything else, and never ends in another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseBundle(text)).toThrow(BundleProblem)
      }),
    )
  })

  it('proves nothing by whatever bytes stand in place of blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), async (blocks) => {
        expect((await verifyBundle({ ...BUNDLE, blocks })).verdict).toBe('DOES_NOT_HOLD')
      }),
    )
  })
})
