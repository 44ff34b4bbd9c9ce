import { beforeEach, describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { MEMBERS, pairCollection } from '../member'
import { Refusal } from '../refusal'
import { utf8Text } from '../utf8'
import { acknowledgementEntry, deliveredEntry, parseAcknowledgement } from './entries'
import { envelopeHash, parseEnvelope, printEnvelope } from './envelope'
import { parsePurpose, privateKey } from './purpose'
import { deliveryStateOf, parseDelivery, printDelivery } from './record'
import type { DeliveryRecord } from './record'
import {
  ANSWER_MEANINGS,
  DELIVERY_ANSWERS,
  DELIVERY_STATES,
  DELIVERY_STEPS,
  REJECTION_REASONS,
  STATE_AFTER,
} from './steps'
import type { DeliveryAnswer } from './steps'
import { CALLERS, DOCUMENT, DOCUMENT_ENTRY, ENVELOPE_SALT, RECORD, SampleLedger } from './testing/a-ledger'
import { deliveryKey } from './transactions'

const { issuer, neighbour, importer, third, thirdIssuer } = CALLERS
const COLLECTION = pairCollection('AU', 'KR')
const DELIVERED = JSON.stringify([deliveredEntry(RECORD.id)])
const CASE_REQUEST = { ...DOCUMENT_ENTRY, purpose: parsePurpose('case/1/request'), content: 'Is it genuine?' }

let ledger: SampleLedger
beforeEach(() => {
  ledger = new SampleLedger()
})

function answer(word: DeliveryAnswer): string {
  const reason = word === 'rejected' ? 'duplicate' : null
  return JSON.stringify([acknowledgementEntry({ id: RECORD.id, answer: word, reason })])
}

function state(): string {
  return deliveryStateOf(ledger.state.value(deliveryKey(RECORD.id)), RECORD.importingMember)
}

function record(): DeliveryRecord {
  return parseDelivery(ledger.state.value(deliveryKey(RECORD.id))!)
}

async function putAndMark(): Promise<void> {
  await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])
  await ledger.submit(issuer, 'markDelivered', DELIVERED)
}

/** Brings the delivery to a state by the steps of the table. */
async function bringTo(wanted: string): Promise<void> {
  if (wanted === 'registered') return
  await putAndMark()
  if (wanted === 'acknowledged') await ledger.submit(importer, 'acknowledge', answer('received'))
  if (wanted === 'failed') await ledger.submit(importer, 'acknowledge', answer('unreadable'))
  expect(state()).toBe(wanted)
}

describe('a document', () => {
  it('reaches the collection of its two members, and the public records say nothing of it', async () => {
    const before = ledger.state.keys()

    const outcomes = await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])

    expect(outcomes).toEqual(['done'])
    const value = ledger.state.privateValue(COLLECTION, privateKey(RECORD.id, 'document'))
    expect(parseEnvelope(utf8Text(value!)!)).toEqual({ salt: ENVELOPE_SALT, content: DOCUMENT })
    expect(ledger.state.keys()).toEqual(before)
  })

  it('is read by both members, and by nobody else', async () => {
    await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])

    for (const caller of [issuer, importer]) {
      expect(parseEnvelope(await ledger.query(caller, 'readDocument', RECORD.id)).content).toBe(DOCUMENT)
      expect(await ledger.query(caller, 'privatePurposes', RECORD.id)).toBe('["document"]')
    }
    await expect(ledger.query(third, 'readDocument', RECORD.id)).rejects.toMatchObject({ code: 'CALLER_NOT_PARTY' })
    await expect(ledger.query(third, 'privatePurposes', RECORD.id)).rejects.toMatchObject({ code: 'CALLER_NOT_PARTY' })
  })

  it.each([
    [
      'another document than the registered one',
      issuer,
      { content: `${DOCUMENT.slice(0, 8)}x` },
      'DOCUMENT_NOT_REGISTERED',
    ],
    ['something that is no document', issuer, { content: 'hello' }, 'DOCUMENT_NOT_REGISTERED'],
    ['a text under its own purpose', issuer, { purpose: parsePurpose('case/1/request') }, 'MALFORMED_INPUT'],
    ['a salt that is too short', issuer, { salt: 'abc' }, 'MALFORMED_INPUT'],
    ['another authority of the same member', neighbour, {}, 'CALLER_NOT_ISSUING_AUTHORITY'],
    [
      'a certificate that nobody registered',
      issuer,
      { id: RECORD.documentHash as string as never },
      'CERTIFICATE_NOT_FOUND',
    ],
  ])('is not put there from %s', async (_, caller, changes, code) => {
    const outcomes = await ledger.send(caller, 'deliver', 'KR', [{ ...DOCUMENT_ENTRY, ...changes }])

    expect(outcomes).toMatchObject([{ code }])
    expect(ledger.state.privateValue(COLLECTION, privateKey(RECORD.id, 'document'))).toBeUndefined()
  })

  it('goes into no other collection than that of its two members', async () => {
    const elsewhere = await ledger.send(issuer, 'deliver', 'CN', [DOCUMENT_ENTRY])
    const byThird = await ledger.send(thirdIssuer, 'deliver', 'AU', [DOCUMENT_ENTRY])

    expect(elsewhere).toMatchObject([{ code: 'MALFORMED_INPUT' }])
    expect(byThird).toMatchObject([{ code: 'CALLER_NOT_PARTY' }])
  })

  it('must come as transient data', async () => {
    await expect(ledger.submit(issuer, 'deliver', 'KR')).rejects.toMatchObject({
      code: 'MALFORMED_INPUT',
      detail: expect.stringContaining('transient'),
    })
  })

  it('that is refused does not keep the others of the list from their collection', async () => {
    const outcomes = await ledger.send(issuer, 'deliver', 'KR', [
      { ...DOCUMENT_ENTRY, content: 'other' },
      DOCUMENT_ENTRY,
    ])

    expect(outcomes).toMatchObject([{ code: 'DOCUMENT_NOT_REGISTERED' }, 'done'])
    expect(parseEnvelope(await ledger.query(importer, 'readDocument', RECORD.id)).content).toBe(DOCUMENT)
  })
})

