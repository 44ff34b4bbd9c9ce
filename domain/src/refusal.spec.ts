import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { REFUSALS, REFUSAL_MEANINGS, Refusal } from './refusal'

describe('a refusal', () => {
  it('is found again in whatever text surrounds its message', () => {
    const surroundings = fc.stringMatching(/^[a-z0-9 ,:()[\]]*$/)
    const details = fc.stringMatching(/^[ -~]*$/)

    fc.assert(
      fc.property(surroundings, fc.constantFrom(...REFUSALS), details, (before, code, detail) => {
        const { message } = new Refusal(code, detail)

        expect(Refusal.find(`${before} ${message}\nat peer`)).toEqual(new Refusal(code, detail))
      }),
    )
  })

  it('is found in what a peer says when an evaluation fails', () => {
    const text =
      '2 UNKNOWN: evaluate call to endorser returned error: chaincode response 500, CERTIFICATE_NOT_FOUND: id: nothing'

    expect(Refusal.find(text)).toMatchObject({ code: 'CERTIFICATE_NOT_FOUND', detail: 'id: nothing' })
  })

  it('is not seen where there is none', () => {
    expect(Refusal.find('10 ABORTED: failed to endorse, see attached details')).toBeUndefined()
    expect(Refusal.find('SOME_OTHER_CODE: no')).toBeUndefined()
    expect(Refusal.find('XCERTIFICATE_NOT_FOUND: no')).toBeUndefined()
  })

  it('has a meaning of one sentence for every code', () => {
    for (const meaning of Object.values(REFUSAL_MEANINGS)) expect(meaning).toMatch(/^[A-Z].*\.$/)
  })
})
