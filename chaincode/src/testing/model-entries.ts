import {
  addDays,
  certificateId,
  identityOf,
  parseDate,
  parsePurpose,
  printRegistration,
  profileHash,
  profileNamed,
  thumbprintOf,
} from '@eco/domain'
import type { AgreementProfile, CertificateId, IsoDate, MemberCode, PublicJwk, Purpose } from '@eco/domain'
import { anIdKey } from '@eco/domain/testing'
import type { Step } from './model'
import { dayAhead, endsFirst, versionOf } from './model-agreement'
import { recognisedUntil } from './model-register'
import { laterBy, longBefore } from './model-state'
import type { Recognition } from './model-state'

/** The members of the model, by their numbers. */
export const MODEL_MEMBERS = ['AU', 'KR', 'JP'] as const satisfies readonly MemberCode[]

/** Where a history takes place: several may share a ledger, each with authorities, agreements and certificates of its own. */
export interface Scene {
  /** The id of every member's authority. */
  readonly authority: string
  /** The keys of a member's authority, by their numbers; the first one is declared from the beginning. */
  readonly keyOf: (member: MemberCode, key: number) => PublicJwk
  /** The day of issue. */
  readonly day: IsoDate
}

/** What an entry of a transaction says for a step. */
export type Entry = (scene: Scene, step: Step) => unknown

/** The member with this number. */
export function memberAt(index: number): MemberCode {
  return MODEL_MEMBERS[index] ?? 'AU'
}

/** The certificate with this number in the model. */
export function modelledId({ authority }: Scene, certificate: number): CertificateId {
  return certificateId({ issuingMember: 'AU', authority, number: `N-${certificate}` }, anIdKey())
}

/** The name of a use. */
export function useNamed(use: number): string {
  return `use-${use}`.padEnd(22, 'A')
}

/** The purpose of a text. */
export function textPurpose(text: number): Purpose {
  return parsePurpose(`clarification/${useNamed(text)}`)
}

/** The thumbprint of a key of a member's authority. */
export function thumbprintAt({ keyOf }: Scene, member: number, key: number): string {
  return thumbprintOf(keyOf(memberAt(member), key))
}

/** A sealed document as far as the contract looks into it: a header that names the key, and a first disclosure. */
export function documentOf(scene: Scene, { member, certificate, key }: Step): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = { alg: 'ES256', kid: thumbprintAt(scene, member, key) }
  return `${part(header)}.${part({ authority: scene.authority, certificate })}.c2ln~WyJhIl0~`
}

/** The registration of a new certificate: an original, one that is drawn from another one, or one in its place. */
export function registration(scene: Scene, step: Step): unknown {
  const { name, certificate, other, importer, amount, carry, agreement } = step
  const drawnFrom = name === 'draw' ? { id: modelledId(scene, other), seq: 1 } : null
  const replaces = { id: modelledId(scene, other), reason: 'other', carryUsed: carry } as const
  return printRegistration({
    ...identityOf(documentOf(scene, step)),
    id: modelledId(scene, certificate),
    ...(agreement === 0
      ? { agreement: 'Non-preferential', agreementVersion: '1' }
      : { agreement: scene.authority, agreementVersion: String(agreement) }),
    kind: name === 'draw' ? 'back-to-back' : name === 'replace' ? 'replacement' : 'original',
    importingMember: memberAt(importer),
    issueDate: scene.day,
    validUntil: parseDate(`${Number(scene.day.slice(0, 4)) + 1}-01-01`, 'validUntil'),
    items: [{ seq: 1, issued: String(amount), drawnFrom }],
    replaces: name === 'replace' ? replaces : null,
  })
}

/** A version of the agreement of a scene, which has its name. Beside its parties it has two rules: replies may take longer, and what is unused may be copied. */
export function profileAt({ authority }: Scene, version: number): AgreementProfile {
  const basis = profileNamed('Non-preferential')
  if (basis === undefined) throw new Error('there is no profile to begin with')
  const source = 'the model'
  return {
    ...basis,
    ...{ code: authority, version: String(version), name: `Agreement of ${authority}` },
    parties: { evidence: 'background', value: { relation: 'among', countries: MODEL_MEMBERS }, source },
    trueCopy: { evidence: 'read', value: { limit: null, words: '', onlyIfUnused: true }, source },
    deadlines: [
      {
        name: 'verification-reply-extension',
        from: { evidence: 'not-read', source },
        period: { evidence: 'background', value: { most: { amount: 3, unit: 'months' }, duty: 'shall' }, source },
        consequence: '',
      },
    ],
  }
}

/** Since when everything is that was so from the beginning. */
export const OF_OLD = parseDate('2020-01-01', 'day')

const proposal: Entry = (scene, step) => ({
  profile: profileAt(scene, versionOf(step)),
  inForceFrom: step.later ? addDays(scene.day, dayAhead(0)) : OF_OLD,
  replaces: endsFirst(step) ? { version: '1', acceptedUntil: addDays(scene.day, -1) } : null,
})

const named = ({ authority }: Scene, step: Step): object => ({
  agreement: authority,
  version: String(versionOf(step)),
})
const hashOf = (scene: Scene, version: number): string => profileHash(profileAt(scene, version))
const dayOf = ({ day }: Scene, { later, amount }: Step): IsoDate => (later ? addDays(day, dayAhead(amount)) : day)

