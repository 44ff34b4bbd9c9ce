import { beforeEach, describe, expect, it } from '@jest/globals'
import { unusedOf } from '../item-account'
import { printTake } from './use-entries'
import { CertificateLedger, anEntry, customsOf, digestOf, idOf, issuerOf, useName } from './testing/certificate-ledger'
import { parseDate } from '../date'
import { LIMITS } from '../limits'

const ID = idOf('AU', 'AU-1')
const KOREA = customsOf('KR')
const ISSUER = issuerOf('AU')

let ledger: CertificateLedger

beforeEach(async () => {
  ledger = await CertificateLedger.open()
  await ledger.issue('AU', anEntry(ID), 'issued')
})

function taking(use: string, amount: string, changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    certificate: ID,
    use: useName(use),
    items: [{ seq: 1, amount }],
    declaration: digestOf('one'),
    date: '2026-03-10',
    ...changes,
  }
}

function refusing(use: string, changes: Readonly<Record<string, unknown>> = {}): object {
  const { certificate, declaration, date } = taking(use, '1') as Record<string, unknown>
  const rest = { certificate, declaration, date, use: useName(use) }
  return { ...rest, items: [{ seq: 1 }], reason: 'goods-differ', ...changes }
}

async function left(seq = 1): Promise<bigint> {
  const { items } = await ledger.record(ID)
  return unusedOf(items.find((item) => item.seq === seq)!)
}

describe('the quantity account', () => {
  it('gives the last units to one of two offices, and tells the other what is left', async () => {
    await ledger.one(KOREA, 'use', taking('a', '60'))

    const [outcome] = await ledger.submit(KOREA, 'use', [taking('b', '41')])

    expect(outcome).toEqual({ code: 'QUANTITY_EXCEEDED', detail: 'items[0]: item 1 has 40 left' })
    expect(await ledger.one(KOREA, 'use', taking('b', '40'))).toBe('done')
    expect(await left()).toBe(0n)
  })

  it('sees within one list what the entries before have taken', async () => {
    const outcomes = await ledger.submit(KOREA, 'use', [taking('a', '60'), taking('b', '60'), taking('c', '40')])

    expect(outcomes).toMatchObject(['done', { code: 'QUANTITY_EXCEEDED' }, 'done'])
  })

  it('takes all items of an entry or none', async () => {
    const items = [
      { seq: 1, amount: '10' },
      { seq: 2, amount: '51' },
    ]

    expect(await ledger.one(KOREA, 'use', taking('a', '1', { items }))).toBe('QUANTITY_EXCEEDED')
    expect(await left()).toBe(100n)
  })

  it('moves a reservation to the use, or gives it back', async () => {
    await ledger.one(KOREA, 'reserve', taking('a', '30'))
    await ledger.one(KOREA, 'reserve', taking('b', '30'))

    expect(await ledger.one(KOREA, 'confirm', { certificate: ID, use: useName('a') })).toBe('done')
    expect(await ledger.one(KOREA, 'release', { certificate: ID, use: useName('b') })).toBe('done')
    expect((await ledger.record(ID)).items[0]).toMatchObject({ reserved: '0', used: '30' })
    expect(await ledger.one(KOREA, 'confirm', { certificate: ID, use: useName('b') })).toBe('TRANSITION_NOT_ALLOWED')
  })

  it('keeps what a corrected use was before in its history', async () => {
    await ledger.one(KOREA, 'use', taking('a', '30'))
    const items = [{ seq: 1, amount: '20' }]
    const entry = { certificate: ID, use: useName('a'), items, reason: 'quantity-wrong' }

    expect(await ledger.one(KOREA, 'correctUse', entry)).toBe('done')
    expect(await left()).toBe(80n)
    const versions = JSON.parse(await ledger.query('uses', ID, useName('a'))) as { items: { amount: string }[] }[]
    expect(versions.map((version) => version.items[0]?.amount)).toEqual(['30', '20'])
  })

  it('counts the short form of an entry as the object', async () => {
    const short = printTake({
      ...{ certificate: ID, use: useName('a'), items: [{ seq: 1, amount: '30' }], declaration: digestOf('one') },
      ...{ date: parseDate('2026-03-10', 'date'), late: null },
    })

    await ledger.submit(KOREA, 'use', [short], 'once')

    expect(await ledger.one(KOREA, 'use', taking('a', '30'), 'once')).toBe('done')
    expect(await left()).toBe(70n)
  })
})

