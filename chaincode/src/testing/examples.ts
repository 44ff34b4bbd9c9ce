import {
  acknowledgementEntry,
  certificateId,
  deliveredEntry,
  DOCUMENT_PURPOSE,
  identityOf,
  parseDate,
  parsePurpose,
  printPrivateEntries,
  printRegistration,
  printSpecimen,
  SEAL_PICTURES,
  specimenTransient,
  thumbprintOf,
  TRANSIENT_ENTRIES,
} from '@eco/domain'
import type { CertificateId, MemberCode, TransactionName } from '@eco/domain'
import { anIdKey } from '@eco/domain/testing'
import type { IdentityName } from './identities'
import type { Ledger, Sender, Simulation } from './ledger'
import { AUTHORITY, aJwk, sealOf, seed } from './seed'

/** One transaction as it is submitted or evaluated, without the request id of those that write. */
export interface Example {
  readonly sender: Sender
  readonly name: TransactionName
  readonly args: readonly string[]
  readonly writes: boolean
  readonly transient?: Readonly<Record<string, string>>
}

/** What one example did. */
export interface Shown {
  readonly name: TransactionName
  readonly writes: boolean
  readonly simulation: Simulation
}

/** Runs all examples one after the other, each on what those before it left. */
export async function runExamples(ledger: Ledger): Promise<readonly Shown[]> {
  const shown: Shown[] = []
  for (const { sender, name, args, writes, transient = {} } of examples()) {
    const request = writes ? [`request-${shown.length}`] : []
    const simulation = await ledger.submitWith(transient, sender, name, ...request, ...args)
    shown.push({ name, writes, simulation })
  }
  return shown
}

/** An example of every transaction that there is, each carried out: a register, lives, deliveries, cases, purges. */
export function examples(): readonly Example[] {
  return [
    ...seed().map(({ sender, name, entries }) => list(sender, name, ...entries)),
    ...registers(),
    ...lives(),
    ...uses(),
    ...deliveries(),
    ...purges(),
    ...cases(),
  ]
}

const DECLARATION = 'D'.repeat(43)
const TEXT_HASH = 'ab'.repeat(32)
const DAY = parseDate('2026-03-02', 'day')

function by(member: MemberCode, identity: IdentityName): Sender {
  return { mspId: `${member}MSP`, identity }
}

const ISSUER = by('AU', 'issuer')
const CUSTOMS = by('KR', 'customs')
const ADMIN = by('AU', 'memberAdmin')
const OTHER_ADMIN = by('KR', 'memberAdmin')

function list(sender: Sender, name: TransactionName, ...entries: readonly unknown[]): Example {
  return { sender, name, args: [JSON.stringify(entries)], writes: true }
}

function query(name: TransactionName, ...args: readonly string[]): Example {
  return { sender: CUSTOMS, name, args, writes: false }
}

function idOf(number: string, issuingMember: MemberCode = 'AU'): CertificateId {
  return certificateId({ issuingMember, authority: AUTHORITY, number }, anIdKey())
}

/** A sealed document as far as the contract looks into it: a header that names the key, and a first disclosure. */
function documentOf(number: string, member: MemberCode): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES256', kid: sealOf(member) })}.${part({ number })}.c2ln~WyJhIl0~`
}

interface Issued {
  readonly member: MemberCode
  readonly importing: MemberCode
  readonly agreement: string
  readonly version: string
}

const RCEP: Issued = { member: 'AU', importing: 'KR', agreement: 'RCEP', version: '2022' }

function issue(numbers: readonly string[], terms: Issued = RCEP): Example {
  const { member, importing, agreement, version } = terms
  const registrations = numbers.map((number) => ({
    ...identityOf(documentOf(number, member)),
    id: idOf(number, member),
    agreement,
    agreementVersion: version,
    kind: 'original' as const,
    importingMember: importing,
    issueDate: DAY,
    validUntil: parseDate('2026-12-31', 'validUntil'),
    items: [
      { seq: 1, issued: '1000' },
      { seq: 2, issued: '500' },
    ],
  }))
  return list(by(member, 'issuer'), 'issue', ...registrations.map((registration) => printRegistration(registration)))
}

