import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDate } from '../date'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { parseSpecimen, printSpecimen, readSpecimen, SEAL_PICTURES } from './specimen'
import type { SealPicture, Specimen } from './specimen'

const PNG = `${SEAL_PICTURES['image/png']}A`
const SPECIMEN: Specimen = {
  address: ['Quay 1', '2000 Sydney'],
  seal: { mediaType: 'image/png', data: PNG },
  from: parseDate('2026-01-01', 'from'),
}

const specimens: fc.Arbitrary<Specimen> = fc.record({
  address: fc.array(
    fc.string({ minLength: 1, maxLength: 60 }).filter((line) => line.isWellFormed() && !/\p{C}/u.test(line)),
    { minLength: 1, maxLength: LIMITS.addressLines },
  ),
  seal: fc
    .tuple(
      fc.constantFrom(...(Object.keys(SEAL_PICTURES) as SealPicture[])),
      fc.stringMatching(/^([A-Za-z0-9+/]{4}){0,40}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
    )
    .map(([mediaType, rest]) => ({ mediaType, data: `${SEAL_PICTURES[mediaType].padEnd(12, 'A')}${rest}` })),
  from: fc.constant(SPECIMEN.from),
})

function refused(changes: object): string {
  try {
    parseSpecimen({ ...SPECIMEN, ...changes })
    return 'accepted'
  } catch (error) {
    if (error instanceof Refusal) return error.detail
    throw error
  }
}

describe('a specimen of an authority', () => {
  it('leads back from its text to what it says', () => {
    fc.assert(fc.property(specimens, (specimen) => expect(readSpecimen(printSpecimen(specimen))).toEqual(specimen)))
  })

  it.each<readonly [string, object, string]>([
    ['no address', { address: [] }, 'specimen.address'],
    ['a line that is none', { address: ['one\ntwo'] }, 'specimen.address[0]'],
    ['what is no picture', { seal: { mediaType: 'image/png', data: 'QUJD' } }, 'specimen.seal.data: is no image/png'],
    ['a picture in another format', { seal: { mediaType: 'image/jpeg', data: PNG } }, 'is no image/jpeg'],
    ['a format that browsers run', { seal: { mediaType: 'image/svg+xml', data: PNG } }, 'specimen.seal.mediaType'],
    ['what is no base64', { seal: { mediaType: 'image/png', data: `${PNG}!` } }, 'specimen.seal.data'],
    ['no day', { from: '2026-02-30' }, 'specimen.from'],
    ['more than it is', { signature: 'of somebody' }, 'may only have address, seal, from'],
  ])('names the field and the rule for %s', (_, changes, detail) => {
    expect(refused(changes)).toContain(detail)
  })

  it('has a limit', () => {
    const most = (LIMITS.sealPictureBytes / 3) * 4
    const picture = (digits: number): object => ({ seal: { mediaType: 'image/png', data: PNG.padEnd(digits, 'A') } })

    expect(refused(picture(most))).toBe('accepted')
    expect(refused(picture(most + 4))).toContain('at most 49152 bytes')
  })
})
