import type { RefusalCode } from '../refusal'
import type { Role } from '../caller'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { DecideEntry } from '../ledger/entries'
import type { TransactionSpec } from '../ledger/transaction'
import { acquit, changeDestination } from './close'
import { certifyCopy } from './certify-copy'
import { issue } from './issue'
import { ancestry, get, history, uses } from './queries'
import { clarify, reassess, refuse } from './refuse'
import { confirm, correctUse, release } from './settle'
import { take } from './take'
import { annul, cancel } from './withdraw'

const ISSUING: readonly RefusalCode[] = [
  'CERTIFICATE_NOT_FOUND',
  'CALLER_NOT_ISSUING_MEMBER',
  'CALLER_NOT_ISSUING_AUTHORITY',
  'REQUEST_ID_REUSED',
]
// What the registers answer an authority that may not issue.
const GATE: readonly RefusalCode[] = [
  'AUTHORITY_UNKNOWN',
  'AUTHORITY_NOT_ACTIVE',
  'KEY_UNKNOWN',
  'KEY_NOT_VALID',
  'PROFILE_UNKNOWN',
  'PROFILE_NOT_IN_FORCE',
  'LATE_REASON_MISSING',
]
const IMPORTING: readonly RefusalCode[] = ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_IMPORTING_MEMBER', 'REQUEST_ID_REUSED']
const TAKING: readonly RefusalCode[] = [
  ...IMPORTING,
  'CERTIFICATE_WITHDRAWN',
  'CERTIFICATE_ACQUITTED',
  'CERTIFICATE_EXPIRED',
  'DATE_IN_FUTURE',
  'ITEM_UNKNOWN',
  'QUANTITY_EXCEEDED',
  'ONE_DECLARATION_ONLY',
  'ORIGINAL_NOT_VALID',
  'USE_ALREADY_RECORDED',
]

/** The transactions around a certificate's life and its use. */
export const CERTIFICATE_TRANSACTIONS = {
  issue: list('Registers certificates in the name of the authority that submits them.', 'issuer', issue, [
    ...ISSUING,
    'MEMBER_UNKNOWN',
    'CERTIFICATE_ALREADY_ISSUED',
    'AGREEMENT_NOT_FOLLOWED',
    ...GATE,
    'DATE_IN_FUTURE',
    'LIMIT_EXCEEDED',
    'CERTIFICATE_USED',
    'CERTIFICATE_WITHDRAWN',
    'CERTIFICATE_ACQUITTED',
    'CALLER_NOT_IMPORTING_MEMBER',
    'ITEM_UNKNOWN',
    'QUANTITY_EXCEEDED',
    'ORIGINAL_NOT_VALID',
    'ORIGINAL_EXPIRES_EARLIER',
  ]),
  cancel: list('Withdraws certificates of which nothing is used.', 'issuer', cancel, [
    ...ISSUING,
    'TRANSITION_NOT_ALLOWED',
    'CERTIFICATE_USED',
  ]),
  annul: list('Declares certificates void, whatever was used of them.', 'issuer', annul, [
    ...ISSUING,
    'TRANSITION_NOT_ALLOWED',
  ]),
  changeDestination: list('Lets unused certificates import into another member.', 'issuer', changeDestination, [
    ...ISSUING,
    'PROFILE_UNKNOWN',
    'PROFILE_NOT_IN_FORCE',
    'CERTIFICATE_WITHDRAWN',
    'CERTIFICATE_ACQUITTED',
    'CERTIFICATE_USED',
  ]),
  certifyCopy: list('Certifies true copies of certificates that were lost.', 'issuer', certifyCopy, [
    ...ISSUING,
    'AGREEMENT_NOT_FOLLOWED',
    'CERTIFICATE_WITHDRAWN',
    'CERTIFICATE_USED',
    'LIMIT_EXCEEDED',
  ]),
  reserve: list(
    'Reserves quantities for declarations.',
    'customs',
    (tx, ...rest) => take(tx, 'reserve', ...rest),
    TAKING,
  ),
  use: list('Uses quantities for declarations.', 'customs', (tx, ...rest) => take(tx, 'use', ...rest), TAKING),
  confirm: list('Makes uses of reservations.', 'customs', confirm, [
    ...IMPORTING,
    'USE_NOT_FOUND',
    'TRANSITION_NOT_ALLOWED',
    'CERTIFICATE_WITHDRAWN',
    'ORIGINAL_NOT_VALID',
  ]),
  release: list('Gives up reservations.', 'customs', release, [
    ...IMPORTING,
    'USE_NOT_FOUND',
    'TRANSITION_NOT_ALLOWED',
  ]),
  correctUse: list('Puts other quantities in the place of those of uses.', 'customs', correctUse, [
    ...IMPORTING,
    'USE_NOT_FOUND',
    'TRANSITION_NOT_ALLOWED',
    'CERTIFICATE_WITHDRAWN',
    'ITEM_UNKNOWN',
    'QUANTITY_EXCEEDED',
  ]),
  refuse: list('Refuses preference for items.', 'customs', refuse, [
    ...IMPORTING,
    'DATE_IN_FUTURE',
    'ITEM_UNKNOWN',
    'QUANTITY_EXCEEDED',
    'USE_ALREADY_RECORDED',
  ]),
  clarify: list('Clarifies refusals, by the hashes of texts.', 'issuer', clarify, [
    ...ISSUING,
    'USE_NOT_FOUND',
    'TRANSITION_NOT_ALLOWED',
  ]),
  reassess: list('Decides refusals for good.', 'customs', reassess, [
    ...IMPORTING,
    'USE_NOT_FOUND',
    'TRANSITION_NOT_ALLOWED',
  ]),
  acquit: list('Closes certificates of which nothing more will be used.', 'customs', acquit, [
    ...IMPORTING,
    'CERTIFICATE_ACQUITTED',
    'CERTIFICATE_USED',
  ]),
  get: query('Reads one certificate, all its records taken together.', ['id'], get, ['CERTIFICATE_NOT_FOUND']),
  history: query('Reads every change of one certificate.', ['id'], history, ['CERTIFICATE_NOT_FOUND']),
  uses: query('Reads every version of one use.', ['id', 'use'], uses, ['USE_NOT_FOUND']),
  ancestry: query('Reads what a certificate comes from.', ['id'], ancestry, ['CERTIFICATE_NOT_FOUND']),
} as const satisfies Record<string, TransactionSpec>

function list(summary: string, role: Role, decide: DecideEntry, refusals: readonly RefusalCode[]): TransactionSpec {
  return {
    ...{ summary, arguments: LIST_ARGUMENTS, writes: true, roles: [role], refusals },
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, decide),
  }
}

function query(
  summary: string,
  names: readonly string[],
  run: TransactionSpec['run'],
  refusals: readonly RefusalCode[],
): TransactionSpec {
  return { summary, arguments: names, writes: false, roles: [], refusals, run }
}