describe('a use', () => {
  it.each([
    ['another member', customsOf('CN'), {}, 'CALLER_NOT_IMPORTING_MEMBER'],
    ['a date to come', KOREA, { date: '2026-03-12' }, 'DATE_IN_FUTURE'],
    ['an unknown item', KOREA, { items: [{ seq: 9, amount: '1' }] }, 'ITEM_UNKNOWN'],
    ['an amount of nothing', KOREA, { items: [{ seq: 1, amount: '0' }] }, 'MALFORMED_INPUT'],
  ] as const)('is refused for %s', async (_, caller, changes, code) => {
    expect(await ledger.one(caller, 'use', taking('a', '1', changes))).toBe(code)
    expect(ledger.written).toEqual([])
  })

  it('after the end of validity needs a reason, which stays with it', async () => {
    ledger.time = '2027-04-01T12:00:00.000Z'
    const late = taking('a', '1', { date: '2027-03-31' })

    expect(await ledger.one(KOREA, 'use', late)).toBe('CERTIFICATE_EXPIRED')
    expect(await ledger.one(KOREA, 'use', { ...late, late: 'imported-in-time' })).toBe('done')
    expect(JSON.parse(await ledger.query('uses', ID, useName('a')))).toMatchObject([{ late: 'imported-in-time' }])
  })

  it('is done once for one request, and refused under its name with other content', async () => {
    await ledger.one(KOREA, 'use', taking('a', '30'), 'once')

    expect(await ledger.one(KOREA, 'use', taking('a', '30'), 'once')).toBe('done')
    expect(ledger.written).toEqual([])
    expect(await ledger.one(KOREA, 'use', taking('a', '31'), 'once')).toBe('REQUEST_ID_REUSED')
    expect(await ledger.one(KOREA, 'use', taking('a', '30'), 'again')).toBe('USE_ALREADY_RECORDED')
  })

  it('is for one declaration where the agreement covers one shipment', async () => {
    const id = idOf('AU', 'AU-RCEP')
    const single = anEntry(id, { agreement: 'RCEP', agreementVersion: '2022' })
    const issued = await ledger.issue('AU', single)
    const of = (use: string, declaration: string): object =>
      taking(use, '1', { certificate: id, declaration: digestOf(declaration) })

    expect(issued).toBe('done')
    expect(await ledger.one(KOREA, 'reserve', of('a', 'one'))).toBe('done')
    expect(await ledger.one(KOREA, 'use', of('b', 'one'))).toBe('done')
    expect(await ledger.one(KOREA, 'use', of('c', 'two'))).toBe('ONE_DECLARATION_ONLY')
  })
})

