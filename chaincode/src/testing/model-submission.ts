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
  TRANSACTIONS,
  TRANSIENT_ENTRIES,
} from '@eco/domain'
import type { CertificateId, IsoDate, MemberCode, Role, TransactionName } from '@eco/domain'
import type { Step, StepName } from './model'

/** The members of the model, by their numbers. */
export const MODEL_MEMBERS = ['AU', 'KR', 'JP'] as const satisfies readonly MemberCode[]

/** Where a history takes place: several may share a ledger, each with authorities and certificates of its own. */
export interface Scene {
  /** The id of every member's authority. */
  readonly authority: string
  /** The key that seals for a member's authority. */
  readonly keyOf: (member: MemberCode) => string
  /** The day of issue. */
  readonly day: IsoDate
}

/** A step as a transaction: who submits what. */
export interface Submission {
  readonly member: MemberCode
  readonly role: Role
  readonly name: TransactionName
  /** The arguments behind the request id. */
  readonly args: readonly string[]
  /** What travels beside the blocks, if anything does. */
  readonly transient: Readonly<Record<string, string>>
}

/** The certificate with this number in the model. */
export function modelledId({ authority }: Scene, certificate: number): CertificateId {
  return certificateId({ issuingMember: 'AU', authority, number: `N-${certificate}` })
}

/** The transaction that asks for a step. */
export function submissionOf(scene: Scene, step: Step): Submission {
  const member = memberAt(step.member)
  const name = TRANSACTION_OF[step.name]
  const role = roleOf(name)
  if (name === 'deliver') return { ...{ member, role, name }, ...privately(scene, step) }
  return { member, role, name, args: [JSON.stringify([entryOf(scene, step)])], transient: {} }
}

const DECLARATION = 'D'.repeat(43)

function memberAt(index: number): MemberCode {
  return MODEL_MEMBERS[index] ?? 'AU'
}

function roleOf(name: TransactionName): Role {
  const [role] = TRANSACTIONS[name].roles
  if (role === undefined) throw new Error(`${name} is for nobody in particular`)
  return role
}

/** A sealed document as far as the contract looks into it: a header that names the key, and a first disclosure. */
function documentOf({ authority, keyOf }: Scene, member: MemberCode, certificate: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES256', kid: keyOf(member) })}.${part({ authority, certificate })}.c2ln~WyJhIl0~`
}

function privately(scene: Scene, { certificate, member, importer }: Step): Pick<Submission, 'args' | 'transient'> {
  const entry = {
    id: modelledId(scene, certificate),
    purpose: parsePurpose(DOCUMENT_PURPOSE),
    salt: 'A'.repeat(43),
    content: documentOf(scene, memberAt(member), certificate),
  }
  return { args: [memberAt(importer)], transient: { [TRANSIENT_ENTRIES]: printPrivateEntries([entry]) } }
}

type Entry = (scene: Scene, step: Step) => unknown

const registration: Entry = (scene, { name, member, certificate, other, importer, amount, carry }) => {
  const drawnFrom = name === 'draw' ? { id: modelledId(scene, other), seq: 1 } : null
  const replaces = { id: modelledId(scene, other), reason: 'other', carryUsed: carry } as const
  return printRegistration({
    ...identityOf(documentOf(scene, memberAt(member), certificate)),
    ...{ id: modelledId(scene, certificate), agreement: 'Non-preferential', agreementVersion: '1' },
    kind: name === 'draw' ? 'back-to-back' : name === 'replace' ? 'replacement' : 'original',
    importingMember: memberAt(importer),
    issueDate: scene.day,
    validUntil: parseDate(`${Number(scene.day.slice(0, 4)) + 1}-01-01`, 'validUntil'),
    items: [{ seq: 1, issued: String(amount), drawnFrom }],
    replaces: name === 'replace' ? replaces : null,
  })
}

const named = (scene: Scene, { certificate, use }: Step): { certificate: CertificateId; use: string } => ({
  certificate: modelledId(scene, certificate),
  use: `use-${use}`.padEnd(22, 'A'),
})
const items = ({ amount }: Step): object => ({ items: [{ seq: 1, amount: String(amount) }] })
const declared = ({ day }: Scene): object => ({ declaration: DECLARATION, date: day })
const because: Entry = (scene, { certificate }) => ({ certificate: modelledId(scene, certificate), reason: 'other' })
const alone: Entry = (scene, { certificate }) => ({ certificate: modelledId(scene, certificate) })
const taking: Entry = (scene, step) => ({ ...named(scene, step), ...items(step), ...declared(scene) })
const inCase = (scene: Scene, step: Step): object => ({
  certificate: modelledId(scene, step.certificate),
  case: step.case,
})
const answer =
  (said: 'received' | 'accepted' | 'lost'): Entry =>
  (scene, { certificate }) =>
    acknowledgementEntry({ id: modelledId(scene, certificate), answer: said, reason: null })
