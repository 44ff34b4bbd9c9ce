import { randomUUID } from 'node:crypto'
import { printRegistration } from '@eco/domain'
import { Audit, readBlock } from '@eco/evidence'
import { blocksAt } from '../support/channel-blocks'
import type { LedgerClient } from '../support/ledger-client'
import { memberClient } from '../support/private-exchange'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'
import { sealCertificates } from './certificate-life'

const AT_ONCE = 16
const SINGLE = 800
const LISTS = 40
const PER_LIST = 50

/** How fast a whole chain is checked and run again: issuing one by one, and fifty at a time. */
export async function auditBenchmark(log: (line: string) => void): Promise<Readonly<Record<string, number>>> {
  await using network = await startTestNetwork()
  using issuer = await memberClient(network, 'AU', 'issuer')
  const first = await issuer.height()
  await issueAll(issuer, 1, await entriesOf(network, SINGLE))
  const middle = await issuer.height()
  await issueAll(issuer, PER_LIST, await entriesOf(network, LISTS * PER_LIST))
  const last = await issuer.height()
  const blocks = await blocksAt(network, 'AU', 'auditor', last - 1)
  const audit = new Audit('eco')
  await timed(audit, blocks.slice(0, first))
  const single = await timed(audit, blocks.slice(first, middle))
  const lists = await timed(audit, blocks.slice(middle))
  const { findings, rerun } = audit.report
  if (findings.length > 0) throw new Error(`the audit found ${findings.length}: ${JSON.stringify(findings[0])}`)
  const figures = {
    blocks: blocks.length,
    runAgain: rerun.whole,
    auditTransactionsAt1: Math.round(SINGLE / single),
    auditTransactionsAt50: Math.round(LISTS / lists),
    auditCertificatesAt50: Math.round((LISTS * PER_LIST) / lists),
  }
  log(`One certificate per transaction:   ${figures.auditTransactionsAt1} transactions a second`)
  log(`Fifty certificates per transaction: ${figures.auditCertificatesAt50} certificates a second`)
  return figures
}

async function timed(audit: Audit, blocks: readonly Uint8Array[]): Promise<number> {
  const began = performance.now()
  for (const block of blocks) await audit.add(readBlock(block))
  return (performance.now() - began) / 1000
}

async function entriesOf(network: TestNetwork, count: number): Promise<readonly unknown[]> {
  const sealed = await sealCertificates(network, count)
  return sealed.map(({ registration }) => printRegistration(registration))
}

async function issueAll(issuer: LedgerClient, perTransaction: number, entries: readonly unknown[]): Promise<void> {
  const left = [...entries]
  const work = async (): Promise<void> => {
    while (left.length > 0) {
      const list = JSON.stringify(left.splice(0, perTransaction))
      const answer = Buffer.from(await issuer.contract.submitTransaction('issue', randomUUID(), list)).toString()
      if (answer.includes('code')) throw new Error(answer)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
