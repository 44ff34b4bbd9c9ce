import {
  CONTRACT_NAME,
  Refusal,
  canonicalText,
  decideCancel,
  decideIssue,
  isObject,
  parseCancellationReason,
  parseCertificateId,
  parseRegistration,
  parseRegistrationList,
  parseRequestId,
  requireIssuer,
} from '@eco/domain'
import type { Caller, CertificateId, CertificateRecord, IssueOutcome, Stamp } from '@eco/domain'
import { Contract, Info, Returns, Transaction } from 'fabric-contract-api'
import { CertificateContext } from './certificate.context'

/** The register of certificates: parse, load, decide (in the domain), save, announce. Text in, one JSON text out. */
@Info({ title: 'Register of electronic certificates of origin', version: '1', license: { name: 'Apache-2.0' } })
export class CertificateContract extends Contract {
  constructor() {
    super(CONTRACT_NAME)
  }

  override createContext(): CertificateContext {
    return new CertificateContext()
  }

  /** Registers a list of certificates, each with an outcome of its own; what is refused is not written. */
  @Transaction()
  @Returns('string')
  async issue(ctx: CertificateContext, requestId: string, registrations: string): Promise<string> {
    const stamp = ctx.stamp(parseRequestId(requestId))
    const { caller } = ctx
    requireIssuer(caller)
    const saved = new Map<CertificateId, CertificateRecord>()
    const outcomes: IssueOutcome[] = []
    for (const entry of parseRegistrationList(registrations)) {
      outcomes.push(await issueOne(ctx, entry, { caller, stamp, saved, considered: outcomes }))
    }
    if (saved.size > 0) ctx.announce([...saved.values()])
    return canonicalText({ outcomes })
  }

  /** Withdraws a certificate of which nothing is used. Only the authority that issued it may. */
  @Transaction()
  @Returns('string')
  async cancel(ctx: CertificateContext, requestId: string, id: string, reason: string): Promise<string> {
    const stamp = ctx.stamp(parseRequestId(requestId))
    const wanted = parseCancellationReason(reason)
    const { record, changed } = decideCancel(await ctx.load(parseCertificateId(id)), ctx.caller, wanted, stamp)
    if (changed) {
      await ctx.save(record)
      ctx.announce([record])
    }
    return canonicalText(record)
  }

  /** Reads one certificate's record. */
  @Transaction(false)
  @Returns('string')
  async get(ctx: CertificateContext, id: string): Promise<string> {
    return canonicalText(await ctx.load(parseCertificateId(id)))
  }

  /** Reads every version of one certificate's record, the oldest first. */
  @Transaction(false)
  @Returns('string')
  async history(ctx: CertificateContext, id: string): Promise<string> {
    return canonicalText(await ctx.versions(parseCertificateId(id)))
  }
}

interface IssueRun {
  readonly caller: Caller
  readonly stamp: Stamp
  readonly saved: Map<CertificateId, CertificateRecord>
  readonly considered: readonly IssueOutcome[]
}

async function issueOne(ctx: CertificateContext, entry: unknown, run: IssueRun): Promise<IssueOutcome> {
  try {
    const registration = parseRegistration(entry)
    if (run.considered.some(({ id }) => id === registration.id)) {
      throw new Refusal('DUPLICATE_IN_REQUEST', 'id: stands in the list before')
    }
    const existing = await ctx.find(registration.id)
    const { record, changed } = decideIssue(existing, registration, run.caller, run.stamp)
    if (changed) {
      await ctx.save(record)
      run.saved.set(record.id, record)
    }
    return { id: record.id, outcome: 'issued', documentHash: record.documentHash }
  } catch (error) {
    // A fault is not an outcome: it fails the whole transaction, so that nothing half is endorsed.
    if (!(error instanceof Refusal)) throw error
    return { id: idOf(entry), outcome: 'refused', refusal: { code: error.code, detail: error.detail } }
  }
}

function idOf(entry: unknown): CertificateId | null {
  try {
    return isObject(entry) ? parseCertificateId(entry.id) : null
  } catch {
    return null
  }
}
