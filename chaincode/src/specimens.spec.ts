import { beforeEach, describe, expect, it } from '@jest/globals'
import {
  LIMITS,
  parseDate,
  parseEnvelope,
  parseOutcomes,
  printSpecimen,
  readSpecimen,
  SEAL_PICTURES,
  specimenTransient,
} from '@eco/domain'
import type { Outcome, Specimen } from '@eco/domain'
import { Ledger } from './testing/ledger'
import type { Sender, Simulation } from './testing/ledger'
import { ISSUER } from './testing/samples'
import { AUTHORITY } from './testing/seed'

const ADMIN: Sender = { mspId: 'AUMSP', identity: 'memberAdmin' }
const AUTHORITY_ADMIN: Sender = { mspId: 'AUMSP', identity: 'authorityAdmin' }
const KOREA: Sender = { mspId: 'KRMSP', identity: 'customs' }
const CHINA: Sender = { mspId: 'CNMSP', identity: 'customs' }
const OBSERVER: Sender = { mspId: 'WCOMSP', identity: 'auditor' }

const SALT = 'A'.repeat(43)
const PNG = SEAL_PICTURES['image/png']
const SPECIMEN: Specimen = {
  address: ['17 Specimen Quay', '2000 Sydney'],
  seal: { mediaType: 'image/png', data: `${PNG}A` },
  from: parseDate('2026-01-01', 'from'),
}
const CONTENT = printSpecimen(SPECIMEN)

let ledger: Ledger

beforeEach(async () => {
  ledger = await Ledger.open()
})

interface Sharing {
  readonly sender?: Sender
  readonly other?: string
  readonly authority?: string
  readonly salt?: string
  readonly content?: string
}

function share({ sender = ADMIN, other = 'KR', ...entry }: Sharing = {}): Promise<Simulation> {
  const transient = specimenTransient([{ authority: AUTHORITY, salt: SALT, content: CONTENT, ...entry }])
  return ledger.submitWith(transient, sender, 'shareSpecimen', 'request-1', other)
}

function read(sender: Sender, other = 'KR', authority = AUTHORITY): Promise<Simulation> {
  return ledger.evaluate(sender, 'readSpecimen', 'AU', authority, other)
}

function outcomeOf({ payload }: Simulation): Outcome | undefined {
  return parseOutcomes(payload)[0]
}

function shown({ payload }: Simulation): Specimen {
  return readSpecimen(parseEnvelope(payload).content)
}

describe('sharing a specimen of an authority', () => {
  it('writes the collection of the two members, salted, and neither state nor event nor an answer that tells of it', async () => {
    const simulation = await share()

    expect(simulation).toMatchObject({ status: 200, payload: '{"outcomes":["done"]}', writes: {}, events: [] })
    expect(Object.keys(simulation.privateWrites)).toEqual([`pair_AU_KR specimen/AU/${AUTHORITY}`])
    const [text] = Object.values(simulation.privateWrites)
    expect(parseEnvelope(text ?? '')).toEqual({ salt: SALT, content: CONTENT })
  })

  it('shows it to both of them, and of several the latest one', async () => {
    await share()
    await share({ sender: AUTHORITY_ADMIN, content: printSpecimen({ ...SPECIMEN, address: ['Moved'] }) })

    for (const sender of [KOREA, ISSUER]) {
      expect(shown(await read(sender))).toEqual({ ...SPECIMEN, address: ['Moved'] })
    }
  })

  it('shows it to no other member, to no observer, and to nobody before', async () => {
    expect((await read(KOREA)).message).toMatch(/^NOT_DELIVERED: /)
    await share()

    expect((await read(CHINA)).message).toMatch(/^CALLER_NOT_PARTY: /)
    expect((await read(CHINA, 'CN')).message).toMatch(/^NOT_DELIVERED: /)
    expect((await read(OBSERVER)).message).toMatch(/^ROLE_NOT_ALLOWED: /)
    expect((await read(KOREA, 'KR', 'AU-NONE')).message).toMatch(/^AUTHORITY_UNKNOWN: /)
  })

  it.each<readonly [string, Sharing, string]>([
    ['an authority that nobody declared', { authority: 'AU-NONE' }, 'AUTHORITY_UNKNOWN'],
    ['another authority than one administers', { sender: AUTHORITY_ADMIN, authority: 'AU-AIG' }, 'CALLER_NOT_ISSUING'],
    ['what is no specimen', { content: '{"address":["17 Specimen Quay"]}' }, 'MALFORMED_INPUT'],
    ['what is no picture', { content: CONTENT.replace(PNG, 'QUJDREVGR0g') }, 'MALFORMED_INPUT'],
    ['too large a picture', { content: pictured(LIMITS.sealPictureBytes + 3) }, 'MALFORMED_INPUT'],
    ['what anybody could guess from its hash', { salt: '' }, 'MALFORMED_INPUT'],
  ])('is refused for %s, writes nothing and repeats nothing of it', async (_, sharing, code) => {
    const simulation = await share(sharing)

    expect(outcomeOf(simulation)).toMatchObject({ code: expect.stringContaining(code) })
    expect(simulation).toMatchObject({ writes: {}, privateWrites: {}, events: [] })
    expect(simulation.payload).not.toMatch(/Quay|Sydney|QUJD/)
  })

  it.each<readonly [string, Sharing, string]>([
    ['somebody of another role', { sender: ISSUER }, 'ROLE_NOT_ALLOWED'],
    ['the observer', { sender: { mspId: 'WCOMSP', identity: 'memberAdmin' } }, 'MEMBER_UNKNOWN'],
    ['nobody but oneself', { other: 'AU' }, 'MALFORMED_INPUT'],
    ['who is no member', { other: 'XX' }, 'MEMBER_UNKNOWN'],
  ])('is refused as a whole by or with %s', async (_, sharing, code) => {
    const simulation = await share(sharing)

    expect(simulation).toMatchObject({ status: 500, writes: {}, privateWrites: {}, events: [] })
    expect(simulation.message).toMatch(new RegExp(`^${code}: `))
  })

  it('takes a picture of the greatest size, which its reader takes too', async () => {
    const content = pictured(LIMITS.sealPictureBytes)

    expect(outcomeOf(await share({ content }))).toBe('done')
    expect(printSpecimen(shown(await read(KOREA)))).toBe(content)
  })

  it('of another member’s authority says that the own member has declared none of this id', async () => {
    const sender: Sender = { mspId: 'KRMSP', identity: 'memberAdmin' }
    const entry = { sender, other: 'AU', authority: 'AU-1' }

    expect(outcomeOf(await share(entry))).toMatchObject({
      code: 'AUTHORITY_UNKNOWN',
      detail: expect.stringMatching(/KR/),
    })
    expect((await read(ISSUER)).message).toMatch(/^NOT_DELIVERED: /)
  })
})

/** A specimen with a picture of so many bytes. */
function pictured(bytes: number): string {
  const data = PNG.padEnd((bytes / 3) * 4, 'A')
  return JSON.stringify({ address: SPECIMEN.address, from: SPECIMEN.from, seal: { data, mediaType: 'image/png' } })
}
