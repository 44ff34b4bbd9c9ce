import { factsOf, proofOf, textAt } from '../agreements/facts'
import type { AgreementProfile } from '../agreements/profile'
import { check } from '../check/answer'
import type { Check } from '../check/answer'
import type { RecordReader } from '../ledger/ledger-state'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { requireMayDeclare } from './exporter-record'
import type { ExporterUse } from './exporter-record'

/** A dataset by which an exporter may have declared origin, and what it is judged by. */
export interface DeclaredOrigin {
  readonly dataset: unknown
  readonly member: MemberCode
  /** The rules of its agreement; without any, a code of an exporter is taken for that of an approved one. */
  readonly profile: AgreementProfile | undefined
  /** When it was registered, or would be. */
  readonly time: string
}

/**
 * Refuses a declaration of origin by an approved exporter whose authorisation does not cover it; whatever another proof
 * says passes.
 * @throws Refusal EXPORTER_UNKNOWN or EXPORTER_NOT_AUTHORIZED, which names the date or the chapter.
 */
export async function requireApprovedExporter(reader: RecordReader, declared: DeclaredOrigin): Promise<void> {
  const use = useIn(declared)
  if (use !== undefined) await requireMayDeclare(reader, use)
}

/**
 * What the register says of the exporter that declared origin; nothing where an authority certified it. A code that the
 * register does not hold proves nothing: members need not keep their exporters in it.
 */
export async function exporterChecks(reader: RecordReader, declared: DeclaredOrigin): Promise<readonly Check[]> {
  const use = useIn(declared)
  if (use === undefined) return []
  try {
    await requireMayDeclare(reader, use)
    return [check('exporter', 'pass', 'EXPORTER_AUTHORISED')]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'EXPORTER_UNKNOWN') return [check('exporter', 'unknown', 'EXPORTER_NOT_IN_REGISTER')]
    return [check('exporter', 'fail', 'EXPORTER_NOT_AUTHORISED', `See: ${error.detail}.`)]
  }
}

function useIn({ dataset, member, profile, time }: DeclaredOrigin): ExporterUse | undefined {
  const accepted = profile?.proofs.map(({ kind }) => kind)
  if (proofOf(dataset, accepted) !== 'approved-exporter-declaration') return undefined
  const code = textAt(dataset, '/approvedExporterCode')
  const agreement = textAt(dataset, '/agreement/code')
  const { issueDate, items } = factsOf(dataset)
  if (code === undefined || agreement === undefined || issueDate === undefined) return undefined
  const hsCodes = items.flatMap(({ value }) => textAt(value, '/hsCode') ?? [])
  return { member, code, agreement, issueDate, hsCodes, time }
}
