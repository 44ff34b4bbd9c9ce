import { civilDate } from '../calendar/civil-date'
import type { TrustedAuthority, TrustSnapshot } from '../document/trust-snapshot'
import { partsOfKey } from '../ledger/keys'
import type { MemberCode } from '../member'
import { activeDays, keyDays } from './as-of'
import type { AuthorityRecord } from './authority-record'
import { isAuthorityName, parseAuthority } from './authority-record'
import { parseParty, parseProposal } from './agreement-record'
import type { ProposalRecord } from './agreement-record'
import { isWithin } from './fields'
import { parseRecognition } from './recognition-record'

/** One record of the ledger: its key and its text. */
export interface KeyedText {
  readonly key: string
  readonly text: string
}

/** For whom and as of when the registers are taken. */
export interface SnapshotQuestion {
  /** ISO 8601 in UTC with milliseconds. */
  readonly asOf: string
  /** The member whose recognitions count. */
  readonly member: MemberCode | undefined
}

/**
 * The registers as whoever checks documents needs them: every issuing authority with the days on which it was active and
 * all its keys, the certificate authorities that the member recognises, and the profiles in force. Records of other
 * kinds are passed over, so that the whole read model may be handed in.
 */
export function trustSnapshotOf(records: Iterable<KeyedText>, { asOf, member }: SnapshotQuestion): TrustSnapshot {
  const all = [...records]
  return {
    asOf,
    authorities: textsOf(all, 'authority')
      .filter(({ parts }) => isAuthorityName(parts))
      .map(({ text }) => parseAuthority(text))
      .filter(
        ({ functions, states }) => functions.includes('issuing') && states.some(({ state }) => state === 'active'),
      )
      .map(trusted),
    anchors: member === undefined ? [] : anchorsOf(all, member, asOf),
    profiles: profilesOf(all, asOf),
  }
}

function trusted(record: AuthorityRecord): TrustedAuthority {
  const { member, id, name, keys } = record
  return {
    member,
    id,
    name,
    active: activeDays(record),
    keys: keys.map((key) => ({
      thumbprint: key.thumbprint,
      publicJwk: key.publicJwk,
      use: key.use,
      ...keyDays(key, member),
      compromisedFrom: key.compromisedFrom ?? undefined,
    })),
  }
}

function anchorsOf(all: readonly KeyedText[], member: MemberCode, asOf: string): TrustSnapshot['anchors'] {
  const today = civilDate(asOf, member)
  const found = textsOf(all, 'recognition')
    .map(({ text }) => parseRecognition(text))
    // One that has ended still proves what was sealed before.
    .filter((recognition) => recognition.member === member && recognition.from <= today)
    .flatMap(({ of, caCertificate }) => (caCertificate === null ? [] : [{ member: of, certificate: caCertificate }]))
  const unique = new Map(found.map((anchor) => [`${anchor.member} ${anchor.certificate}`, anchor]))
  return [...unique.values()]
}

function profilesOf(all: readonly KeyedText[], asOf: string): TrustSnapshot['profiles'] {
  const agreements = textsOf(all, 'agreement')
  const words = new Map(
    agreements.filter(({ parts }) => parts.length === 3).map(({ parts, text }) => [parts.join('/'), parseParty(text)]),
  )
  const today = asOf.slice(0, 10)
  const isInForce = ({ agreement, version, hash, approvers, inForceFrom }: ProposalRecord): boolean =>
    inForceFrom <= today &&
    approvers.every((approver) => words.get(`${agreement}/${version}/${approver}`)?.hash === hash)
  return agreements
    .filter(({ parts }) => parts.length === 2)
    .map(({ text }) => parseProposal(text))
    .filter(isInForce)
    .map(({ agreement, version, hash }) => ({ code: agreement, version, hash }))
}

function textsOf(
  all: readonly KeyedText[],
  kind: 'authority' | 'recognition' | 'agreement',
): readonly { readonly parts: readonly string[]; readonly text: string }[] {
  return all.flatMap(({ key, text }) => {
    const found = partsOfKey(key)
    return found?.kind === kind ? [{ parts: found.parts, text }] : []
  })
}

/** True if a member recognises an authority under an agreement on a day. */
export function isRecognised(
  records: Iterable<KeyedText>,
  question: {
    readonly member: MemberCode
    readonly of: MemberCode
    readonly authority: string
    readonly agreement: string
    readonly date: string
  },
): boolean {
  return textsOf([...records], 'recognition')
    .map(({ text }) => parseRecognition(text))
    .some(
      (known) =>
        known.member === question.member &&
        known.of === question.of &&
        known.authority === question.authority &&
        known.agreement === question.agreement &&
        isWithin(known, question.date),
    )
}
