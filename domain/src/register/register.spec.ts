import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { profileNamed } from '../agreements/catalogue'
import { profileHash } from '../agreements/parse-profile'
import { parseJson } from '../canonical'
import type { IsoDate } from '../date'
import { readTrust } from '../document/trust-snapshot'
import { base64url } from '../document/base64url'
import { sha256 } from '@noble/hashes/sha2.js'
import { MEMBERS } from '../member'
import { Refusal } from '../refusal'
import { aDataset } from '../testing/samples'
import { exporterChecks, requireApprovedExporter } from './approved-exporter'
import type { DeclaredOrigin } from './approved-exporter'
import { authorityAsOf, wasActiveOn } from './as-of'
import { loadAuthority, parseAuthority, printAuthority } from './authority-record'
import { parseParty, parseProposal, printAgreement } from './agreement-record'
import { parseExporter, printExporter } from './exporter-record'
import { parseMember, printMember } from './member-record'
import { parseRecognition, printRecognition } from './recognition-record'
import type { StateEntry } from './authority-record'
import { thumbprintOf } from './decide-key'
import { profileInForce } from './in-force'
import { requireMayIssue } from './may-issue'
import type { IssueQuestion } from './may-issue'
import { registerTrustChecks } from './checks'
import { seedRounds } from './seed'
import { aJwk, ARegister, seedMembers } from './testing/a-register'
import { trustSnapshotOf } from './trust'

const SEAL = thumbprintOf(aJwk('AU seal'))
const NOW = '2026-05-01T12:00:00.000Z'

function aQuestion(changes: Partial<IssueQuestion> = {}): IssueQuestion {
  return {
    ...{ member: 'AU', authority: 'AU-1', keyId: SEAL, agreement: 'ChAFTA', agreementVersion: '2015' },
    ...{ importingMember: 'CN', issueDate: '2026-05-01' as IsoDate, time: NOW, late: null },
    ...changes,
  }
}