const becoming =
  (state: string): Entry =>
  ({ authority }) => ({ authority, state })

const ENTRIES: Readonly<Record<Exclude<StepName, 'deliver'>, Entry>> = {
  ...{ issue: registration, draw: registration, replace: registration },
  ...{ cancel: because, annul: because, acquit: alone },
  ...{ use: taking, reserve: taking, confirm: named, release: named },
  correctUse: (scene, step) => ({ ...named(scene, step), ...items(step), reason: 'quantity-wrong' }),
  refuse: (scene, step) => ({
    ...{ ...named(scene, step), ...declared(scene) },
    ...{ items: [{ seq: 1 }], reason: 'goods-differ' },
  }),
  reassess: (scene, step) => ({ ...named(scene, step), decision: step.carry ? 'granted' : 'upheld' }),
  changeDestination: (scene, { certificate, importer }) => ({
    certificate: modelledId(scene, certificate),
    importingMember: memberAt(importer),
  }),
  markDelivered: (scene, { certificate }) => deliveredEntry(modelledId(scene, certificate)),
  ...{ acknowledge: answer('received'), accept: answer('accepted'), reportLost: answer('lost') },
  openCase: (scene, step) => ({
    ...{ ...inCase(scene, step), kind: 'origin', reasons: [], items: [], replyPeriod: null, textHash: null },
  }),
  acknowledgeCase: (scene, step) => ({ ...inCase(scene, step), received: null, addressee: null }),
  clarify: (scene, step) => ({ ...named(scene, step), textHash: DECLARATION }),
  reportCompromise: (scene, { member }) => ({
    authority: scene.authority,
    thumbprint: scene.keyOf(memberAt(member)),
  }),
  answerCase: (scene, step) => ({
    ...{ ...inCase(scene, step), authentic: 'yes', originating: 'yes', textHash: null },
  }),
  determine: (scene, step) => ({
    ...{ ...inCase(scene, step), result: 'confirmed', basis: 'reply', preference: 'granted', textHash: null },
  }),
  withdrawCase: (scene, step) => ({ ...inCase(scene, step), reason: 'claim-withdrawn' }),
  ...{ placeHold: because, releaseHold: alone, withdrawPurgeRequest: alone },
  requestPurge: (scene, { certificate }) => ({ certificate: modelledId(scene, certificate), ground: 'agreed' }),
  purge: (scene, { certificate }) => ({ certificate: modelledId(scene, certificate), purposes: [DOCUMENT_PURPOSE] }),
  ...{ suspend: becoming('suspended'), resume: becoming('active'), withdrawAuthority: becoming('withdrawn') },
}

function entryOf(scene: Scene, step: Step): unknown {
  if (step.name === 'deliver') throw new Error('a delivery has no entry that stands in a block')
  return ENTRIES[step.name](scene, step)
}

const TRANSACTION_OF: Readonly<Record<StepName, TransactionName>> = {
  ...{ issue: 'issue', draw: 'issue', replace: 'issue', cancel: 'cancel', annul: 'annul', acquit: 'acquit' },
  ...{ use: 'use', reserve: 'reserve', confirm: 'confirm', release: 'release', correctUse: 'correctUse' },
  ...{ refuse: 'refuse', reassess: 'reassess', changeDestination: 'changeDestination' },
  ...{ deliver: 'deliver', markDelivered: 'markDelivered', openCase: 'openCase', answerCase: 'answerCase' },
  ...{ acknowledge: 'acknowledge', accept: 'acknowledge', reportLost: 'acknowledge' },
  ...{ determine: 'determine', withdrawCase: 'withdrawCase', placeHold: 'placeHold', releaseHold: 'releaseHold' },
  ...{ requestPurge: 'requestPurge', withdrawPurgeRequest: 'withdrawPurgeRequest', purge: 'purge' },
  ...{ clarify: 'clarify', acknowledgeCase: 'acknowledgeCase', reportCompromise: 'reportCompromise' },
  ...{ suspend: 'changeAuthority', resume: 'changeAuthority', withdrawAuthority: 'changeAuthority' },
}
