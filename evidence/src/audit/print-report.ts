import { FINDING_MEANINGS } from './finding'
import type { Actor, Finding, FoundTransaction } from './finding'
import type { AuditReport } from './report'

/** The report in plain words, line by line. */
export function printReport(report: AuditReport, member: string): readonly string[] {
  const { findings, genesis, newest, blocks } = report
  return [
    `Audit of the chain as the peer of ${member} gives it`,
    ...countLines(report),
    '',
    ...orderingLines(report),
    ...confidentialLines(report),
    `Block 0 is ${genesis ?? 'missing'}: everything rests on it, so compare it with the one that was agreed on.`,
    '',
    ...(findings.length === 0
      ? [`Everything holds, from block 0 to block ${newest?.number ?? '?'} (${newest?.hash ?? 'none'}).`]
      : [
          `${counted(findings.length, 'thing does', 'things do')} not hold in ${counted(blocks, 'block', 'blocks')}:`,
          ...findings.flatMap((finding, index) => ['', ...findingLines(finding, index + 1)]),
        ]),
  ]
}

function countLines({ blocks, transactions, valid, invalid, rerun, configurations }: AuditReport): readonly string[] {
  const codes = Object.entries(invalid).map(([code, count]) => `${count} with code ${code}`)
  const changes = configurations.filter(({ block }) => block > 0).map(({ block }) => block)
  return [
    `  ${counted(blocks, 'block', 'blocks')}, ${counted(transactions, 'transaction', 'transactions')}, ${valid} of them valid` +
      (codes.length === 0 ? '' : `, invalid: ${codes.join(', ')}`),
    `  ${rerun.whole} run again by the rules, ${rerun.confidential} confidential, ${rerun['nothing-written']} without effect, ${rerun['not-of-the-register']} of Fabric’s own`,
    ...(changes.length === 0 ? [] : [`  configuration changed in block ${changes.join(', ')}`]),
  ]
}

const ORDERING: Readonly<Record<NonNullable<AuditReport['ordering']>, string>> = {
  byzantine: 'Blocks are signed by a quorum of the members’ orderers: no block stands here that fewer agreed on.',
  'crash-tolerant': 'Blocks are signed by one orderer each: who runs it could have made two chains.',
  'one-operator':
    'Blocks are signed by one operator only, that of the embedded channel: its signature proves nothing against that operator.',
}

function orderingLines({ ordering }: AuditReport): readonly string[] {
  return ordering === undefined ? [] : [ORDERING[ordering]]
}

function confidentialLines({ rerun }: AuditReport): readonly string[] {
  if (rerun.confidential === 0) return []
  return [
    `Of ${counted(rerun.confidential, 'confidential transaction', 'confidential transactions')} a block tells who sent it, in which role, into which pair’s collection, and hashes;`,
    'what was put there and whether it is the registered document only the two members can check.',
  ]
}

function findingLines({ rule, block, detail, transaction }: Finding, number: number): readonly string[] {
  return [
    `${number}. ${FINDING_MEANINGS[rule]} (${rule})`,
    `   ${detail}`,
    `   block ${block}${transaction === undefined ? '' : `, transaction ${transaction.id}`}`,
    ...(transaction === undefined ? [] : transactionLines(transaction)),
  ]
}

function transactionLines(found: FoundTransaction): readonly string[] {
  const { name, time, certificates, records, submitter, inTheNameOf, endorsers } = found
  return [
    `   ${name === '' ? 'a call without a name' : name} at ${time}, sent by ${submitter === undefined ? 'nobody who can be read' : actor(submitter)}`,
    ...(inTheNameOf.length === 0 ? [] : [`   in the name of ${inTheNameOf.join(', ')}`]),
    ...(certificates.length === 0 ? [] : [`   certificate ${certificates.join(', ')}`]),
    ...(records.length === 0 ? [] : [`   record ${records.join(', ')}`]),
    `   endorsed by ${endorsers.length === 0 ? 'nobody' : endorsers.join(', ')}`,
  ]
}

function actor({ organisation, role, authority, certificate }: Actor): string {
  const acting = authority === undefined ? '' : ` for ${authority}`
  return `${organisation} as ${role ?? 'no role'}${acting} with certificate ${certificate.slice(0, 16)}…`
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