/** What members say of the versions of an agreement. */
export const AGREEMENT_ENTRIES = {
  proposeProfile: proposal,
  approveProfile: (scene, step) => ({
    ...named(scene, step),
    hash: hashOf(scene, versionOf(step) + (step.carry ? 0 : 1)),
  }),
  accede: (scene, step) => ({
    ...{ ...named(scene, step), hash: hashOf(scene, versionOf(step)) },
    from: dayOf(scene, step),
  }),
  withdrawFromAgreement: (scene, step) => ({ ...named(scene, step), from: dayOf(scene, step) }),
} as const satisfies Record<string, Entry>

/** The point in time for which a time of the model stands. */
export function instantAt({ day }: Scene, time: number): string {
  if (time >= laterBy(0)) return `${addDays(day, 10 + time - laterBy(0))}T00:00:00.000Z`
  if (time <= longBefore(MOST_AMOUNT)) return `${addDays(OF_OLD, time - longBefore(0))}T00:00:00.000Z`
  return new Date(time).toISOString()
}

const MOST_AMOUNT = 100

const effectOf = (scene: Scene, { later, amount }: Step): object =>
  later ? { from: instantAt(scene, laterBy(amount)) } : {}

const becoming =
  (state: string): Entry =>
  (scene, step) => ({ authority: scene.authority, state, ...effectOf(scene, step) })

/** The id of another body of a member. */
export function bodyAt({ authority }: Scene, body: number): string {
  return `${authority}-${body}`
}

/** The code of an exporter. */
export function exporterAt({ authority }: Scene, exporter: number): string {
  return `${authority}-E${exporter}`
}

const newKey = (scene: Scene, { member, later }: Step, key: number): object => ({
  ...{ authority: scene.authority, publicJwk: scene.keyOf(memberAt(member), key), use: 'seal' },
  ...{ validFrom: later ? addDays(scene.day, dayAhead(0)) : OF_OLD, validUntil: null },
})
const keyNamed = (scene: Scene, { member, key }: Step): object => ({
  ...{ authority: scene.authority, thumbprint: thumbprintAt(scene, member, key) },
})

function compromise(scene: Scene, step: Step): unknown {
  const since = instantAt(scene, longBefore(step.amount))
  if (step.later) return { ...keyNamed(scene, step), ...effectOf(scene, step) }
  return { ...keyNamed(scene, step), ...(!step.carry && { from: since }) }
}

/** From when to when an authority is recognised. */
export function recognitionPeriod({ day }: Scene, early: boolean, until: Recognition['until']): object {
  const ends = { open: null, ahead: addDays(day, 20), over: addDays(day, -20) }
  return { from: early ? OF_OLD : addDays(OF_OLD, 1), until: ends[until] }
}

function recognition(scene: Scene, step: Step): unknown {
  const { importer, carry } = step
  return {
    ...{ of: memberAt(importer), authority: scene.authority, agreement: 'Non-preferential', caCertificate: null },
    ...recognitionPeriod(scene, carry, recognisedUntil(step)),
  }
}

/** What members say of themselves, their authorities, their exporters, and whom they recognise. */
export const REGISTER_ENTRIES = {
  ...{ suspend: becoming('suspended'), resume: becoming('active'), withdrawAuthority: becoming('withdrawn') },
  declareBody: (scene, step) => ({
    ...{ id: bodyAt(scene, step.use), name: bodyAt(scene, step.use), functions: ['competent'] },
    ...(step.carry && { activeFrom: `${OF_OLD}T00:00:00.000Z` }),
  }),
  activateBody: (scene, step) => ({ authority: bodyAt(scene, step.use), state: 'active', ...effectOf(scene, step) }),
  declareKey: (scene, step) => newKey(scene, step, step.key),
  replaceKey: (scene, step) => ({
    ...newKey(scene, step, step.other),
    replaces: thumbprintAt(scene, step.member, step.key),
  }),
  revokeKey: (scene, step) => ({ ...keyNamed(scene, step), ...effectOf(scene, step) }),
  reportCompromise: compromise,
  declareMember: (scene, { member, key }) => ({
    ...{ functions: ['issuing', 'importing'], keyAgreement: agreementKeyAt(scene, member, key), capabilities: [] },
    ...{ registersEverythingSince: null, inForce: { from: OF_OLD, until: null } },
  }),
  authorizeExporter: (scene, step) => ({
    ...{
      code: exporterAt(scene, step.use),
      authority: scene.authority,
      agreements: ['Non-preferential'],
      chapters: [],
    },
    ...{ from: OF_OLD, until: null },
  }),
  withdrawExporter: (scene, step) => ({ code: exporterAt(scene, step.use), ...effectOf(scene, step) }),
  recognise: recognition,
} as const satisfies Record<string, Entry>

const AGREEMENT_KEYS = 100

/** A key by which a member agrees on secrets: others than those that seal. */
export function agreementKeyAt({ keyOf }: Scene, member: number, key: number): PublicJwk {
  return keyOf(memberAt(member), AGREEMENT_KEYS + key)
}

/** The body that a step names, where it is not the issuing authority. */
export function bodyNamed(scene: Scene, step: Step): string | null {
  return step.carry ? null : bodyAt(scene, step.use)
}
