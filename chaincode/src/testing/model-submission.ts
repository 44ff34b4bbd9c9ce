import {
  acknowledgementEntry,
  deliveredEntry,
  DOCUMENT_PURPOSE,
  parsePurpose,
  printPrivateEntries,
  printSpecimen,
  SEAL_PICTURES,
  specimenTransient,
  TRANSACTIONS,
  TRANSIENT_ENTRIES,
} from '@eco/domain'
import type { CertificateId, MemberCode, Role, SpecimenEntry, TransactionName } from '@eco/domain'
import type { Step, StepName } from './model'
import {
  AGREEMENT_ENTRIES,
  bodyNamed,
  documentOf,
  memberAt,
  modelledId,
  REGISTER_ENTRIES,
  registration,
  textPurpose,
  useNamed,
} from './model-entries'
import type { Entry, Scene } from './model-entries'

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

/** The transaction that asks for a step. */
export function submissionOf(scene: Scene, step: Step): Submission {
  const member = memberAt(step.member)
  const name = transactionOf(step.name)
  const role = roleOf(name)
  if (isPrivate(step.name)) return { ...{ member, role, name }, ...privately(scene, step) }
  return { member, role, name, args: [JSON.stringify([ENTRIES[step.name](scene, step)])], transient: {} }
}

const PRIVATE = ['deliver', 'sendText', 'shareSpecimen'] as const

function isPrivate(name: StepName): name is (typeof PRIVATE)[number] {
  return PRIVATE.some((one) => one === name)
}

const DECLARATION = 'D'.repeat(43)
const TEXT_HASH = 'd'.repeat(64)

function roleOf(name: TransactionName): Role {
  const [role] = TRANSACTIONS[name].roles
  if (role === undefined) throw new Error(`${name} is for nobody in particular`)
  return role
}

function privately(scene: Scene, step: Step): Pick<Submission, 'args' | 'transient'> {
  const args = [memberAt(step.importer)]
  if (step.name === 'shareSpecimen') return { args, transient: specimenTransient([specimen(scene)]) }
  const isText = step.name === 'sendText'
  const entry = {
    id: modelledId(scene, step.certificate),
    purpose: isText ? textPurpose(step.use) : parsePurpose(DOCUMENT_PURPOSE),
    salt: 'A'.repeat(43),
    content: isText ? 'The goods are those of the invoice.' : documentOf(scene, step),
  }
  return { args, transient: { [TRANSIENT_ENTRIES]: printPrivateEntries([entry]) } }
}

function specimen({ authority, day }: Scene): SpecimenEntry {
  const seal = { mediaType: 'image/png', data: SEAL_PICTURES['image/png'] + 'A' } as const
  return { authority, salt: 'A'.repeat(43), content: printSpecimen({ address: ['1 Quay'], seal, from: day }) }
}

const named = (scene: Scene, { certificate, use }: Step): { certificate: CertificateId; use: string } => ({
  certificate: modelledId(scene, certificate),
  use: useNamed(use),
})
const items = ({ amount }: Step): object => ({ items: [{ seq: 1, amount: String(amount) }] })
const declared = ({ day }: Scene): object => ({ declaration: DECLARATION, date: day })
const because: Entry = (scene, { certificate }) => ({ certificate: modelledId(scene, certificate), reason: 'other' })
const alone: Entry = (scene, { certificate }) => ({ certificate: modelledId(scene, certificate) })
const taking: Entry = (scene, step) => ({ ...named(scene, step), ...items(step), ...declared(scene) })
const inCase =
  (content: (scene: Scene, step: Step) => object): Entry =>
  (scene, step) => ({ certificate: modelledId(scene, step.certificate), case: step.case, ...content(scene, step) })
const answer =
  (said: 'received' | 'accepted' | 'lost' | 'not-received'): Entry =>
  (scene, { certificate }) =>
    acknowledgementEntry({ id: modelledId(scene, certificate), answer: said, reason: null })
