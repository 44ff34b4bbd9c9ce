import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { PROFILES } from './catalogue'
import { checkAgainstProfile } from './check'
import { aCertificate } from './testing/samples'

describe('the check against a profile', () => {
  it.each(PROFILES)('finds nothing but notices in a certificate that meets $code', (profile) => {
    const findings = checkAgainstProfile(aCertificate(profile), profile)

    expect(findings.filter(({ severity }) => severity !== 'notice')).toEqual([])
  })

  it('never throws, whatever the dataset is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROFILES),
        fc.anything({ withBigInt: true, withMap: true }),
        (profile, dataset) => {
          expect(Array.isArray(checkAgainstProfile(dataset, profile))).toBe(true)
        },
      ),
    )
  })
})
