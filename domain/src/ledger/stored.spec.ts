import { describe, expect, it } from '@jest/globals'
import { loadCertificate } from '../certificate/load'
import { certificateId } from '../certificate-id'
import { loadDelivery } from '../delivery/transactions'
import { Refusal } from '../refusal'
import { loadParty, loadProposal } from '../register/agreement-record'
import { loadAuthority } from '../register/authority-record'
import { loadExporter } from '../register/exporter-record'
import { loadProfile } from '../register/in-force'
import { loadMember } from '../register/member-record'
import { loadRecognition } from '../register/recognition-record'
import { anIdKey } from '../register/testing/a-register'
import { loadRetention } from '../retention/record'
import { loadHead } from '../verification/load'
import type { RecordReader } from './ledger-state'
import { remembered } from './stored'

const ID = certificateId({ issuingMember: 'AU', authority: 'AU-1', number: '1' }, anIdKey())
const VERSION = { agreement: 'RCEP', version: '2022' }

const LOADERS: readonly (readonly [string, (reader: RecordReader) => Promise<unknown>])[] = [
  ['certificate', (reader) => loadCertificate(reader, ID)],
  ['delivery', (reader) => loadDelivery(reader, ID)],
  ['retention', (reader) => loadRetention(reader, ID, 'KR')],
  ['verification case', (reader) => loadHead(reader, ID)],
  ['member', (reader) => loadMember(reader, 'AU')],
  ['authority', (reader) => loadAuthority(reader, 'AU', 'AU-1')],
  [
    'recognition',
    (reader) => loadRecognition(reader, { member: 'KR', of: 'AU', authority: 'AU-1', agreement: 'RCEP' }),
  ],
  ['exporter', (reader) => loadExporter(reader, 'AU', 'AE-1')],
  ['proposal', (reader) => loadProposal(reader, VERSION.agreement, VERSION.version)],
  ['approval', (reader) => loadParty(reader, VERSION, 'AU')],
  ['profile', (reader) => loadProfile(reader, 'ab'.repeat(32))],
]

describe('a damaged record of the ledger', () => {
  it.each(LOADERS)('is a fault and no refusal of the caller: %s', async (_, load) => {
    for (const text of ['', '{', '{}', '[9]', 'null']) {
      const error: unknown = await load({ read: () => Promise.resolve(text) }).catch((reason: unknown) => reason)

      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(Refusal)
    }
  })
})

describe('a record that is remembered', () => {
  it('is read once for a text, and again for another one or after many others', () => {
    let count = 0
    const read = remembered((text: string) => ({ text, count: ++count }))

    expect([read('a').count, read('a').count, read('b').count]).toEqual([1, 1, 2])
    for (let number = 0; number < 1_000; number += 1) read(String(number))
    expect(read('a')).toMatchObject({ text: 'a', count: 1_003 })
  })
})