function registers(): readonly Example[] {
  const key = { authority: AUTHORITY, use: 'seal', validFrom: '2026-01-01', validUntil: null }
  const hash = approvedHash()
  const agreement = { agreement: 'RCEP', version: '2022' }
  return [
    list(ADMIN, 'declareAuthority', { id: 'AU-NEW', name: 'A new authority', functions: ['issuing'] }),
    list(ADMIN, 'changeAuthority', { authority: 'AU-NEW', state: 'active' }),
    list(ADMIN, 'declareKey', ...['one', 'two'].map((name) => ({ ...key, publicJwk: aJwk(name) }))),
    list(by('AU', 'authorityAdmin'), 'replaceKey', {
      ...{ ...key, publicJwk: aJwk('three'), validFrom: '2026-04-01' },
      replaces: thumbprintOf(aJwk('one')),
    }),
    list(ADMIN, 'revokeKey', { authority: AUTHORITY, thumbprint: thumbprintOf(aJwk('three')) }),
    list(ADMIN, 'reportCompromise', { authority: AUTHORITY, thumbprint: thumbprintOf(aJwk('two')) }),
    list(OTHER_ADMIN, 'recognise', {
      ...{ of: 'AU', authority: AUTHORITY, agreement: 'RCEP', from: '2026-01-01', until: null, caCertificate: null },
    }),
    list(ADMIN, 'authorizeExporter', {
      ...{ code: 'EX-1', authority: AUTHORITY, agreements: ['RCEP'], chapters: ['08'] },
      ...{ from: '2026-01-01', until: null },
    }),
    list(ADMIN, 'withdrawExporter', { code: 'EX-1' }),
    list(by('CN', 'memberAdmin'), 'withdrawFromAgreement', { ...agreement, from: '2026-06-01' }),
    list(by('CN', 'memberAdmin'), 'accede', { ...agreement, hash, from: '2026-07-01' }),
    query('member', 'AU'),
    query('exporter', 'AU', 'EX-1'),
    query('authority', 'AU', AUTHORITY),
    query('agreement', 'RCEP', '2022'),
  ]
}

/** The hash of the profile as the parties approve it. */
function approvedHash(): string {
  const approvals = seed().filter(({ name }) => name === 'approveProfile')
  const entries = approvals.flatMap((approval) => approval.entries) as readonly { agreement: string; hash: string }[]
  return entries.find(({ agreement }) => agreement === 'RCEP')?.hash ?? ''
}

function lives(): readonly Example[] {
  return [
    issue(['kept', 'moved', 'cancelled', 'annulled', 'acquitted', 'sent', 'asked', 'Z', 'a', 'I', 'i']),
    list(ISSUER, 'changeDestination', { certificate: idOf('moved'), importingMember: 'JP' }),
    list(ISSUER, 'cancel', { certificate: idOf('cancelled'), reason: 'data-incorrect' }),
    list(ISSUER, 'annul', { certificate: idOf('annulled'), reason: 'obtained-by-fraud' }),
    list(ISSUER, 'certifyCopy', { certificate: idOf('kept'), reason: 'stolen' }),
    list(CUSTOMS, 'acquit', { certificate: idOf('acquitted') }),
  ]
}

function uses(): readonly Example[] {
  const named = (use: string): object => ({ certificate: idOf('kept'), use: use.padEnd(22, 'A') })
  const declared = { declaration: DECLARATION, date: '2026-03-02' }
  const amount = (seq: number): object => ({ items: [{ seq, amount: '100' }] })
  return [
    list(CUSTOMS, 'reserve', ...['one', 'two'].map((use) => ({ ...named(use), ...amount(1), ...declared }))),
    list(CUSTOMS, 'confirm', named('one')),
    list(CUSTOMS, 'release', named('two')),
    list(CUSTOMS, 'use', { ...named('three'), ...amount(2), ...declared }),
    list(CUSTOMS, 'correctUse', { ...named('three'), items: [{ seq: 2, amount: '90' }], reason: 'quantity-wrong' }),
    list(CUSTOMS, 'refuse', { ...named('four'), items: [{ seq: 1 }], reason: 'goods-differ', ...declared }),
    list(ISSUER, 'clarify', { ...named('four'), textHash: DECLARATION }),
    list(CUSTOMS, 'reassess', { ...named('four'), decision: 'granted' }),
    query('get', idOf('kept')),
    query('history', idOf('kept')),
    query('uses', idOf('kept'), 'three'.padEnd(22, 'A')),
    query('ancestry', idOf('kept')),
  ]
}

