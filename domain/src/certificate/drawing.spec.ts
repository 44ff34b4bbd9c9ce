import { beforeEach, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '../certificate-id'
import { parseDate } from '../date'
import type { MemberCode } from '../member'
import { brokenAncestors } from './ancestor'
import type { Ancestor } from './ancestor'
import { CertificateLedger, anEntry, customsOf, digestOf, idOf, issuerOf, useName } from './testing/certificate-ledger'
import type { OpenIssueEntry } from './registration-entry'

const ORIGINAL = idOf('AU', 'AU-1')
const SECOND = idOf('AU', 'AU-2')
const DRAWN = idOf('KR', 'KR-1')

let ledger: CertificateLedger

beforeEach(async () => {
  ledger = await CertificateLedger.open()
  await ledger.issue('AU', anEntry(ORIGINAL))
  await ledger.issue('AU', anEntry(SECOND, { validUntil: parseDate('2026-12-31', 'validUntil') }))
})

function drawing(id: CertificateId, from: readonly (readonly [CertificateId, number, string])[]): OpenIssueEntry {
  return anEntry(id, {
    kind: 'back-to-back',
    importingMember: 'JP',
    validUntil: parseDate('2026-12-31', 'validUntil'),
    items: from.map(([original, seq, issued], index) => ({ seq: index + 1, issued, drawnFrom: { id: original, seq } })),
  })
}

async function drawnOf(id: CertificateId, index = 0): Promise<string | undefined> {
  return (await ledger.record(id)).items[index]?.drawn
}

describe('drawing from certificates of another member', () => {
  it('counts at the originals what the new one issues, and links them', async () => {
    const entry = drawing(DRAWN, [
      [ORIGINAL, 1, '60'],
      [SECOND, 2, '50'],
    ])

    expect(await ledger.issue('KR', entry)).toBe('done')
    expect([await drawnOf(ORIGINAL), await drawnOf(SECOND, 1)]).toEqual(['60', '50'])
    expect((await ledger.record(DRAWN)).links.originals).toEqual([ORIGINAL, SECOND])
  })

  it('never takes more than is left, from one item or from all together', async () => {
    const twice = drawing(DRAWN, [
      [SECOND, 1, '1'],
      [ORIGINAL, 1, '60'],
      [ORIGINAL, 1, '41'],
    ])

    expect(await ledger.issue('KR', twice)).toBe('QUANTITY_EXCEEDED')
    expect([await drawnOf(ORIGINAL), await drawnOf(SECOND)]).toEqual(['0', '0'])
  })

  it.each<readonly [string, MemberCode, Partial<OpenIssueEntry>, string]>([
    ['a member into which they were not imported', 'CN', {}, 'CALLER_NOT_IMPORTING_MEMBER'],
    ['longer than they are valid', 'KR', { validUntil: parseDate('2027-01-01', 'v') }, 'ORIGINAL_EXPIRES_EARLIER'],
    ['an original that draws', 'KR', { kind: 'original' }, 'MALFORMED_INPUT'],
  ])('is refused: %s', async (_, member, changes, code) => {
    const entry = { ...drawing(idOf(member, 'X'), [[SECOND, 1, '1']]), ...changes }

    expect(await ledger.issue(member, entry)).toBe(code)
  })

  it('keeps an original from being cancelled, and gives back what is drawn when the new one is', async () => {
    await ledger.issue('KR', drawing(DRAWN, [[ORIGINAL, 1, '60']]))
    const cancelOriginal = { certificate: ORIGINAL, reason: 'other' }

    expect(await ledger.one(issuerOf('AU'), 'cancel', cancelOriginal)).toBe('CERTIFICATE_USED')
    expect(await ledger.one(issuerOf('KR'), 'cancel', { certificate: DRAWN, reason: 'other' })).toBe('done')
    expect(await ledger.one(issuerOf('AU'), 'cancel', cancelOriginal)).toBe('done')
  })

  it('shows an annulled original on every descendant at once, and lets none of them be used', async () => {
    const last = idOf('JP', 'JP-1')
    await ledger.issue('KR', drawing(DRAWN, [[ORIGINAL, 1, '60']]))
    await ledger.issue('JP', { ...drawing(last, [[DRAWN, 1, '20']]), importingMember: 'CN' })
    await ledger.one(issuerOf('AU'), 'annul', { certificate: ORIGINAL, reason: 'obtained-by-fraud' })

    const ancestors = JSON.parse(await ledger.query('ancestry', last)) as readonly Ancestor[]
    expect(ancestors.map(({ id, depth }) => [id, depth])).toEqual([
      [DRAWN, 1],
      [ORIGINAL, 2],
    ])
    expect(brokenAncestors(ancestors)).toMatchObject([{ id: ORIGINAL, reason: 'obtained-by-fraud' }])
    const use = {
      ...{ certificate: last, use: useName('a'), items: [{ seq: 1, amount: '1' }] },
      ...{ declaration: digestOf('one'), date: '2026-03-10' },
    }
    expect(await ledger.one(customsOf('CN'), 'use', use)).toBe('ORIGINAL_NOT_VALID')
  })

  it('follows chains of up to 16 certificates', async () => {
    const members = ['KR', 'AU'] as const
    let [from, outcome] = [ORIGINAL, 'done']
    let length = 1
    while (outcome === 'done' && length < 20) {
      const member = members[(length - 1) % 2]!
      const id = idOf(member, `CHAIN-${length}`)
      const importingMember = members[length % 2]!
      outcome = await ledger.issue(member, { ...drawing(id, [[from, 1, '1']]), importingMember })
      if (outcome === 'done') [from, length] = [id, length + 1]
    }

    expect([length, outcome]).toEqual([16, 'LIMIT_EXCEEDED'])
  })
})