describe('issuing by the registers', () => {
  it('is allowed to an active authority with a key in force, under a profile that every party approved', async () => {
    const register = await ARegister.seeded()

    await expect(requireMayIssue(register, aQuestion())).resolves.toMatchObject({ code: 'ChAFTA' })
  })

  it.each([
    ['AUTHORITY_UNKNOWN', { authority: 'AU-9' }],
    ['KEY_UNKNOWN', { keyId: thumbprintOf(aJwk('CN seal')) }],
    ['PROFILE_UNKNOWN', { agreementVersion: '1999' }],
    ['PROFILE_NOT_IN_FORCE', { importingMember: 'JP' as const }],
    ['LATE_REASON_MISSING', { issueDate: '2026-04-20' as IsoDate }],
  ])('is refused with %s', async (code, changes) => {
    const register = await ARegister.seeded()

    await expect(requireMayIssue(register, aQuestion(changes))).rejects.toMatchObject({ code })
  })

  it('is refused to a withdrawn authority for an earlier day too, so that nothing is back-dated', async () => {
    const register = await ARegister.seeded()
    await register.submit('AU', 'changeAuthority', { authority: 'AU-1', state: 'withdrawn' }, { time: NOW })

    const later = aQuestion({ time: '2026-05-02T00:00:00.000Z', issueDate: '2026-04-30' as IsoDate })

    await expect(requireMayIssue(register, later)).rejects.toMatchObject({ code: 'AUTHORITY_NOT_ACTIVE' })
  })

  it('stays possible until a suspension takes effect, and is possible again after it', async () => {
    const register = await ARegister.seeded()
    const [from, until] = ['2026-05-03T00:00:00.000Z', '2026-05-05T00:00:00.000Z']
    await register.submit('AU', 'changeAuthority', { authority: 'AU-1', state: 'suspended', from })
    await register.submit('AU', 'changeAuthority', { authority: 'AU-1', state: 'active', from: until })

    const ask = (time: string): Promise<unknown> =>
      requireMayIssue(register, aQuestion({ time, issueDate: time.slice(0, 10) as IsoDate }))

    await expect(ask('2026-05-02T23:59:59.999Z')).resolves.toBeDefined()
    await expect(ask('2026-05-04T00:00:00.000Z')).rejects.toMatchObject({ code: 'AUTHORITY_NOT_ACTIVE' })
    await expect(ask('2026-05-05T00:00:00.000Z')).resolves.toBeDefined()
  })

  it('is refused once the key was reported to be in the wrong hands; what was registered before stays good', async () => {
    const register = await ARegister.seeded()
    const from = '2026-05-01T06:00:00.000Z'
    await register.submit('AU', 'reportCompromise', { authority: 'AU-1', thumbprint: SEAL, from })
    const issue = {
      member: 'AU',
      authority: 'AU-1',
      agreement: 'ChAFTA',
      issueDate: '2026-05-01',
      keyId: SEAL,
    } as const

    await expect(requireMayIssue(register, aQuestion())).rejects.toMatchObject({ code: 'KEY_NOT_VALID' })
    expect(
      await registerTrustChecks(register, { ...issue, registeredAt: '2026-05-01T05:00:00.000Z' }, 'CN'),
    ).toMatchObject([
      { code: 'AUTHORITY_ACTIVE_AT_REGISTRATION' },
      { code: 'SIGNATURE_KEY_GOOD_AT_REGISTRATION' },
      { code: 'RECOGNITION_MISSING', result: 'pass' },
    ])
    expect(await registerTrustChecks(register, { ...issue, registeredAt: NOW }, undefined)).toMatchObject([
      { code: 'AUTHORITY_ACTIVE_AT_REGISTRATION' },
      { code: 'SIGNATURE_KEY_COMPROMISED', result: 'fail' },
    ])
  })

  it('is refused for a document that an official’s key sealed', async () => {
    const register = await ARegister.seeded()
    const publicJwk = aJwk('AU official')
    const key = { authority: 'AU-1', publicJwk, use: 'official', validFrom: '2020-01-01', validUntil: null }
    expect(await register.submit('AU', 'declareKey', key)).toBe('done')

    const question = aQuestion({ keyId: thumbprintOf(publicJwk) })

    await expect(requireMayIssue(register, question)).rejects.toMatchObject({ code: 'KEY_NOT_VALID' })
  })

  it('goes on with the new key from the day on which it takes the place of the old one', async () => {
    const register = await ARegister.seeded()
    const [publicJwk, validFrom, time] = [aJwk('next'), '2026-05-02', '2026-05-04T12:00:00.000Z']
    const next = { authority: 'AU-1', publicJwk, use: 'seal', validFrom, validUntil: null, replaces: SEAL }
    expect(await register.submit('AU', 'replaceKey', next)).toBe('done')

    const ask = (keyId: string, issueDate: string): Promise<unknown> =>
      requireMayIssue(register, aQuestion({ keyId, issueDate: issueDate as IsoDate, time }))

    await expect(ask(SEAL, '2026-05-01')).resolves.toBeDefined()
    await expect(ask(SEAL, '2026-05-03')).rejects.toMatchObject({ code: 'KEY_NOT_VALID' })
    await expect(ask(thumbprintOf(publicJwk), '2026-05-03')).resolves.toBeDefined()
    await expect(ask(thumbprintOf(publicJwk), '2026-05-01')).rejects.toMatchObject({ code: 'KEY_NOT_VALID' })
  })

  it('is shown as recognised to the member that recorded it', async () => {
    const register = await ARegister.seeded()
    const recognition = { of: 'AU', authority: 'AU-1', agreement: 'ChAFTA', from: '2026-01-01', until: null }
    await register.submit('CN', 'recognise', { ...recognition, caCertificate: 'AAAA' })

    const issue = { member: 'AU', authority: 'AU-1', agreement: 'ChAFTA', issueDate: '2026-05-01' } as const
    const checks = await registerTrustChecks(register, { ...issue, registeredAt: NOW, keyId: SEAL }, 'CN')

    expect(checks.at(-1)).toMatchObject({ code: 'AUTHORITY_RECOGNISED' })
  })
})

