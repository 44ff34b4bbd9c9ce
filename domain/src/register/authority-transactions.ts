import { canonicalText } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import type { Stamp } from '../change'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'
import {
  parseAuthorityEntry,
  parseKeyEnd,
  parseKeyEntry,
  parseReplacement,
  parseStateChange,
} from './authority-entries'
import { authorityKey, keyClaimKey, loadAuthority, printAuthority } from './authority-record'
import type { AuthorityRecord } from './authority-record'
import { ownMember, requireOwnAuthority } from './caller'
import { decideDeclared, decideState } from './decide-authority'
import { decideCompromise, decideKey, decideReplacement, decideRevocation } from './decide-key'

const LIST = { arguments: LIST_ARGUMENTS, writes: true } as const
const OF_KEYS = { ...LIST, roles: ['member-admin', 'authority-admin'] } as const

/** The transactions by which a member declares its authorities and their keys, and says what became of them. */
export const AUTHORITY_TRANSACTIONS = {
  declareAuthority: {
    summary: "Declares the member's own authorities.",
    ...LIST,
    roles: ['member-admin'],
    refusals: ['AUTHORITY_ALREADY_DECLARED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, declareAuthority),
  },
  changeAuthority: {
    summary: "Activates, suspends, resumes or withdraws the member's own authorities, each from a time on.",
    ...LIST,
    roles: ['member-admin'],
    refusals: ['AUTHORITY_UNKNOWN', 'TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, changeAuthority),
  },
  declareKey: {
    summary: "Declares keys of the member's own authorities.",
    ...OF_KEYS,
    refusals: ['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'KEY_ALREADY_DECLARED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, ownKey(parseKeyEntry, decideKey)),
  },
  replaceKey: {
    summary: "Puts new keys in the place of others of the member's own authorities.",
    ...OF_KEYS,
    refusals: [
      ...(['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'KEY_UNKNOWN', 'KEY_ALREADY_DECLARED'] as const),
      ...(['TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED', 'REQUEST_ID_REUSED'] as const),
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, ownKey(parseReplacement, decideReplacement)),
  },
  revokeKey: {
    summary: "Ends keys of the member's own authorities from a time on.",
    ...OF_KEYS,
    refusals: [
      ...(['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'KEY_UNKNOWN'] as const),
      ...(['TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED'] as const),
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, ownKey(parseKeyEnd, decideRevocation)),
  },
  reportCompromise: {
    summary: "Says since when somebody else may have keys of the member's own authorities.",
    ...OF_KEYS,
    refusals: [
      ...(['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'KEY_UNKNOWN'] as const),
      ...(['TRANSITION_NOT_ALLOWED', 'EFFECT_NOT_ALLOWED'] as const),
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, ownKey(parseKeyEnd, decideCompromise)),
  },
  authority: {
    summary: 'Reads one authority with its states and keys.',
    arguments: ['member', 'authority'],
    writes: false,
    roles: [],
    refusals: ['MEMBER_UNKNOWN', 'AUTHORITY_UNKNOWN'],
    run: async (tx, member, id) =>
      canonicalText(await requireDeclared(tx, parseMemberCode(member), parseAuthorityId(id, 'authority'))),
  },
} as const satisfies Record<string, TransactionSpec>

async function declareAuthority(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseAuthorityEntry(input)
  const member = ownMember(tx.caller)
  const before = await loadAuthority(tx.workspace, member, entry.id)
  save(tx, before, decideDeclared(before, member, entry, stamp))
}

async function changeAuthority(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseStateChange(input)
  const before = await requireDeclared(tx, ownMember(tx.caller), entry.authority)
  save(tx, before, decideState(before, entry, stamp))
}

type Change = (tx: Transaction, input: unknown, stamp: Stamp) => Promise<void>

function ownKey<T extends { readonly authority: string }>(
  parse: (input: unknown) => T,
  decide: (before: AuthorityRecord, entry: T, stamp: Stamp) => AuthorityRecord,
): Change {
  return async (tx, input, stamp) => {
    const entry = parse(input)
    requireOwnAuthority(tx.caller, entry.authority)
    const before = await requireDeclared(tx, ownMember(tx.caller), entry.authority)
    const after = decide(before, entry, stamp)
    for (const { thumbprint } of after.keys.slice(before.keys.length)) await claimKey(tx, after, thumbprint)
    save(tx, before, after)
  }
}

async function claimKey(tx: Transaction, { member, id }: AuthorityRecord, thumbprint: string): Promise<void> {
  const key = keyClaimKey(thumbprint)
  if ((await tx.workspace.read(key)) !== undefined) {
    throw new Refusal('KEY_ALREADY_DECLARED', 'publicJwk: another authority has declared this key')
  }
  tx.workspace.write(key, canonicalText([1, member, id]))
}

/** An authority of a member. @throws Refusal where it has declared none of this id. */
export async function requireDeclared(
  tx: Transaction,
  member: AuthorityRecord['member'],
  id: string,
): Promise<AuthorityRecord> {
  const record = await loadAuthority(tx.workspace, member, id)
  if (record === undefined) throw new Refusal('AUTHORITY_UNKNOWN', `authority: ${member} has declared none of this id`)
  return record
}

function save(tx: Transaction, before: AuthorityRecord | undefined, after: AuthorityRecord): void {
  if (after !== before) tx.workspace.write(authorityKey(after.member, after.id), printAuthority(after))
}
