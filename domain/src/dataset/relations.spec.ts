import { describe, expect, it } from '@jest/globals'
import { parseDataset } from './parse'
import { aCommonDataset, aCommonItem } from './testing/datasets'

const ORIGINAL = { certificateNumber: 'CN-1', issuingCountry: 'CN', issuingAuthorityId: 'CN-1' }

function rulesOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const reading = parseDataset(aCommonDataset(changes))
  return reading.ok ? [] : reading.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
}

describe('the elements of a dataset', () => {
  it('may end validity on the day of issue, at the place of issue, and not before', () => {
    const issueDateTime = '2026-03-02T00:30:00+14:00'

    expect(rulesOf({ issueDateTime, validUntil: '2026-03-02' })).toEqual([])
    expect(rulesOf({ issueDateTime, validUntil: '2026-03-01' })).toEqual(['/validUntil order'])
  })

  it('name another country for import than the issuing one', () => {
    expect(rulesOf({ importCountry: 'CH' })).toEqual(['/importCountry order'])
  })

  it('begin a blanket period no later than they end it', () => {
    expect(rulesOf({ blanketPeriod: { from: '2026-03-02', to: '2026-03-02' } })).toEqual([])
    expect(rulesOf({ blanketPeriod: { from: '2026-03-03', to: '2026-03-02' } })).toEqual(['/blanketPeriod/to order'])
  })

  it('are a certified true copy or a duplicate, not both', () => {
    expect(rulesOf({ flags: { certifiedTrueCopy: true, duplicate: true } })).toEqual(['/flags/duplicate contradiction'])
    expect(rulesOf({ flags: { certifiedTrueCopy: true, duplicate: false } })).toEqual([])
  })

  it('hold who invoices and where was exhibited only together with the flag', () => {
    const thirdPartyInvoicer = { name: 'Example Trading' }
    const exhibition = { name: 'Example Fair', address: 'Hall 1' }

    expect(rulesOf({ thirdPartyInvoicer, exhibition })).toEqual([
      '/thirdPartyInvoicer contradiction',
      '/exhibition contradiction',
    ])
    expect(rulesOf({ thirdPartyInvoicer, exhibition, flags: { thirdPartyInvoicing: true, exhibition: true } })).toEqual(
      [],
    )
  })

  it('V7: list the originals of a back-to-back certificate, by type or by flag', () => {
    expect(rulesOf({ certificateType: 'back-to-back' })).toEqual(['/originals V7'])
    expect(rulesOf({ certificateType: 'replacement', replaces: ORIGINAL, flags: { backToBack: true } })).toEqual([
      '/originals V7',
    ])
    expect(rulesOf({ certificateType: 'back-to-back', originals: [ORIGINAL] })).toEqual([])
  })

  it('list originals for no other certificate, and each once', () => {
    const other = { ...ORIGINAL, issuingAuthorityId: 'CN-2' }

    expect(rulesOf({ originals: [ORIGINAL] })).toEqual(['/originals contradiction'])
    expect(rulesOf({ certificateType: 'back-to-back', originals: [ORIGINAL, other, { ...ORIGINAL }] })).toEqual([
      '/originals/2 unique',
    ])
  })

  it('do not say by type that a certificate is back-to-back and by flag that it is not, or the reverse', () => {
    expect(rulesOf({ flags: { backToBack: true }, originals: [ORIGINAL] })).toEqual(['/flags/backToBack contradiction'])
    expect(rulesOf({ certificateType: 'back-to-back', flags: { backToBack: false }, originals: [ORIGINAL] })).toEqual([
      '/flags/backToBack contradiction',
    ])
  })

  it('V13: name the certificate whose place a replacement takes', () => {
    expect(rulesOf({ certificateType: 'replacement' })).toEqual(['/replaces V13'])
    expect(rulesOf({ certificateType: 'replacement', replaces: { certificateNumber: 'CH-1' } })).toEqual([])
  })

  it('say who the producer is, unless it is confidential', () => {
    const hidden = { confidential: true }
    const nobody = { confidential: false }

    expect(rulesOf({ producer: hidden, items: [aCommonItem({ producer: hidden })] })).toEqual([])
    expect(rulesOf({ producer: { ...nobody, name: 'Example Movements SA' } })).toEqual([])
    expect(rulesOf({ producer: nobody, items: [aCommonItem({ producer: nobody })] })).toEqual([
      '/producer contradiction',
      '/items/0/producer contradiction',
    ])
  })

  it('number every item once, in any order', () => {
    const items = (...sequences: readonly number[]): object[] => sequences.map((sequence) => aCommonItem({ sequence }))

    expect(rulesOf({ items: items(3, 1, 2) })).toEqual([])
    expect(rulesOf({ items: items(3, 1, 3) })).toEqual(['/items/2/sequence unique'])
  })

  it('give no net mass above the gross mass in the same unit', () => {
    const item = (net: string, gross: string, unit = 'KGM'): object[] => [
      aCommonItem({ netMass: { value: net, unit: 'KGM' }, grossMass: { value: gross, unit } }),
    ]

    expect(rulesOf({ items: item('10.0', '10') })).toEqual([])
    expect(rulesOf({ items: item('10', '9.999999') })).toEqual(['/items/0/netMass/value order'])
    expect(rulesOf({ items: item('10', '1', 'TNE') })).toEqual([])
  })
})