describe('a profile of an agreement', () => {
  const chafta = profileNamed('ChAFTA')
  if (chafta === undefined) throw new Error('the catalogue has no ChAFTA')
  const use = { agreement: 'ChAFTA', version: '2015', issuingMember: 'AU', importingMember: 'CN' } as const
  const proposal = { profile: chafta, inForceFrom: '2015-12-20', replaces: null }
  const approval = { agreement: 'ChAFTA', version: '2015', hash: profileHash(chafta) }
  const date = '2026-05-01'

  it('is in force once every party among the members has approved that very text', async () => {
    const register = new ARegister()
    expect(await register.submit('AU', 'proposeProfile', proposal)).toBe('done')

    await expect(profileInForce(register, { ...use, date })).rejects.toMatchObject({ code: 'PROFILE_NOT_IN_FORCE' })
    expect(await register.submit('CN', 'approveProfile', { ...approval, hash: 'ab'.repeat(32) })).toMatchObject({
      code: 'PROFILE_HASH_DIFFERENT',
    })
    expect(await register.submit('CN', 'approveProfile', approval)).toBe('done')

    await expect(profileInForce(register, { ...use, date })).resolves.toEqual(chafta)
  })

  it('can be neither proposed nor approved by whoever is no party', async () => {
    const register = await ARegister.seeded()

    expect(await new ARegister().submit('JP', 'proposeProfile', proposal)).toMatchObject({ code: 'MEMBER_NOT_PARTY' })
    expect(await register.submit('JP', 'approveProfile', approval)).toMatchObject({ code: 'MEMBER_NOT_PARTY' })
  })

  it('is accepted in its old form until the day that the new version names, and no longer', async () => {
    const register = await ARegister.seeded()
    const profile = { ...chafta, version: '2026' }
    const replaces = { version: '2015', acceptedUntil: '2026-09-30' }
    await register.submit('AU', 'proposeProfile', { profile, inForceFrom: '2026-07-01', replaces })
    const next = { agreement: 'ChAFTA', version: '2026', hash: profileHash(profile) }

    await expect(profileInForce(register, { ...use, date: '2026-10-01' })).resolves.toBeDefined()
    await register.submit('CN', 'approveProfile', next)

    await expect(profileInForce(register, { ...use, date: '2026-09-30' })).resolves.toBeDefined()
    await expect(profileInForce(register, { ...use, date: '2026-10-01' })).rejects.toThrow('accepted until 2026-09-30')
    await expect(profileInForce(register, { ...use, version: '2026', date: '2026-06-30' })).rejects.toThrow(
      '2026-07-01',
    )
  })

  it('ends for a party that withdraws with notice, and begins again with its accession', async () => {
    const register = await ARegister.seeded()
    const names = { agreement: 'ChAFTA', version: '2015' }
    expect(await register.submit('CN', 'withdrawFromAgreement', { ...names, from: '2026-05-01' })).toMatchObject({
      code: 'EFFECT_NOT_ALLOWED',
    })
    expect(await register.submit('CN', 'withdrawFromAgreement', { ...names, from: '2026-08-01' })).toBe('done')
    expect(await register.submit('CN', 'accede', { ...approval, from: '2026-09-01' })).toBe('done')

    await expect(profileInForce(register, { ...use, date: '2026-07-31' })).resolves.toBeDefined()
    await expect(profileInForce(register, { ...use, date: '2026-08-01' })).rejects.toThrow('no party')
    await expect(profileInForce(register, { ...use, date: '2026-09-01' })).resolves.toBeDefined()
  })
})

describe('a declaration of origin by an approved exporter', () => {
  const dataset = {
    ...aDataset({ agreement: { code: 'RCEP', version: '2022' } }),
    ...{ approvedExporterCode: 'AE-1', issueDateTime: '2026-05-01T09:00:00+10:00' },
  }
  const declared = { dataset, member: 'AU', profile: profileNamed('RCEP', '2022'), time: NOW } as const
  const term = { from: '2026-01-01', until: '2026-12-31' }
  const authorisation = { code: 'AE-1', authority: 'AU-1', agreements: ['RCEP'], chapters: ['51'], ...term }

  async function found(
    entry: object = authorisation,
    changes: Partial<DeclaredOrigin> = {},
  ): Promise<readonly [string | undefined, string]> {
    const register = await ARegister.seeded()
    expect(await register.submit('AU', 'authorizeExporter', entry)).toBe('done')
    const [only] = await exporterChecks(register, { ...declared, ...changes })
    const refused: unknown = await requireApprovedExporter(register, { ...declared, ...changes }).catch(
      (error: unknown) => error,
    )
    return [only?.code, refused instanceof Refusal ? refused.code : 'done']
  }

  it('counts while it is authorised for the agreement, the day and the goods', async () => {
    const refused = ['EXPORTER_NOT_AUTHORISED', 'EXPORTER_NOT_AUTHORIZED']

    expect(await found()).toEqual(['EXPORTER_AUTHORISED', 'done'])
    expect(await found({ ...authorisation, chapters: [] })).toEqual(['EXPORTER_AUTHORISED', 'done'])
    expect(await found({ ...authorisation, chapters: ['52'] })).toEqual(refused)
    expect(await found({ ...authorisation, agreements: ['ChAFTA'] })).toEqual(refused)
    expect(await found({ ...authorisation, until: '2026-04-30' })).toEqual(refused)
    expect(await found({ ...authorisation, code: 'AE-2' })).toEqual(['EXPORTER_NOT_IN_REGISTER', 'EXPORTER_UNKNOWN'])
  })

  it('counts no more from the moment of the withdrawal, and before that it stays good', async () => {
    const register = await ARegister.seeded()
    await register.submit('AU', 'authorizeExporter', authorisation)
    await register.submit('AU', 'withdrawExporter', { code: 'AE-1' }, { time: NOW })
    const at = async (time: string): Promise<string | undefined> =>
      (await exporterChecks(register, { ...declared, time }))[0]?.code

    expect(await at('2026-05-01T11:59:59.999Z')).toBe('EXPORTER_AUTHORISED')
    expect(await at(NOW)).toBe('EXPORTER_NOT_AUTHORISED')
  })

  it('is not looked for where an authority certifies, or exporters need no approval', async () => {
    const { approvedExporterCode, ...certified } = dataset
    const own = { ...declared.profile!, proofs: declared.profile!.proofs.filter(({ kind }) => kind === 'certificate') }
    const selfCertified = { ...own, proofs: [{ ...own.proofs[0]!, kind: 'self-certification' as const }] }

    expect(approvedExporterCode).toBe('AE-1')
    expect(await found(authorisation, { dataset: certified })).toEqual([undefined, 'done'])
    expect(await found(authorisation, { profile: selfCertified })).toEqual([undefined, 'done'])
  })
})

