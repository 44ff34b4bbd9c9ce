import { beforeEach, describe, expect, it } from '@jest/globals'
import { verificationStateOf } from './record'
import { openCaseOf, caseHeadKey } from './load'
import { parseCases } from './transactions'
import { aCertificate, anOpening, CALLERS, CaseLedger, CERTIFICATE, ENTRIES, TEXT_HASH } from './testing/samples'
import { certificateId } from '../certificate-id'
import { theProfile } from '../agreements/testing/samples'
import { Refusal } from '../refusal'
import { anIdKey, ARegister } from '../register/testing/a-register'
import { profileOf } from '../register/in-force'

const { importer, issuer, competent, neighbour, third, thirdIssuer } = CALLERS

let ledger: CaseLedger
const stateNow = (): string => verificationStateOf(ledger.state.value(caseHeadKey(CERTIFICATE.id)))
const reader = { read: (key: string) => Promise.resolve(ledger.state.value(key)) }

beforeEach(() => {
  ledger = new CaseLedger()
})

describe('a verification case', () => {
  it('goes from the request over the reply to the determination, and the certificate shows how far it is', async () => {
    const seen = [stateNow()]
    await ledger.open()
    seen.push(stateNow())
    await ledger.step(issuer, 'acknowledgeCase')
    seen.push(stateNow())
    await ledger.step(issuer, 'answerCase')
    seen.push(stateNow())
    await ledger.step(importer, 'determine')
    seen.push(stateNow())

    expect(seen).toEqual(['none', 'open', 'open', 'answered', 'determined'])
    const [record] = parseCases(JSON.parse(await ledger.cases()))
    expect(record?.events.map(({ event, by }) => [event, by])).toEqual([
      ['opened', null],
      ['acknowledged', 'AU-ACCI'],
      ['answered', 'AU-ACCI'],
      ['determined', null],
    ])
  })

  it('may be answered without having been acknowledged, and determined on other information without a reply', async () => {
    await ledger.open()
    expect(await ledger.step(issuer, 'answerCase')).toBe('done')

    ledger = new CaseLedger()
    await ledger.open()
    expect(await ledger.step(importer, 'determine', { basis: 'other-information' })).toBe('done')
  })

  it('is one at a time, and several over the years', async () => {
    expect(await ledger.open()).toBe('done')
    expect(await ledger.open({ case: 2 })).toBe('CASE_ALREADY_OPEN')
    expect(await ledger.step(importer, 'withdrawCase')).toBe('done')
    expect(stateNow()).toBe('none')
    expect(await ledger.open({ case: 3 })).toBe('CASE_NOT_FOUND')
    expect(await ledger.open({ case: 2, kind: 'authenticity' })).toBe('done')
    expect(await ledger.step(issuer, 'answerCase', { case: 2 })).toBe('done')
    expect(await ledger.open({ case: 3 })).toBe('CASE_ALREADY_OPEN')
    expect(await ledger.step(importer, 'determine', { case: 2 })).toBe('done')
    expect(await ledger.open({ case: 3 })).toBe('done')
    expect(await ledger.step(importer, 'withdrawCase', { case: 3 })).toBe('done')

    expect(stateNow()).toBe('determined')
    expect(parseCases(JSON.parse(await ledger.cases())).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('is found as the open one until it is decided', async () => {
    expect(await openCaseOf(reader, CERTIFICATE.id)).toBeUndefined()
    await ledger.open()
    await ledger.step(issuer, 'acknowledgeCase')
    expect((await openCaseOf(reader, CERTIFICATE.id))?.number).toBe(1)
    await ledger.step(importer, 'determine', { basis: 'other-information' })
    expect(await openCaseOf(reader, CERTIFICATE.id)).toBeUndefined()
  })

  it.each(['acknowledgeCase', 'answerCase', 'requestVisit', 'determine', 'withdrawCase', 'extendCase'] as const)(
    'does not exist before it is opened, and allows no %s after it is withdrawn',
    async (name) => {
      const caller = name === 'acknowledgeCase' || name === 'answerCase' ? issuer : importer
      expect(await ledger.step(caller, name)).toBe('CASE_NOT_FOUND')
      await ledger.open()
      await ledger.step(importer, 'withdrawCase')
      expect(await ledger.step(caller, name)).toBe('TRANSITION_NOT_ALLOWED')
    },
  )

  it('is not acknowledged twice, but a reply may be added to', async () => {
    await ledger.open()
    await ledger.step(issuer, 'acknowledgeCase')
    expect(await ledger.step(issuer, 'acknowledgeCase')).toBe('TRANSITION_NOT_ALLOWED')
    await ledger.step(issuer, 'answerCase', { originating: 'unknown' })
    expect(await ledger.step(issuer, 'acknowledgeCase')).toBe('TRANSITION_NOT_ALLOWED')
    expect(await ledger.step(issuer, 'answerCase', { originating: 'yes' })).toBe('done')
  })

  it('spoils nothing for the other entries of a list', async () => {
    const other = aCertificate({
      id: certificateId({ issuingMember: 'AU', authority: 'AU-ACCI', number: 'AU-2' }, anIdKey()),
    })
    ledger = new CaseLedger(CERTIFICATE, other)
    const unknown = 'f'.repeat(64)

    const outcomes = await ledger.submit(importer, 'openCase', [
      anOpening({ certificate: unknown }),
      anOpening(),
      anOpening({ kind: 'taste' }),
      anOpening(),
      anOpening({ certificate: other.id }),
    ])

    expect(outcomes.map((outcome) => (outcome === 'done' ? outcome : outcome.code))).toEqual([
      'CERTIFICATE_NOT_FOUND',
      'done',
      'MALFORMED_INPUT',
      // The same request again: it is carried out already.
      'done',
      'done',
    ])
  })
})

describe('who may do what in a case', () => {
  it('customs of the importing member alone open it', async () => {
    const [outcome] = await ledger.submit(third, 'openCase', [anOpening()])
    expect(outcome).toMatchObject({ code: 'CALLER_NOT_IMPORTING_MEMBER' })
    await expect(ledger.submit(issuer, 'openCase', [anOpening()])).rejects.toThrow('ROLE_NOT_ALLOWED')
  })

  it('the issuing authority answers it, and no other authority of its member or namesake of another', async () => {
    await ledger.open()
    expect(await ledger.step(neighbour, 'answerCase')).toBe('CALLER_NOT_ADDRESSEE')
    expect(await ledger.step(thirdIssuer, 'answerCase')).toBe('CALLER_NOT_ISSUING_MEMBER')
    await expect(ledger.step(importer, 'answerCase')).rejects.toThrow('ROLE_NOT_ALLOWED')
    expect(await ledger.step(issuer, 'answerCase')).toBe('done')
  })

  it('the body that is asked answers it too, whether the asking side names it or the acknowledgement', async () => {
    await ledger.open({ addressee: 'AU-ABF' })
    expect(await ledger.step(competent, 'answerCase')).toBe('done')

    ledger = new CaseLedger()
    await ledger.open()
    expect(await ledger.step(competent, 'answerCase')).toBe('CALLER_NOT_ADDRESSEE')
    await ledger.step(issuer, 'acknowledgeCase', { addressee: 'AU-ABF' })
    expect(await ledger.step(competent, 'answerCase')).toBe('done')
  })

  it('nobody else is asked to answer than a competent authority that is active', async () => {
    ledger.declare('AU-AIG', ['issuing'])
    ledger.declare('AU-OLD', ['competent'], 'suspended')
    for (const addressee of ['AU-AIG', 'AU-OLD', 'AU-NONE']) {
      expect(await ledger.open({ addressee })).toBe('ADDRESSEE_NOT_COMPETENT')
    }
    await ledger.open()
    expect(await ledger.step(issuer, 'acknowledgeCase', { addressee: 'AU-AIG' })).toBe('ADDRESSEE_NOT_COMPETENT')
  })

  it('only the member that opened it determines, withdraws or extends it', async () => {
    await ledger.open()
    for (const name of ['determine', 'withdrawCase', 'extendCase', 'requestVisit'] as const) {
      expect(await ledger.step(third, name)).toBe('CALLER_NOT_IMPORTING_MEMBER')
      await expect(ledger.step(issuer, name)).rejects.toThrow('ROLE_NOT_ALLOWED')
    }
  })
})

describe('a repeated request', () => {
  it('with the same content is done and changes nothing, also later', async () => {
    await ledger.open({}, 'one')
    await ledger.step(issuer, 'answerCase', {}, 'two')
    await ledger.step(importer, 'determine', {}, 'three')
    const before = await ledger.cases()
    ledger.time = '2026-09-01T00:00:00.000Z'

    expect(await ledger.open({}, 'one')).toBe('done')
    expect(await ledger.step(issuer, 'answerCase', {}, 'two')).toBe('done')
    expect(await ledger.step(importer, 'determine', {}, 'three')).toBe('done')
    expect(await ledger.cases()).toBe(before)
  })

  it('with other content is refused', async () => {
    await ledger.open({}, 'one')
    expect(await ledger.open({ kind: 'authenticity' }, 'one')).toBe('REQUEST_ID_REUSED')
    expect(await ledger.step(issuer, 'answerCase', {}, 'one')).toBe('REQUEST_ID_REUSED')
    await ledger.step(issuer, 'answerCase', {}, 'two')
    expect(await ledger.step(issuer, 'answerCase', { authentic: 'no' }, 'two')).toBe('REQUEST_ID_REUSED')
  })
})

describe('the time for a reply', () => {
  it.each([
    [29, 'REPLY_PERIOD_NOT_ALLOWED'],
    [30, 'done'],
    [90, 'done'],
    [91, 'REPLY_PERIOD_NOT_ALLOWED'],
  ])('may be set to %i days under RCEP: %s', async (replyPeriod, outcome) => {
    expect(await ledger.open({ replyPeriod })).toBe(outcome)
  })

  it('may not be set where the agreement gives one time, or where it was not read', async () => {
    for (const code of ['EUR.1', 'ChAFTA']) {
      const { version } = theProfile(code)
      ledger = new CaseLedger(aCertificate({ agreement: code, agreementVersion: version }))
      expect(await ledger.open({ replyPeriod: 45 })).toBe('REPLY_PERIOD_NOT_ALLOWED')
    }
  })

  it('must be over before its absence is a ground, by the day of the office that has to reply', async () => {
    ledger.time = '2026-03-10T20:00:00.000Z'
    await ledger.open({ replyPeriod: 30 })
    const noReply = { basis: 'no-reply', result: 'not-established', preference: 'denied' }

    // Opened on 11 March in Canberra, 30 days: until the end of 10 April there, which is 14:00 in UTC.
    ledger.time = '2026-04-10T13:59:59.999Z'
    expect(await ledger.step(importer, 'determine', noReply)).toBe('REPLY_PERIOD_RUNNING')
    ledger.time = '2026-04-10T14:00:00.000Z'
    expect(await ledger.step(importer, 'determine', noReply)).toBe('done')
  })

  it('stops no determination where nobody read it, since then nobody can say that it is running', async () => {
    ledger = new CaseLedger(aCertificate({ agreement: 'ChAFTA', agreementVersion: theProfile('ChAFTA').version }))
    await ledger.open()
    expect(await ledger.step(importer, 'determine', { basis: 'no-reply' })).toBe('done')
  })

  it('does not stop a late reply', async () => {
    await ledger.open()
    ledger.time = '2027-03-10T12:00:00.000Z'
    expect(await ledger.step(issuer, 'answerCase')).toBe('done')
  })

  it('is extended once, and only where the agreement has it', async () => {
    await ledger.open()
    expect(await ledger.step(importer, 'extendCase')).toBe('EXTENSION_NOT_PROVIDED')

    const { code, version } = theProfile('EFTA-Indonesia')
    ledger = new CaseLedger(aCertificate({ agreement: code, agreementVersion: version }))
    await ledger.open()
    expect(await ledger.step(importer, 'extendCase')).toBe('done')
    expect(await ledger.step(importer, 'extendCase')).toBe('TRANSITION_NOT_ALLOWED')
  })

  it('rests on a reply only where there is one', async () => {
    await ledger.open()
    expect(await ledger.step(importer, 'determine', { basis: 'reply' })).toBe('TRANSITION_NOT_ALLOWED')
    await ledger.step(issuer, 'answerCase')
    ledger.time = '2027-03-10T12:00:00.000Z'
    expect(await ledger.step(importer, 'determine', { basis: 'no-reply' })).toBe('TRANSITION_NOT_ALLOWED')
  })
})

describe('the profile of a case', () => {
  it('is the one that the parties approved on the ledger, else the one that comes with the product', async () => {
    const register = await ARegister.seeded()
    const profile = theProfile('RCEP')
    const subject = { agreement: profile.code, agreementVersion: profile.version }
    const reads: string[] = []
    const watched = {
      read: (key: string): Promise<string | undefined> => {
        reads.push(key)
        return register.read(key)
      },
    }

    expect(await profileOf(watched, subject)).toEqual(profile)
    expect(reads.some((key) => key.startsWith('p/'))).toBe(true)
    expect(await profileOf(reader, subject)).toEqual(profile)
    expect(await profileOf(watched, { agreement: 'Nowhere', agreementVersion: '1' })).toBeUndefined()
  })
})

describe('the day on which a request was received', () => {
  it.each([
    ['2026-03-09', 'MALFORMED_INPUT'],
    ['2026-03-10', 'done'],
    ['2026-03-13', 'done'],
    ['2026-03-14', 'MALFORMED_INPUT'],
  ])('lies between the opening and the acknowledgement: %s is %s', async (received, outcome) => {
    await ledger.open()
    ledger.time = '2026-03-13T12:00:00.000Z'
    expect(await ledger.step(issuer, 'acknowledgeCase', { received })).toBe(outcome)
  })
})

describe('a visit', () => {
  it('is asked for, postponed, agreed to, reported and commented on while the case stays as it is', async () => {
    await ledger.open()
    expect(await ledger.step(importer, 'requestVisit')).toBe('done')
    expect(await ledger.step(issuer, 'answerVisit', { answer: 'postpone', day: '2026-07-01' })).toBe('done')
    expect(await ledger.step(issuer, 'answerVisit')).toBe('done')
    expect(await ledger.step(importer, 'reportVisit')).toBe('done')
    expect(await ledger.step(issuer, 'commentVisit')).toBe('done')
    expect(stateNow()).toBe('open')
  })

  it('needs consent before it is reported, and may be asked for again after a refusal', async () => {
    await ledger.open()
    expect(await ledger.step(issuer, 'answerVisit')).toBe('TRANSITION_NOT_ALLOWED')
    await ledger.step(importer, 'requestVisit')
    expect(await ledger.step(importer, 'reportVisit')).toBe('TRANSITION_NOT_ALLOWED')
    expect(await ledger.step(issuer, 'answerVisit', { answer: 'refuse' })).toBe('done')
    expect(await ledger.step(importer, 'reportVisit')).toBe('TRANSITION_NOT_ALLOWED')
    expect(await ledger.step(importer, 'requestVisit')).toBe('done')
  })

  it('is not reported before it took place, not postponed to nowhere, and not refused for a day', async () => {
    await ledger.open()
    await ledger.step(importer, 'requestVisit')
    expect(await ledger.step(issuer, 'answerVisit', { answer: 'postpone' })).toBe('MALFORMED_INPUT')
    expect(await ledger.step(issuer, 'answerVisit', { answer: 'refuse', day: '2026-07-01' })).toBe('MALFORMED_INPUT')
    await ledger.step(issuer, 'answerVisit')
    expect(await ledger.step(importer, 'reportVisit', { day: '2026-03-11' })).toBe('MALFORMED_INPUT')
  })
})

describe('an entry', () => {
  it.each([
    ['openCase', { items: [2, 1] }, 'items'],
    ['openCase', { items: [1, 3] }, 'no item 3'],
    ['openCase', { reasons: ['other', 'other'] }, 'reasons'],
    ['openCase', { textHash: 'a text' }, 'textHash'],
    ['openCase', { note: 'free text' }, 'may only have'],
    ['answerCase', { authentic: true }, 'authentic'],
    ['answerCase', { note: 'free text' }, 'may only have'],
    ['determine', { result: 'fine' }, 'result'],
    ['withdrawCase', { reason: 'because' }, 'reason'],
  ] as const)('of %s with %j is refused, and the detail names the field', async (name, changes, words) => {
    if (name !== 'openCase') await ledger.open()
    const base = name === 'openCase' ? anOpening() : { certificate: CERTIFICATE.id, case: 1, ...ENTRIES[name] }
    const [outcome] = await ledger.submit(name === 'answerCase' ? issuer : importer, name, [{ ...base, ...changes }])

    expect(outcome).toEqual({ code: 'MALFORMED_INPUT', detail: expect.stringContaining(words) })
  })

  it('puts no more on the ledger than codes, days, hashes, numbers and who acted', async () => {
    await ledger.open()
    await ledger.step(issuer, 'answerCase')
    expect(JSON.parse(await ledger.cases())).toEqual([
      {
        formatVersion: 1,
        number: 1,
        events: [
          {
            event: 'opened',
            at: '2026-03-10T12:00:00.000Z',
            requestId: 'request-0',
            by: null,
            content: {
              kind: 'origin',
              reasons: ['criterion-doubtful'],
              items: [1],
              replyPeriod: null,
              textHash: TEXT_HASH,
              importingMember: 'KR',
              addressee: 'AU-ACCI',
            },
          },
          {
            event: 'answered',
            at: '2026-03-10T12:00:00.000Z',
            requestId: 'request-1',
            by: 'AU-ACCI',
            content: { authentic: 'yes', originating: 'unknown', textHash: TEXT_HASH },
          },
        ],
      },
    ])
  })
})

describe('the query for cases', () => {
  it('gives none for a certificate without any, and refuses what is not registered', async () => {
    expect(await ledger.cases()).toBe('[]')
    await expect(ledger.cases('f'.repeat(64))).rejects.toThrow(Refusal)
  })
})
