import type { Caller } from '../../caller'
import type { CertificateRecord } from '../../certificate'
import { base64url } from '../../document/base64url'
import { identityOf } from '../../document/identity'
import { parseOutcomes } from '../../ledger/entries'
import type { Outcome } from '../../ledger/entries'
import { MemoryLedger } from '../../ledger/memory-state'
import { runTransaction } from '../../ledger/run'
import { RETENTION_TRANSACTIONS } from '../../retention/transactions'
import { aRecord, KEY_ID, ledgerRecordsOf } from '../../testing/samples'
import { utf8Bytes } from '../../utf8'
import { printPrivateEntries, TRANSIENT_ENTRIES } from '../entries'
import type { PrivateEntry } from '../entries'
import { DOCUMENT_PURPOSE } from '../purpose'
import type { Purpose } from '../purpose'
import { DELIVERY_TRANSACTIONS } from '../transactions'

const TRANSACTIONS = { ...DELIVERY_TRANSACTIONS, ...RETENTION_TRANSACTIONS }

/** The authority of Australia that issued the sample, and others who may or may not do something with it. */
export const CALLERS = {
  issuer: { organisation: 'AU', role: 'issuer', authority: 'AU-ACCI' },
  neighbour: { organisation: 'AU', role: 'issuer', authority: 'AU-AIG' },
  importer: { organisation: 'KR', role: 'customs', authority: undefined },
  third: { organisation: 'CN', role: 'customs', authority: undefined },
  thirdIssuer: { organisation: 'CN', role: 'issuer', authority: 'AU-ACCI' },
  issuingAdmin: { organisation: 'AU', role: 'member-admin', authority: undefined },
  importingAdmin: { organisation: 'KR', role: 'member-admin', authority: undefined },
  thirdAdmin: { organisation: 'CN', role: 'member-admin', authority: undefined },
} as const satisfies Record<string, Caller>

/** A sealed document as far as delivery looks into it: a header that names the key, and a first disclosure. */
export const DOCUMENT = `${base64url(utf8Bytes(JSON.stringify({ alg: 'ES256', kid: KEY_ID })))}.e30.c2ln~WyJhIl0~`

/** A salt of an envelope. */
export const ENVELOPE_SALT = 'A'.repeat(43)

/** The sample certificate, registered with the hash of the sample document. */
export const RECORD: CertificateRecord = aRecord({ ...identityOf(DOCUMENT) })

/** The sample document as an entry of `deliver`. */
export const DOCUMENT_ENTRY: PrivateEntry = {
  id: RECORD.id,
  purpose: DOCUMENT_PURPOSE as Purpose,
  salt: ENVELOPE_SALT,
  content: DOCUMENT,
}

/** A channel on which the sample certificate is registered, from Australia to Korea. */
export class SampleLedger {
  readonly state = new MemoryLedger()
  #transactions = 0

  constructor(records: readonly CertificateRecord[] = [RECORD]) {
    this.register(...records)
  }

  /** Writes certificates as they stand after their registration. */
  register(...records: readonly CertificateRecord[]): void {
    this.state.commit('registration', new Map(records.flatMap(ledgerRecordsOf)))
  }

  /** Submits a list and gives its outcomes; what it wrote is committed. */
  async submit(
    caller: Caller,
    name: keyof typeof TRANSACTIONS,
    entries: string,
    requestId = `request-${this.#transactions}`,
  ): Promise<readonly Outcome[]> {
    return this.#run(caller, name, [requestId, entries], {})
  }

  /** Sends documents or texts through the collection with another member. */
  async send(
    caller: Caller,
    name: 'deliver' | 'sendText',
    other: string,
    entries: readonly PrivateEntry[],
  ): Promise<readonly Outcome[]> {
    const transient = { [TRANSIENT_ENTRIES]: utf8Bytes(printPrivateEntries(entries)) }
    return this.#run(caller, name, [`request-${this.#transactions}`, other], transient)
  }

  /** Evaluates a query at a peer of the caller's. */
  async query(caller: Caller, name: keyof typeof TRANSACTIONS, ...args: readonly string[]): Promise<string> {
    const state = this.state.simulate()
    const input = { caller, transactionId: 'query', time: this.#time(), state }
    return (await runTransaction(name, TRANSACTIONS[name], args, input)).answer
  }

  async #run(
    caller: Caller,
    name: keyof typeof TRANSACTIONS,
    args: readonly string[],
    transient: Readonly<Record<string, Uint8Array>>,
  ): Promise<readonly Outcome[]> {
    const state = this.state.simulate(transient)
    this.#transactions += 1
    const transactionId = this.#transactions.toString(16).padStart(64, '0')
    const input = { caller, transactionId, time: this.#time(), state }
    const { answer } = await runTransaction(name, TRANSACTIONS[name], args, input)
    state.commit(transactionId)
    return parseOutcomes(answer)
  }

  #time(): string {
    return new Date(Date.UTC(2026, 2, 10, 12, 0, this.#transactions)).toISOString()
  }
}