function sent(sender: Sender, name: 'deliver' | 'sendText', purpose: string, content: string): Example {
  const entry = { id: idOf('sent'), purpose: parsePurpose(purpose), salt: 'A'.repeat(43), content }
  const transient = { [TRANSIENT_ENTRIES]: printPrivateEntries([entry]) }
  return { sender, name, args: ['KR'], writes: true, transient }
}

const SPECIMEN = printSpecimen({
  address: ['Rue de l’Été 1', '原産地'],
  seal: { mediaType: 'image/jpeg', data: `${SEAL_PICTURES['image/jpeg']}AAAA` },
  from: parseDate('2026-01-01', 'from'),
})

function deliveries(): readonly Example[] {
  const id = idOf('sent')
  return [
    sent(ISSUER, 'deliver', DOCUMENT_PURPOSE, documentOf('sent', 'AU')),
    sent(ISSUER, 'sendText', 'case/1/request', 'I and ı, Σίσυφος, 原産地'),
    list(ISSUER, 'markDelivered', deliveredEntry(id)),
    list(CUSTOMS, 'acknowledge', acknowledgementEntry({ id, answer: 'received', reason: null })),
    {
      ...{ sender: ADMIN, name: 'shareSpecimen', args: ['KR'], writes: true },
      transient: specimenTransient([{ authority: AUTHORITY, salt: 'A'.repeat(43), content: SPECIMEN }]),
    },
    query('readSpecimen', 'AU', AUTHORITY, 'KR'),
    query('readDocument', id),
    query('readText', id, 'case/1/request'),
    query('privatePurposes', id),
  ]
}

function purges(): readonly Example[] {
  const certificate = idOf('sent')
  const agreed = { certificate, ground: 'agreed' }
  return [
    list(ADMIN, 'placeHold', { certificate, reason: 'audit' }),
    list(ADMIN, 'releaseHold', { certificate }),
    list(ADMIN, 'requestPurge', agreed),
    list(ADMIN, 'withdrawPurgeRequest', { certificate }),
    list(ADMIN, 'requestPurge', agreed),
    list(OTHER_ADMIN, 'requestPurge', agreed),
    list(OTHER_ADMIN, 'purge', { certificate, purposes: [DOCUMENT_PURPOSE, 'case/1/request'] }),
  ]
}

function cases(): readonly Example[] {
  // The one agreement among members that lets a reply be late once more.
  const terms: Issued = { member: 'ID', importing: 'CH', agreement: 'EFTA-Indonesia', version: '2021' }
  const [asking, answering] = [by('CH', 'customs'), by('ID', 'issuer')]
  const inCase = (number: number): object => ({ certificate: idOf('asked', 'ID'), case: number })
  const asked = { kind: 'origin', reasons: ['criterion-doubtful'], items: [1], replyPeriod: null, textHash: TEXT_HASH }
  const text = { textHash: TEXT_HASH }
  return [
    issue(['asked'], terms),
    list(asking, 'openCase', { ...inCase(1), ...asked }),
    list(answering, 'acknowledgeCase', { ...inCase(1), received: null, addressee: null }),
    list(asking, 'extendCase', { ...inCase(1), ...text }),
    list(asking, 'requestVisit', { ...inCase(1), day: '2026-06-01', ...text }),
    list(answering, 'answerVisit', { ...inCase(1), answer: 'consent', day: null, textHash: null }),
    list(asking, 'reportVisit', { ...inCase(1), day: '2026-03-02', ...text }),
    list(answering, 'commentVisit', { ...inCase(1), ...text }),
    list(answering, 'answerCase', { ...inCase(1), authentic: 'yes', originating: 'unknown', ...text }),
    list(asking, 'determine', {
      ...{ ...inCase(1), result: 'confirmed', basis: 'reply', preference: 'granted', textHash: null },
    }),
    list(asking, 'openCase', { ...inCase(2), ...asked, reasons: [] }),
    list(asking, 'withdrawCase', { ...inCase(2), reason: 'claim-withdrawn' }),
    query('cases', idOf('asked', 'ID')),
  ]
}
