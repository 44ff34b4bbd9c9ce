import { describe, expect, it } from '@jest/globals'
import { certificateId } from '../certificate-id'
import { parseDate } from '../date'
import { blindAmount, blindFactor, openAccount, unblindAmount } from '../item-account'
import { anIdKey } from '../register/testing/a-register'
import { checkDeclarationLines } from './check-lines'
import { declarationDigest } from './digest'
import { clearQuantity, leftInRefusal, quantitiesLeft, reservationsOf } from './reservation'
import type { LineReservation, ReservationMeans } from './reservation'
import { aDeclaration, aDeclaredCertificate, aLine } from './testing/samples'

const SALT = '00112233445566778899aabbccddeeff'
const DECLARATION_SALT = 'AAECAwQFBgcICQoLDA0ODw'

function means(): ReservationMeans {
  let uses = 0
  return {
    idOf: (reference) => certificateId(reference, anIdKey()),
    factorOf: (_, seq) => blindFactor({ salt: SALT }, seq),
    digestOf: () => declarationDigest({ importingMember: 'KR', reference: '26KR-0001234' }, DECLARATION_SALT),
    newUse: () => `use-${(uses += 1)}`,
  }
}

function reserve(declaration = aDeclaration()): readonly LineReservation[] {
  const answers = checkDeclarationLines({ declaration, certificates: [aDeclaredCertificate()] })
  return reservationsOf(declaration, answers, means())
}

describe('the reservations of a declaration', () => {
  it('take what the line counts in the unit of the item, blinded', () => {
    const [reservation] = reserve(aDeclaration([aLine({ quantity: { value: '0.25', unit: 'TNE' } })]))

    const [item] = reservation!.entry.items
    expect(unblindAmount(item!.amount, blindFactor({ salt: SALT }, 1))).toBe(250_000_000n)
  })

  it('are one for each line that may be reserved, and none for the others', () => {
    const lines = [aLine({ line: 3 }), aLine({ line: 1, origin: 'NZ' }), aLine({ line: 2, itemSequence: 9 })]

    expect(reserve(aDeclaration(lines)).map(({ line, entry }) => [line, entry.use])).toEqual([[3, 'use-1']])
  })

  it('say nothing of the declaration but its digest, its date, and the reason of a late one', () => {
    const late = aDeclaration([aLine()], { date: parseDate('2027-04-01', 'date'), late: 'force-majeure' })

    const [onTime] = reserve(aDeclaration([aLine()], { late: 'force-majeure' }))
    const [reservation] = reserve(late)

    expect(onTime!.entry.late).toBeNull()
    expect(reservation!.entry).toMatchObject({ date: '2027-04-01', late: 'force-majeure' })
    expect(JSON.stringify(reservation!.entry)).not.toContain('26KR')
  })
})

describe('what is left of a certificate', () => {
  it('is told in clear to who knows the factors, and not told of an account that another salt blinded', () => {
    const factor = blindFactor({ salt: SALT }, 1)
    const issued = blindAmount(1_200_000_000n, factor)
    const used = blindAmount(200_500_000n, factor)
    const accounts = [{ ...openAccount(1, issued), used }, openAccount(2, '7')]

    expect(quantitiesLeft(accounts, (seq) => blindFactor({ salt: SALT }, seq))).toEqual([{ seq: 1, value: '999.5' }])
    expect(clearQuantity(issued, factor)).toBe('1200')
    expect(clearQuantity('7', factor)).toBeUndefined()
  })
})

describe('a refusal for want of quantity', () => {
  it('tells in clear what is left to who knows the factors, and nothing to anybody else', () => {
    const detail = `entry.items[0]: item 2 has ${blindAmount(1_500_000n, blindFactor({ salt: SALT }, 2))} left`

    expect(leftInRefusal(detail, (seq) => blindFactor({ salt: SALT }, seq))).toEqual({ seq: 2, value: '1.5' })
    expect(leftInRefusal(detail, () => 10n ** 70n)).toBeUndefined()
    expect(leftInRefusal('certificate: was cancelled', () => 1n)).toBeUndefined()
  })
})

describe('the digest of a declaration', () => {
  it('is another one under another salt, for another reference and for another importing member', () => {
    const identity = { importingMember: 'KR', reference: 'A' } as const
    const digests = [
      declarationDigest(identity, DECLARATION_SALT),
      declarationDigest(identity, 'Dw4NDAsKCQgHBgUEAwIBAA'),
      declarationDigest({ ...identity, reference: 'B' }, DECLARATION_SALT),
      declarationDigest({ ...identity, importingMember: 'JP' }, DECLARATION_SALT),
    ]

    expect(new Set(digests).size).toBe(4)
    for (const digest of digests) expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it.each(['', 'short', 'AAECAwQFBgcICQoLDA0OD', 'AAECAwQFBgcICQoLDA0ODxA'])('refuses the salt %j', (salt) => {
    expect(() => declarationDigest({ importingMember: 'KR', reference: 'A' }, salt)).toThrow('MALFORMED_INPUT: salt')
  })
})