describe('a text', () => {
  it('reaches the other member from either side', async () => {
    const reply = { ...CASE_REQUEST, purpose: parsePurpose('case/1/reply'), content: 'It is.' }
    const asked = await ledger.send(importer, 'sendText', 'AU', [CASE_REQUEST])
    const answered = await ledger.send(issuer, 'sendText', 'KR', [reply])

    expect([asked, answered]).toEqual([['done'], ['done']])
    expect(parseEnvelope(await ledger.query(issuer, 'readText', RECORD.id, 'case/1/request')).content).toBe(
      'Is it genuine?',
    )
    expect(parseEnvelope(await ledger.query(importer, 'readText', RECORD.id, 'case/1/reply')).content).toBe('It is.')
  })

  it('never takes the place of the document, and nobody else writes one', async () => {
    const asDocument = await ledger.send(importer, 'sendText', 'AU', [{ ...DOCUMENT_ENTRY, content: 'x' }])
    const byThird = await ledger.send(third, 'sendText', 'KR', [CASE_REQUEST])

    expect(asDocument).toMatchObject([{ code: 'MALFORMED_INPUT' }])
    expect(byThird).toMatchObject([{ code: 'CALLER_NOT_PARTY' }])
  })
})

describe('the hash of a private text', () => {
  it('differs with the salt, so that a guess of the content cannot be tested', () => {
    const other = `${'A'.repeat(42)}E`

    expect(envelopeHash({ salt: ENVELOPE_SALT, content: 'yes' })).not.toBe(
      envelopeHash({ salt: other, content: 'yes' }),
    )
  })

  it('belongs to one text that gives salt and content back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (content) => {
        const envelope = { salt: ENVELOPE_SALT, content }

        expect(parseEnvelope(printEnvelope(envelope))).toEqual(envelope)
      }),
    )
  })
})

