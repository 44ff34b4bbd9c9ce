import { canonicalText } from '../../canonical'
import type { Caller } from '../../caller'
import { certificateId } from '../../certificate-id'
import type { CertificateId } from '../../certificate-id'
import type { CertificateRecord } from '../../certificate'
import { parseOutcomes } from '../../ledger/entries'
import type { Outcome } from '../../ledger/entries'
import { MemoryLedger } from '../../ledger/memory-state'
import { runTransaction } from '../../ledger/run'
import type { MemberCode } from '../../member'
import { anIdKey, ARegister, sealOf, seedMembers } from '../../register/testing/a-register'
import { DOCUMENT_HASH } from '../../testing/samples'
import { parseDate } from '../../date'
import { loadCertificate } from '../load'
import type { OpenIssueEntry } from '../registration-entry'
import { printRegistration } from '../registration-entry'
import { CERTIFICATE_TRANSACTIONS } from '../transactions'

/** The name of one of the transactions. */
export type CertificateTransaction = keyof typeof CERTIFICATE_TRANSACTIONS

/** Who issues for a member, by its one authority in these tests. */
export function issuerOf(member: MemberCode): Caller {
  return { organisation: member, role: 'issuer', authority: `${member}-A` }
}

/** Customs of a member. */
export function customsOf(member: MemberCode): Caller {
  return { organisation: member, role: 'customs', authority: undefined }
}

/** The id of the certificate with this number of a member's authority. */
export function idOf(member: MemberCode, number: string): CertificateId {
  return certificateId({ issuingMember: member, authority: `${member}-A`, number }, anIdKey())
}

/** An entry of `issue` for two items of 100 and 50, with the given members in place of its own. */
export function anEntry(id: CertificateId, changes: Partial<OpenIssueEntry> = {}): OpenIssueEntry {
  return {
    id,
    agreement: 'Non-preferential',
    agreementVersion: '1',
    kind: 'original',
    importingMember: 'KR',
    documentHash: DOCUMENT_HASH,
    documentFormat: 'sd-jwt',
    keyId: sealOf('AU'),
    issueDate: parseDate('2026-03-09', 'issueDate'),
    validUntil: parseDate('2027-02-28', 'validUntil'),
    items: [
      { seq: 1, issued: '100' },
      { seq: 2, issued: '50' },
    ],
    ...changes,
  }
}

/** A use name: 22 digits. */
export function useName(text: string): string {
  return text.padEnd(22, 'A')
}

/** The digest of a declaration: 43 digits. */
export function digestOf(text: string): string {
  return text.padEnd(43, 'D')
}

// The same for every ledger, and what takes longest: every member's declarations and all profiles.
let seeded: Promise<ReadonlyMap<string, string>> | undefined

async function seed(): Promise<ReadonlyMap<string, string>> {
  return (await ARegister.seeded(seedMembers((member) => `${member}-A`))).records()
}

/** A channel in memory with the certificate transactions, whose registers hold what every member has declared. */
export class CertificateLedger {
  readonly state = new MemoryLedger()
  time = '2026-03-10T12:00:00.000Z'
  /** What the last transaction wrote. */
  written: readonly string[] = []
  #transactions = 0

  /** A channel on which every member's one authority may issue. */
  static async open(): Promise<CertificateLedger> {
    seeded ??= seed()
    const ledger = new CertificateLedger()
    ledger.state.commit('0'.repeat(64), await seeded)
    return ledger
  }

  /** Submits a list of entries; what it wrote is committed. */
  async submit(
    caller: Caller,
    name: CertificateTransaction,
    entries: readonly unknown[],
    requestId = `request-${this.#transactions + 1}`,
  ): Promise<readonly Outcome[]> {
    const state = this.state.simulate()
    this.#transactions += 1
    const transactionId = this.#transactions.toString(16).padStart(64, '0')
    const input = { caller, transactionId, time: this.time, state }
    const args = [requestId, canonicalText(entries)]
    const { answer } = await runTransaction(name, CERTIFICATE_TRANSACTIONS[name], args, input)
    state.commit(transactionId)
    this.written = [...state.writes.keys()]
    return parseOutcomes(answer)
  }

  /** Submits one entry; what became of it, a refusal by its code. */
  async one(caller: Caller, name: CertificateTransaction, entry: unknown, requestId?: string): Promise<string> {
    const [outcome] = await this.submit(caller, name, [entry], requestId)
    return typeof outcome === 'object' ? outcome.code : String(outcome)
  }

  /** Issues one certificate of a member, sealed by its authority. */
  issue(member: MemberCode, entry: OpenIssueEntry, requestId?: string): Promise<string> {
    return this.one(issuerOf(member), 'issue', printRegistration({ ...entry, keyId: sealOf(member) }), requestId)
  }

  /** Evaluates a query. */
  async query(name: CertificateTransaction, ...args: readonly string[]): Promise<string> {
    const state = this.state.simulate()
    const input = { caller: customsOf('CN'), transactionId: 'query', time: this.time, state }
    return (await runTransaction(name, CERTIFICATE_TRANSACTIONS[name], args, input)).answer
  }

  /** The certificate as everybody sees it. */
  async record(id: CertificateId): Promise<CertificateRecord> {
    const record = await loadCertificate({ read: (key) => Promise.resolve(this.state.value(key)) }, id)
    if (record === undefined) throw new Error('nothing is registered')
    return record
  }
}
