import { canonicalText } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import { TRANSIENT_ENTRIES } from '../delivery/entries'
import { parseSalt, printEnvelope } from '../delivery/envelope'
import type { Envelope } from '../delivery/envelope'
import { ownCollection, transientEntries } from '../delivery/private-exchange'
import { runEntries } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { pairCollection, parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, parseParts } from '../shape'
import { utf8Bytes, utf8Text } from '../utf8'
import { requireDeclared } from './authority-transactions'
import { ownMember, requireOwnAuthority } from './caller'
import { printSpecimen, readSpecimen } from './specimen'

/** The transactions by which members show each other specimens of the seals of their authorities. */
export const SPECIMEN_TRANSACTIONS = {
  shareSpecimen: {
    summary:
      "Puts specimens of the member's own authorities into the collection with another member; nothing is public.",
    arguments: ['requestId', 'other'],
    writes: true,
    roles: ['member-admin', 'authority-admin'],
    refusals: ['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY'],
    run: shareSpecimen,
  },
  readSpecimen: {
    summary: 'Reads the specimen of an authority that its member shared with another one; only at a peer of the two.',
    arguments: ['member', 'authority', 'other'],
    writes: false,
    roles: ['issuer', 'customs', 'authority-admin', 'member-admin'],
    refusals: ['AUTHORITY_UNKNOWN', 'CALLER_NOT_PARTY', 'NOT_DELIVERED'],
    run: readShared,
  },
} as const satisfies Record<string, TransactionSpec>

/** A specimen on its way into a collection; the content is the text of a `Specimen`. */
export interface SpecimenEntry extends Envelope {
  readonly authority: string
}

/** What is sent with `shareSpecimen` beside its arguments, by the name of the transient field. */
export function specimenTransient(entries: readonly SpecimenEntry[]): Readonly<Record<string, string>> {
  return {
    [TRANSIENT_ENTRIES]: canonicalText(entries.map(({ authority, salt, content }) => [authority, salt, content])),
  }
}

function shareSpecimen(tx: Transaction, requestId = '', other = ''): Promise<string> {
  const collection = ownCollection(tx, other)
  return runEntries(tx, requestId, transientEntries(tx), (_, input) => shareOne(tx, collection, input))
}

async function shareOne(tx: Transaction, collection: string, input: unknown): Promise<void> {
  const [name, salt, content] = parseParts(input, 'entry', 3)
  const authority = parseAuthorityId(name, 'authority')
  requireOwnAuthority(tx.caller, authority)
  const member = ownMember(tx.caller)
  await requireDeclared(tx, member, authority)
  if (typeof content !== 'string') throw malformed('specimen', 'must be text')
  const envelope = { salt: parseSalt(salt, 'salt'), content: printSpecimen(readSpecimen(content)) }
  await tx.state.putPrivate(collection, specimenKey(member, authority), utf8Bytes(printEnvelope(envelope)))
}

async function readShared(tx: Transaction, of = '', name = '', other = ''): Promise<string> {
  const [member, party] = [parseMemberCode(of, 'member'), parseMemberCode(other, 'other')]
  const authority = parseAuthorityId(name, 'authority')
  const own = tx.caller.organisation
  if (own !== member && own !== party) throw new Refusal('CALLER_NOT_PARTY', 'caller: it is shared by two others')
  if (member === party) throw malformed('other', 'must be another member than the one of the authority')
  await requireDeclared(tx, member, authority)
  const bytes = await tx.state.getPrivate(pairCollection(member, party), specimenKey(member, authority))
  const text = bytes && utf8Text(bytes)
  if (text === undefined) throw new Refusal('NOT_DELIVERED', 'specimen: the collection does not hold it')
  return text
}

// What certificates keep there begins with an id of 43 digits, so that nothing of theirs is ever under this key.
function specimenKey(member: MemberCode, authority: string): string {
  return `specimen/${member}/${authority}`
}