describe('the end of a certificate', () => {
  it('by cancelling is refused once something is used, and use is refused once it is cancelled', async () => {
    await ledger.one(KOREA, 'use', taking('a', '1'))
    expect(await ledger.one(ISSUER, 'cancel', { certificate: ID, reason: 'other' })).toBe('CERTIFICATE_USED')

    const other = idOf('AU', 'AU-2')
    await ledger.issue('AU', anEntry(other))
    await ledger.one(ISSUER, 'cancel', { certificate: other, reason: 'data-incorrect' })
    const [outcome] = await ledger.submit(KOREA, 'use', [taking('a', '1', { certificate: other })])
    expect(outcome).toEqual({ code: 'CERTIFICATE_WITHDRAWN', detail: 'certificate: cancelled, data-incorrect' })
  })

  it('by annulling leaves past uses, ends reservations only by release, and closes the account', async () => {
    await ledger.one(KOREA, 'use', taking('a', '10'))
    await ledger.one(KOREA, 'reserve', taking('b', '20'))

    expect(await ledger.one(ISSUER, 'annul', { certificate: ID, reason: 'obtained-by-fraud' })).toBe('done')
    expect(await ledger.one(KOREA, 'confirm', { certificate: ID, use: useName('b') })).toBe('CERTIFICATE_WITHDRAWN')
    expect(await ledger.one(KOREA, 'release', { certificate: ID, use: useName('b') })).toBe('done')
    const record = await ledger.record(ID)
    expect(record).toMatchObject({ states: { document: 'annulled' }, ended: { reason: 'obtained-by-fraud' } })
    expect(record.items[0]).toMatchObject({ used: '10', reserved: '0', cancelled: '90' })
  })

  it('is told once for one request, also after something else has happened', async () => {
    await ledger.one(KOREA, 'reserve', taking('b', '20'))
    await ledger.one(ISSUER, 'annul', { certificate: ID, reason: 'other' }, 'ended')
    await ledger.one(KOREA, 'release', { certificate: ID, use: useName('b') })

    expect(await ledger.one(ISSUER, 'annul', { certificate: ID, reason: 'other' }, 'ended')).toBe('done')
    expect(await ledger.one(ISSUER, 'annul', { certificate: ID, reason: 'data-incorrect' }, 'ended')).toBe(
      'REQUEST_ID_REUSED',
    )
    expect(await ledger.one(ISSUER, 'cancel', { certificate: ID, reason: 'other' })).toBe('TRANSITION_NOT_ALLOWED')
  })

  it('by acquittal is refused while something is reserved, and lets nothing more be used', async () => {
    await ledger.one(KOREA, 'reserve', taking('a', '1'))
    expect(await ledger.one(KOREA, 'acquit', { certificate: ID })).toBe('CERTIFICATE_USED')
    await ledger.one(KOREA, 'release', { certificate: ID, use: useName('a') })

    expect(await ledger.one(KOREA, 'acquit', { certificate: ID })).toBe('done')
    expect(await ledger.one(KOREA, 'use', taking('b', '1'))).toBe('CERTIFICATE_ACQUITTED')
    expect((await ledger.record(ID)).acquitted).toBe(true)
  })
})

describe('replacing', () => {
  const NEW = idOf('AU', 'AU-NEW')
  const replacing = (carryUsed: boolean): ReturnType<typeof anEntry> =>
    anEntry(NEW, { kind: 'replacement', replaces: { id: ID, reason: 'data-incorrect', carryUsed } })

  it('links both, ends the old one and carries over what was used', async () => {
    await ledger.one(KOREA, 'use', taking('a', '30'))

    expect(await ledger.issue('AU', replacing(true))).toBe('done')
    expect(await ledger.record(ID)).toMatchObject({ links: { replacedBy: NEW }, states: { document: 'replaced' } })
    const replacement = await ledger.record(NEW)
    expect(replacement.links.replaces).toBe(ID)
    expect(replacement.items[0]).toMatchObject({ issued: '100', used: '30' })
  })

  it('is refused while something is reserved, to another authority, and twice', async () => {
    await ledger.one(KOREA, 'reserve', taking('a', '30'))
    expect(await ledger.issue('AU', replacing(true))).toBe('CERTIFICATE_USED')
    await ledger.one(KOREA, 'release', { certificate: ID, use: useName('a') })
    expect(await ledger.issue('CN', { ...replacing(true), id: idOf('CN', 'X') })).toBe('CALLER_NOT_ISSUING_MEMBER')

    expect(await ledger.issue('AU', replacing(false))).toBe('done')
    expect(await ledger.issue('AU', { ...replacing(false), id: idOf('AU', 'AU-3') })).toBe('CERTIFICATE_WITHDRAWN')
  })
})