const withText = inCase(() => ({ textHash: TEXT_HASH }))
const onDay = inCase(({ day }) => ({ day, textHash: null }))
const toVisit = (said: string): Entry => inCase(({ day }) => ({ answer: said, day, textHash: null }))

const ENTRIES: Readonly<Record<Exclude<StepName, (typeof PRIVATE)[number]>, Entry>> = {
  ...REGISTER_ENTRIES,
  ...AGREEMENT_ENTRIES,
  ...{ issue: registration, draw: registration, replace: registration },
  ...{ certifyCopy: because, cancel: because, annul: because, acquit: alone },
  ...{ use: taking, reserve: taking, confirm: named, release: named },
  correctUse: (scene, step) => ({ ...named(scene, step), ...items(step), reason: 'quantity-wrong' }),
  refuse: (scene, step) => ({
    ...{ ...named(scene, step), ...declared(scene) },
    ...{ items: [{ seq: 1 }], reason: 'goods-differ' },
  }),
  reassess: (scene, step) => ({ ...named(scene, step), decision: step.carry ? 'granted' : 'upheld' }),
  clarify: (scene, step) => ({ ...named(scene, step), textHash: DECLARATION }),
  changeDestination: (scene, { certificate, importer }) => ({
    certificate: modelledId(scene, certificate),
    importingMember: memberAt(importer),
  }),
  markDelivered: (scene, { certificate }) => deliveredEntry(modelledId(scene, certificate)),
  ...{ acknowledge: answer('received'), accept: answer('accepted') },
  ...{ reportLost: answer('lost'), reportMissing: answer('not-received') },
  openCase: inCase((scene, step) => {
    const addressee = bodyNamed(scene, step)
    const request = { kind: 'origin', reasons: [], items: [], replyPeriod: null, textHash: null }
    return { ...request, ...(addressee !== null && { addressee }) }
  }),
  acknowledgeCase: inCase((scene, step) => ({ received: null, addressee: bodyNamed(scene, step) })),
  answerCase: inCase(() => ({ authentic: 'yes', originating: 'yes', textHash: null })),
  ...{ extendCase: withText, requestVisit: onDay, consentToVisit: toVisit('consent'), reportVisit: onDay },
  ...{ postponeVisit: toVisit('postpone'), commentVisit: withText },
  refuseVisit: inCase(() => ({ answer: 'refuse', day: null, textHash: null })),
  determine: inCase(() => ({ result: 'confirmed', basis: 'reply', preference: 'granted', textHash: null })),
  withdrawCase: inCase(() => ({ reason: 'claim-withdrawn' })),
  ...{ placeHold: because, releaseHold: alone, withdrawPurgeRequest: alone },
  requestPurge: (scene, { certificate }) => ({ certificate: modelledId(scene, certificate), ground: 'agreed' }),
  purge: (scene, { certificate }) => ({
    certificate: modelledId(scene, certificate),
    purposes: [DOCUMENT_PURPOSE, textPurpose(0), textPurpose(1)],
  }),
}

/** The transaction of the steps that are not named like it. */
const OTHERS = {
  ...{ draw: 'issue', replace: 'issue', accept: 'acknowledge', reportLost: 'acknowledge' },
  ...{ reportMissing: 'acknowledge', consentToVisit: 'answerVisit', refuseVisit: 'answerVisit' },
  ...{ postponeVisit: 'answerVisit', suspend: 'changeAuthority', resume: 'changeAuthority' },
  ...{ withdrawAuthority: 'changeAuthority', activateBody: 'changeAuthority', declareBody: 'declareAuthority' },
} as const satisfies Partial<Record<StepName, TransactionName>>

/** The transaction by which a step is taken. */
export function transactionOf(name: StepName): TransactionName {
  return isOther(name) ? OTHERS[name] : name
}

function isOther(name: StepName): name is keyof typeof OTHERS {
  return name in OTHERS
}
