import { describe, expect, it } from '@jest/globals'
import { canonicalText } from './canonical'
import {
  certificateIdOfKey,
  certificateKey,
  changeOf,
  parseCertificatesEvent,
  parseHistory,
  parseIssueResult,
  parseRecordText,
  parseRegistrationList,
} from './contract'
import type { IssueResult } from './contract'
import { aRecord, aStamp } from './testing/samples'

describe('the words of the contract', () => {
  it('read back as they were written', () => {
    const record = aRecord()
    const result: IssueResult = {
      outcomes: [
        { id: record.id, outcome: 'issued', documentHash: record.documentHash },
        { id: null, outcome: 'refused', refusal: { code: 'MALFORMED_INPUT', detail: 'id: no' } },
        { id: record.id, outcome: 'refused', refusal: { code: 'DUPLICATE_IN_REQUEST', detail: 'id: again' } },
      ],
    }
    const history = [{ transactionId: aStamp().transactionId, time: aStamp().time, record }]
    const event = { changes: [changeOf(record)] }

    expect(parseIssueResult(canonicalText(result))).toEqual(result)
    expect(parseRecordText(canonicalText(record))).toEqual(record)
    expect(parseHistory(canonicalText(history))).toEqual(history)
    expect(parseCertificatesEvent(canonicalText(event))).toEqual(event)
  })

  it('give every record one key, and no other key to a record', () => {
    const { id } = aRecord()

    expect(certificateIdOfKey(certificateKey(id))).toBe(id)
    expect(certificateIdOfKey('agreement/RCEP')).toBeUndefined()
  })

  it.each(['', '{}', 'null', '[]', '[1', '"[]"'])('are not the list %j', (text) => {
    expect(() => parseRegistrationList(text)).toThrow(/^MALFORMED_INPUT: registrations: /)
  })

  it('hold at most 200 registrations and 4 MiB in one list', () => {
    const list = (length: number): string => JSON.stringify(Array.from({ length }, () => 0))

    expect(parseRegistrationList(list(200))).toHaveLength(200)
    expect(() => parseRegistrationList(list(201))).toThrow(/^LIMIT_EXCEEDED: registrations: /)
    expect(() => parseRegistrationList(`[${' '.repeat(4 * 1024 * 1024)}1]`)).toThrow(/^LIMIT_EXCEEDED: registrations: /)
  })

  it('tell in the event only what everybody may know', () => {
    expect(Object.keys(changeOf(aRecord())).sort()).toEqual([
      'document',
      'id',
      'importingMember',
      'issuingMember',
      'requestId',
      'transition',
    ])
  })
})