describe('a refusal', () => {
  it('of one item takes what is left of it and holds up no other', async () => {
    await ledger.one(KOREA, 'use', taking('a', '30'))

    expect(await ledger.one(KOREA, 'refuse', refusing('r'))).toBe('done')
    expect((await ledger.record(ID)).items[0]).toMatchObject({ used: '30', refused: '70' })
    expect(await left(2)).toBe(50n)
  })

  it('takes over the reservation of the same name', async () => {
    await ledger.one(KOREA, 'reserve', taking('a', '30'))

    expect(await ledger.one(KOREA, 'refuse', refusing('a'))).toBe('done')
    expect((await ledger.record(ID)).items[0]).toMatchObject({ reserved: '0', refused: '30' })
  })

  it('is clarified by the issuing authority, and decided for good by customs', async () => {
    await ledger.one(KOREA, 'refuse', refusing('r'))
    const name = { certificate: ID, use: useName('r') }
    const text = { ...name, textHash: digestOf('text') }

    expect(await ledger.one(issuerOf('CN'), 'clarify', text)).toBe('CALLER_NOT_ISSUING_MEMBER')
    expect(await ledger.one(ISSUER, 'clarify', text)).toBe('done')
    expect(await ledger.one(KOREA, 'reassess', { ...name, decision: 'granted' })).toBe('done')
    expect(await left()).toBe(100n)
    expect(await ledger.one(KOREA, 'reassess', { ...name, decision: 'upheld' })).toBe('TRANSITION_NOT_ALLOWED')
  })

  it('is done once for one request', async () => {
    await ledger.one(KOREA, 'refuse', refusing('r'), 'once')

    expect(await ledger.one(KOREA, 'refuse', refusing('r'), 'once')).toBe('done')
    expect(ledger.written).toEqual([])
    expect(await ledger.one(KOREA, 'refuse', refusing('r', { reason: 'other' }), 'once')).toBe('REQUEST_ID_REUSED')
    expect(await ledger.one(KOREA, 'refuse', refusing('r'), 'again')).toBe('USE_ALREADY_RECORDED')
  })
})