describe('a repeat of a request', () => {
  it('is answered and changes nothing; with other content it is refused', async () => {
    const register = await ARegister.seeded()
    const again = { requestId: 'one', time: NOW }
    const entry = {
      authority: 'AU-1',
      publicJwk: aJwk('second'),
      use: 'official',
      validFrom: '2026-01-01',
      validUntil: null,
    }
    expect(await register.submit('AU', 'declareKey', entry, again)).toBe('done')
    const before = register.records()

    expect(await register.submit('AU', 'declareKey', entry, again)).toBe('done')
    expect(register.records()).toEqual(before)
    expect(await register.submit('AU', 'declareKey', { ...entry, validFrom: '2026-02-01' }, again)).toMatchObject({
      code: 'REQUEST_ID_REUSED',
    })
    expect(await register.submit('AU', 'declareKey', entry)).toMatchObject({ code: 'KEY_ALREADY_DECLARED' })
  })
})

describe('the registers', () => {
  it('give a trust snapshot that documents are checked by', async () => {
    const register = await ARegister.seeded()
    const records = [...register.records()].map(([key, text]) => ({ key, text }))

    const snapshot = trustSnapshotOf(records, { asOf: NOW, member: 'CN' })
    const { keys } = readTrust(parseJson(JSON.stringify(snapshot), 'trust'), {
      digest: (input) => base64url(sha256(input)),
    })

    expect(keys.get(SEAL)).toMatchObject({ authority: { member: 'AU', id: 'AU-1' }, key: { use: 'seal' } })
    expect(snapshot.profiles).toContainEqual(expect.objectContaining({ code: 'RCEP', version: '2022' }))
  })

  it('answer for a day whatever is recorded later about later times', () => {
    const times = fc
      .integer({ min: 0, max: 2000 })
      .map((hours) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000).toISOString())
    const recorded = { requestId: 'r', transactionId: 'ab'.repeat(32), time: NOW }
    const states = fc.constantFrom('notified', 'active', 'suspended', 'withdrawn')
    const entries = fc.array(fc.record({ state: states, from: times, recorded: fc.constant(recorded) }))
    fc.assert(
      fc.property(entries, entries, times, (before: StateEntry[], added: StateEntry[], time) => {
        const later = added.filter(({ from }) => from > time)
        const dayAfter = new Date(Date.parse(time) + 48 * 3_600_000).toISOString()
        const muchLater = later.filter(({ from }) => from > dayAfter)

        expect(authorityAsOf({ states: [...before, ...later] }, time)).toBe(authorityAsOf({ states: before }, time))
        expect(wasActiveOn({ member: 'AU', states: [...before, ...muchLater] }, time.slice(0, 10))).toBe(
          wasActiveOn({ member: 'AU', states: before }, time.slice(0, 10)),
        )
      }),
    )
  })

  it('let no member change what another one declared', async () => {
    const register = await ARegister.seeded()
    const own = /^[amxr]\/([A-Z]{2})(\/|$)|^g\/[^/]+\/[^/]+\/([A-Z]{2})$/
    const member = fc.constantFrom(...MEMBERS.map(({ code }) => code))
    const authority = member.map((code) => `${code}-1`)
    const thumbprint = member.map((code) => thumbprintOf(aJwk(`${code} seal`)))
    const change = fc.oneof(
      fc.record({
        name: fc.constant('changeAuthority'),
        entry: fc.record({ authority, state: fc.constantFrom('suspended', 'active', 'withdrawn') }),
      }),
      fc.record({
        name: fc.constantFrom('revokeKey', 'reportCompromise'),
        entry: fc.record({ authority, thumbprint }),
      }),
      fc.record({
        name: fc.constant('declareAuthority'),
        entry: fc.record({ id: authority, name: fc.constant('x'), functions: fc.constant(['issuing']) }),
      }),
      fc.record({
        name: fc.constant('withdrawFromAgreement'),
        entry: fc.constant({ agreement: 'RCEP', version: '2022', from: '2026-08-01' }),
      }),
      fc.record({
        name: fc.constant('recognise'),
        entry: fc.record({
          of: member,
          authority,
          agreement: fc.constant('RCEP'),
          from: fc.constant('2026-01-01'),
          until: fc.constant(null),
          caCertificate: fc.constant(null),
        }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(member, change, async (actor, { name, entry }) => {
        const before = register.records()
        await register.submit(actor, name, entry)
        for (const [key, text] of register.records()) {
          const [, owner, , party] = own.exec(key) ?? []
          if (before.get(key) !== text) expect(owner ?? party).toBe(actor)
        }
      }),
    )
  })

  it('let no authority declare a key that belongs to another one', async () => {
    const register = await ARegister.seeded()
    const key = { publicJwk: aJwk('AU seal'), use: 'seal', validFrom: '2026-01-01', validUntil: null }

    expect(await register.submit('CN', 'declareKey', { authority: 'CN-1', ...key })).toMatchObject({
      code: 'KEY_ALREADY_DECLARED',
    })
  })

  it('are seeded with nothing that they hold already, and with keys that a broken start left out', async () => {
    const register = await ARegister.seeded()
    const held = register.records()
    const keys = seedMembers().map(({ member }) => `a/${member}/${member}-1/${thumbprintOf(aJwk(`${member} seal`))}`)

    expect(seedRounds(seedMembers(), (key) => held.has(key) || keys.includes(key)).flat()).toEqual([])
    const names = seedRounds(seedMembers(), (key) => held.has(key))
      .flat()
      .map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set(['declareKey']))
  })

  it('hold records that are read back as they were written', async () => {
    const register = await ARegister.seeded()
    const term = { from: '2026-01-01', until: '2027-01-01' }
    const recognition = { of: 'AU', authority: 'AU-1', agreement: 'ChAFTA', ...term, caCertificate: 'AAAA' }
    await register.submit('CN', 'recognise', recognition)
    const exporter = { code: 'AE-1', authority: 'CN-1', agreements: ['RCEP'], chapters: ['08', '10'], ...term }
    await register.submit('CN', 'authorizeExporter', exporter)
    await register.submit('AU', 'reportCompromise', { authority: 'AU-1', thumbprint: SEAL })
    await register.submit('AU', 'changeAuthority', { authority: 'AU-1', state: 'suspended' })
    const forms: readonly (readonly [RegExp, (text: string) => string])[] = [
      [/^m\//, (text) => printMember(parseMember(text))],
      [/^a\/..\//, (text) => printAuthority(parseAuthority(text))],
      [/^r\//, (text) => printRecognition(parseRecognition(text))],
      [/^x\//, (text) => printExporter(parseExporter(text))],
      [/^g\/[^/]+\/[^/]+$/, (text) => printAgreement(parseProposal(text))],
      [/^g\/[^/]+\/[^/]+\/..$/, (text) => printAgreement(parseParty(text))],
    ]

    for (const [pattern, again] of forms) {
      const texts = [...register.records()].filter(([key]) => pattern.test(key)).map(([, text]) => text)
      expect(texts.length).toBeGreaterThan(0)
      expect(texts.map(again)).toEqual(texts)
    }
  })

  it('refuse an observer, and an administrator of another authority', async () => {
    const register = await ARegister.seeded()
    const entry = { authority: 'AU-1', thumbprint: SEAL }
    const other = { role: 'authority-admin', authority: 'AU-2' } as const

    expect(await register.submit('WCO', 'revokeKey', entry)).toMatchObject({ code: 'MEMBER_UNKNOWN' })
    expect(await register.submit('AU', 'revokeKey', entry, other)).toMatchObject({
      code: 'CALLER_NOT_ISSUING_AUTHORITY',
    })
    await expect(
      register.submit('AU', 'changeAuthority', { authority: 'AU-1', state: 'withdrawn' }, other),
    ).rejects.toMatchObject({
      code: 'ROLE_NOT_ALLOWED',
    })
    expect((await loadAuthority(register, 'AU', 'AU-1'))?.keys[0]?.revokedFrom).toBeNull()
  })
})