describe('the state of a delivery', () => {
  it('is registered, delivered and acknowledged in the usual course, and keeps the times', async () => {
    expect(state()).toBe('registered')
    await putAndMark()
    expect(state()).toBe('delivered')
    await ledger.submit(importer, 'acknowledge', answer('received'))
    await ledger.submit(importer, 'acknowledge', answer('accepted'))

    expect(state()).toBe('acknowledged')
    expect(record()).toMatchObject({ importingMember: 'KR', deliveries: 1, answer: 'accepted', reason: null })
    expect(record().receivedAt).toBeLessThan(record().answeredAt)
  })

  it('is not delivered while the collection does not hold the document, whatever the issuer says', async () => {
    const outcomes = await ledger.submit(issuer, 'markDelivered', DELIVERED)

    expect(outcomes).toMatchObject([{ code: 'NOT_DELIVERED' }])
    expect(state()).toBe('registered')
  })

  it('follows the table, and takes no step that is not in it', async () => {
    for (const from of DELIVERY_STATES) {
      for (const word of DELIVERY_ANSWERS) {
        ledger = new SampleLedger()
        await bringTo(from)

        const [outcome] = await ledger.submit(importer, 'acknowledge', answer(word))

        const step = DELIVERY_STEPS[word]
        const allowed = step.from.includes(from)
        expect([from, word, outcome]).toEqual([
          from,
          word,
          allowed ? 'done' : expect.objectContaining({ code: 'TRANSITION_NOT_ALLOWED' }),
        ])
        expect(state()).toBe(allowed ? step.to : from)
      }
      ledger = new SampleLedger()
      await bringTo(from)
      await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])

      const [outcome] = await ledger.submit(issuer, 'markDelivered', DELIVERED)

      expect(outcome === 'done').toBe(DELIVERY_STEPS.deliver.from.includes(from))
    }
  })

  it('leads where the table of answers says', () => {
    for (const word of DELIVERY_ANSWERS) expect(DELIVERY_STEPS[word].to).toBe(STATE_AFTER[word])
    expect(Object.keys(ANSWER_MEANINGS)).toEqual([...DELIVERY_ANSWERS])
  })

  it('keeps a first business answer', async () => {
    await putAndMark()
    await ledger.submit(importer, 'acknowledge', answer('rejected'))

    const outcomes = await ledger.submit(importer, 'acknowledge', answer('accepted'))

    expect(outcomes).toMatchObject([{ code: 'TRANSITION_NOT_ALLOWED' }])
    expect(record()).toMatchObject({ answer: 'rejected', reason: 'duplicate' })
  })

  it('begins again after a loss, as often as needed', async () => {
    await putAndMark()
    for (const word of ['received', 'lost'] as const) await ledger.submit(importer, 'acknowledge', answer(word))
    await putAndMark()

    expect(state()).toBe('delivered')
    expect(record()).toMatchObject({ deliveries: 2, answer: null })
  })

  it('is registered again for a new importing member', async () => {
    await putAndMark()

    ledger.register({ ...RECORD, importingMember: 'CN' })

    expect(deliveryStateOf(ledger.state.value(deliveryKey(RECORD.id)), 'CN')).toBe('registered')
  })

  it.each([
    ['markDelivered', neighbour, DELIVERED, 'CALLER_NOT_ISSUING_AUTHORITY'],
    ['markDelivered', thirdIssuer, DELIVERED, 'CALLER_NOT_ISSUING_MEMBER'],
    ['acknowledge', third, answer('received'), 'CALLER_NOT_IMPORTING_MEMBER'],
    ['acknowledge', { ...CALLERS.importer, organisation: 'AU' }, answer('received'), 'CALLER_NOT_IMPORTING_MEMBER'],
  ] as const)('is not changed by %s of %j', async (name, caller, entries, code) => {
    await putAndMark()
    const before = record()

    expect(await ledger.submit(caller, name, entries)).toMatchObject([{ code }])
    expect(record()).toEqual(before)
  })

  it.each([
    ['markDelivered', importer, DELIVERED],
    ['acknowledge', issuer, answer('received')],
    ['deliver', importer, 'KR'],
  ] as const)('%s is refused to a caller of another role as a whole', async (name, caller, entries) => {
    await expect(ledger.submit(caller, name, entries)).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
  })

  it('does not change when a request is repeated, and tells when its id is used for something else', async () => {
    await ledger.send(issuer, 'deliver', 'KR', [DOCUMENT_ENTRY])
    await ledger.submit(issuer, 'markDelivered', DELIVERED, 'mark')
    const delivered = record()
    expect(await ledger.submit(issuer, 'markDelivered', DELIVERED, 'mark')).toEqual(['done'])
    expect(record()).toEqual(delivered)
    await ledger.submit(importer, 'acknowledge', answer('received'), 'ack')
    const acknowledged = record()

    expect(await ledger.submit(importer, 'acknowledge', answer('received'), 'ack')).toEqual(['done'])
    expect(await ledger.submit(importer, 'acknowledge', answer('accepted'), 'ack')).toMatchObject([
      { code: 'REQUEST_ID_REUSED' },
    ])
    expect(record()).toEqual(acknowledged)
  })
})

describe('an answer', () => {
  it.each([
    ['a reason without a rejection', ['received', 'duplicate']],
    ['a rejection without a reason', ['rejected']],
    ['a reason in words of its own', ['rejected', 'Mr Smith said so']],
    ['a word of its own', ['fine']],
  ])('is refused with %s', (_, words) => {
    expect(() => parseAcknowledgement(['A'.repeat(43), ...words])).toThrow(Refusal)
  })
})

describe('the record of a delivery', () => {
  const time = fc.nat({ max: 4_102_444_800_000 })
  const anyRecord = fc.record<DeliveryRecord>({
    importingMember: fc.constantFrom(...MEMBERS.map(({ code }) => code)),
    deliveries: fc.nat(),
    deliveredAt: time,
    answer: fc.option(fc.constantFrom(...DELIVERY_ANSWERS)),
    reason: fc.option(fc.constantFrom(...REJECTION_REASONS)),
    answeredAt: time,
    receivedAt: time,
    requestId: fc.stringMatching(/^[\x21-\x7e]{1,128}$/),
  })

  it('is the same after printing and reading', () => {
    fc.assert(fc.property(anyRecord, (one) => expect(parseDelivery(printDelivery(one))).toEqual(one)))
  })

  it('takes less than 120 bytes with a usual request id', async () => {
    await putAndMark()
    await ledger.submit(importer, 'acknowledge', answer('received'), 'V1StGXR8Z5jdHi6BmyT9Qw')

    expect(printDelivery(record()).length).toBeLessThan(120)
  })

  it.each([
    ['{}'],
    ['[]'],
    ['[2,"KR",1,1,null,null,0,0,"r"]'],
    ['[1,"KR",1,1,null,null,0,0,"r",1]'],
    ['[1,"FR",1,1,null,null,0,0,"r"]'],
  ])('is refused as %s', (text) => {
    expect(() => parseDelivery(text)).toThrow(Refusal)
  })
})