describe('a request that comes again', () => {
  const name = { certificate: ID, use: useName('a') }
  const correcting = (amount: string): object => ({
    ...{ ...name, items: [{ seq: 1, amount }], reason: 'quantity-wrong' },
  })
  const again = async (
    caller: typeof KOREA,
    step: Parameters<typeof ledger.one>[1],
    entry: object,
    requestId: string,
  ): Promise<unknown> => {
    const before = await ledger.record(ID)
    const outcome = await ledger.one(caller, step, entry, requestId)
    expect(ledger.written).toEqual([])
    expect(await ledger.record(ID)).toEqual(before)
    return outcome
  }

  it('is done and changes nothing, however many steps the use has gone on since', async () => {
    await ledger.one(KOREA, 'reserve', taking('a', '30'), 'reserved')
    await ledger.one(KOREA, 'confirm', name, 'confirmed')
    await ledger.one(KOREA, 'correctUse', correcting('20'), 'corrected')
    await ledger.one(KOREA, 'correctUse', correcting('25'), 'corrected-again')

    expect(await again(KOREA, 'reserve', taking('a', '30'), 'reserved')).toBe('done')
    expect(await again(KOREA, 'confirm', name, 'confirmed')).toBe('done')
    expect(await again(KOREA, 'correctUse', correcting('20'), 'corrected')).toBe('done')
    expect(await again(KOREA, 'correctUse', correcting('21'), 'corrected')).toBe('REQUEST_ID_REUSED')
    expect(await again(KOREA, 'release', name, 'confirmed')).toBe('REQUEST_ID_REUSED')
    expect((await ledger.record(ID)).items[0]).toMatchObject({ used: '25' })
  })

  it('is done for what a refusal went through, from the reservation to the decision', async () => {
    const clarifying = { ...name, textHash: digestOf('text') }
    await ledger.one(KOREA, 'reserve', taking('a', '30'), 'reserved')
    await ledger.one(KOREA, 'refuse', refusing('a'), 'refused')
    await ledger.one(ISSUER, 'clarify', clarifying, 'clarified')
    await ledger.one(ISSUER, 'clarify', { ...name, textHash: digestOf('more') }, 'clarified-more')
    await ledger.one(KOREA, 'reassess', { ...name, decision: 'granted' }, 'decided')

    expect(await again(KOREA, 'reserve', taking('a', '30'), 'reserved')).toBe('done')
    expect(await again(KOREA, 'refuse', refusing('a'), 'refused')).toBe('done')
    expect(await again(ISSUER, 'clarify', clarifying, 'clarified')).toBe('done')
    expect(await again(ISSUER, 'clarify', { ...name, textHash: digestOf('else') }, 'clarified')).toBe(
      'REQUEST_ID_REUSED',
    )
    expect(await again(KOREA, 'reassess', { ...name, decision: 'granted' }, 'decided')).toBe('done')
    expect(await again(KOREA, 'reassess', { ...name, decision: 'upheld' }, 'decided')).toBe('REQUEST_ID_REUSED')
  })

  it('is done for an acquittal, also when the certificate has been annulled since', async () => {
    await ledger.one(KOREA, 'acquit', { certificate: ID }, 'closed')
    await ledger.one(ISSUER, 'annul', { certificate: ID, reason: 'other' })

    expect(await again(KOREA, 'acquit', { certificate: ID }, 'closed')).toBe('done')
    expect(await again(customsOf('JP'), 'acquit', { certificate: ID }, 'closed')).toBe('CALLER_NOT_IMPORTING_MEMBER')
    expect(await again(KOREA, 'acquit', { certificate: ID }, 'closed-twice')).toBe('CERTIFICATE_ACQUITTED')
  })

  it('does not send goods back to where they no longer go', async () => {
    const to = (importingMember: string): object => ({ certificate: ID, importingMember })
    await ledger.one(ISSUER, 'changeDestination', to('JP'), 'first')
    await ledger.one(ISSUER, 'changeDestination', to('CN'), 'second')

    expect(await again(ISSUER, 'changeDestination', to('JP'), 'first')).toBe('done')
    expect(await again(ISSUER, 'changeDestination', to('KR'), 'first')).toBe('REQUEST_ID_REUSED')
    expect((await ledger.record(ID)).importingMember).toBe('CN')
  })

  it('is remembered for the last steps only: the record has a limit', async () => {
    await ledger.one(KOREA, 'use', taking('a', '1'), 'used')
    for (const step of Array.from({ length: LIMITS.rememberedSteps + 2 }, (_, at) => at)) {
      await ledger.one(KOREA, 'correctUse', correcting(String(step + 2)), `step-${step}`)
    }

    expect(await again(KOREA, 'correctUse', correcting('3'), 'step-1')).toBe('done')
    expect(await again(KOREA, 'use', taking('a', '1'), 'used')).toBe('done')
    expect(await ledger.one(KOREA, 'correctUse', correcting('2'), 'step-0')).toBe('done')
    expect(ledger.written).not.toEqual([])
  })
})

describe('a change of destination', () => {
  it('lets the new importing member use it, and no longer the old one', async () => {
    expect(await ledger.one(ISSUER, 'changeDestination', { certificate: ID, importingMember: 'JP' })).toBe('done')

    expect(await ledger.one(KOREA, 'use', taking('a', '1'))).toBe('CALLER_NOT_IMPORTING_MEMBER')
    expect(await ledger.one(customsOf('JP'), 'use', taking('a', '1'))).toBe('done')
    expect(await ledger.record(ID)).toMatchObject({ importingMember: 'JP', registeredFor: 'KR' })
  })

  it('is refused once something is used', async () => {
    await ledger.one(KOREA, 'use', taking('a', '1'))

    expect(await ledger.one(ISSUER, 'changeDestination', { certificate: ID, importingMember: 'JP' })).toBe(
      'CERTIFICATE_USED',
    )
  })
})
