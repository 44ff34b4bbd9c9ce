import { ancestryOf, loadCertificate } from '@eco/domain'
import type { CertificateId, CertificateRecord, Finding } from '@eco/domain'
import { checkTransaction, describe } from '../audit/check-transaction'
import type { Ground } from '../audit/check-transaction'
import { WorldState } from '../audit/world-state'
import type { LedgerBlock } from '../ledger/block'
import type { EndorsedTransaction } from '../ledger/transaction'
import type { Version } from '../ledger/write-set'
import type { EvidenceBundle } from './bundle'
import { configFor, configurationsOf, orderersCheck, readBlocks, timeOf } from './check-blocks'
import type { Configurations } from './check-blocks'
import { checkByBlocks } from './check-document'
import { completenessCheck } from './check-statements'
import { evidenceCheck, verdictOf } from './evidence-answer'
import type { EvidenceAnswer, EvidenceCheck, ProvenTransaction } from './evidence-answer'
import { countedIn, isAbout, versionsRead } from './touching'

/** What whoever checks knows without the bundle. */
export interface Known {
  /** The hash of the channel's block 0 in hex, as the administration was given it. */
  readonly channel?: string | undefined
}

/**
 * Checks a bundle by itself: no network, no clock, no trust but in block 0. Signatures are judged at the time of what
 * they sign, so the answer is the same years later.
 */
export async function verifyBundle(bundle: EvidenceBundle, known: Known = {}): Promise<EvidenceAnswer> {
  const { blocks, problems } = readBlocks(bundle.blocks)
  const channel = blocks.find(({ number }) => number === 0)?.hash
  const followed = configurationsOf(blocks)
  const { configurations } = followed
  const replayed = await replay(bundle, blocks, configurations)
  const document = await documentOf(bundle, replayed)
  const checks: readonly EvidenceCheck[] = [
    problems.length === 0
      ? evidenceCheck('blocks', 'pass', 'BLOCKS_WHOLE')
      : evidenceCheck('blocks', 'fail', 'BLOCKS_ALTERED', problems),
    channelCheck(channel, known.channel),
    followed.problems.length === 0 && configurations.length > 0
      ? evidenceCheck('configuration', 'pass', 'CONFIGURATION_FOLLOWS')
      : evidenceCheck('configuration', 'fail', 'CONFIGURATION_BROKEN', followed.problems),
    orderersCheck(blocks, configurations),
    replayed.problems.length === 0
      ? evidenceCheck('transactions', 'pass', 'TRANSACTIONS_HOLD')
      : evidenceCheck('transactions', 'fail', 'TRANSACTIONS_DO_NOT_HOLD', replayed.problems),
    replayed.record === undefined
      ? evidenceCheck('certificate', 'fail', 'NOT_REGISTERED')
      : evidenceCheck('certificate', 'pass', 'REGISTERED'),
    completenessCheck(bundle.statements, {
      ...bundle,
      ...{ config: configurations.at(-1)?.config, state: replayed.state },
    }),
    documentCheck(bundle, document),
  ]
  const { asOf, transactions } = replayed
  return { verdict: verdictOf(checks), checks, channel, asOf, transactions, document }
}

function channelCheck(hash: string | undefined, known: string | undefined): EvidenceCheck {
  if (known === undefined) return evidenceCheck('channel', 'unknown', 'CHANNEL_NOT_NAMED')
  return hash === known.toLowerCase()
    ? evidenceCheck('channel', 'pass', 'CHANNEL_KNOWN')
    : evidenceCheck('channel', 'fail', 'CHANNEL_OTHER', [`block 0 has ${hash ?? 'no hash'}`])
}

// That a genuine certificate was cancelled or has run out is what the bundle proves; it takes nothing from the proof.
function documentCheck({ document }: EvidenceBundle, answer: EvidenceAnswer['document']): EvidenceCheck {
  if (document === undefined) return evidenceCheck('document', 'unknown', 'DOCUMENT_NOT_INCLUDED')
  if (answer === undefined) return evidenceCheck('document', 'unknown', 'DOCUMENT_OPEN')
  const { authenticity, formalCompliance, status } = answer.findings
  const ofItself = [authenticity, formalCompliance]
  const codesWith = (result: 'fail' | 'unknown', findings: readonly Finding[]): readonly string[] =>
    findings.flatMap(({ checks }) => checks.filter((own) => own.result === result).map(({ code }) => code))
  if (ofItself.some(({ result }) => result === 'fail')) {
    return evidenceCheck('document', 'fail', 'DOCUMENT_NOT_VALID', codesWith('fail', ofItself))
  }
  if (ofItself.some(({ result }) => result === 'unknown')) {
    return evidenceCheck('document', 'unknown', 'DOCUMENT_OPEN', codesWith('unknown', ofItself))
  }
  return evidenceCheck('document', 'pass', 'DOCUMENT_GENUINE', codesWith('fail', [status]))
}

interface Replayed {
  readonly problems: readonly string[]
  readonly transactions: readonly ProvenTransaction[]
  readonly records: ReadonlyMap<string, string>
  readonly state: WorldState
  readonly record: CertificateRecord | undefined
  readonly asOf: EvidenceAnswer['asOf']
}

/**
 * Builds the state that the blocks show, in their order, and checks each transaction of the certificate against it. Of the
 * others only those count that one of these has read: its endorsers have seen that they count. What a peer made of a
 * transaction nobody signs, so that a bundle could call one valid that is not.
 */
async function replay(
  bundle: EvidenceBundle,
  blocks: readonly LedgerBlock[],
  configurations: Configurations,
): Promise<Replayed> {
  const { certificate, chaincode } = bundle
  const state = new WorldState(chaincode)
  const wanted = await wantedIn(bundle, blocks)
  const own = new Set([certificate])
  const read = new Set(readBy(blocks, (transaction) => isAbout(transaction, wanted, chaincode)).map(placeOf))
  const given = new Set(blocks.map(({ number }) => number))
  const problems: string[] = []
  const transactions: ProvenTransaction[] = []
  let asOf: EvidenceAnswer['asOf']
  for (const block of blocks) {
    const config = configFor(block.number, configurations)
    for (const { placed, transaction } of countedIn(block)) {
      const version = { block: block.number, transaction: placed.index }
      if (config !== undefined && isAbout(transaction, wanted, chaincode)) {
        const ground = { chaincode, config, state }
        problems.push(...(await problemsOf(transaction, block.number, ground, given)))
        if (isAbout(transaction, own, chaincode)) {
          const { id, name, time, submitter, endorsers } = await describe(transaction, placed.index, [], ground)
          const sender = submitter?.organisation ?? 'nobody'
          transactions.push({ block: block.number, id, name, time, sender, endorsers })
          asOf = { block: block.number, time: timeOf(block) }
        }
        state.apply(transaction, version)
      } else if (read.has(placeOf(version))) state.apply(transaction, version)
    }
  }
  const records = state.records()
  return { problems, transactions, records, state, record: await recordIn(state, certificate), asOf }
}

async function problemsOf(
  transaction: EndorsedTransaction,
  block: number,
  ground: Ground,
  given: ReadonlySet<number>,
): Promise<readonly string[]> {
  const { problems } = await checkTransaction(transaction, ground)
  const missing = new Set(versionsRead(transaction).map((version) => version.block))
  const reasons = [
    ...problems.map(({ rule, detail }) => `${rule}, ${detail}`),
    ...[...missing]
      .filter((number) => !given.has(number))
      .map((number) => `it has read what stands in block ${number}, which is missing`),
  ]
  return reasons.map((reason) => `block ${block}, transaction ${transaction.transactionId}: ${reason}`)
}

/** What the transactions that count and that somebody picks have read. */
function readBy(
  blocks: readonly LedgerBlock[],
  picks: (transaction: EndorsedTransaction) => boolean,
): readonly Version[] {
  return blocks
    .flatMap(countedIn)
    .filter(({ transaction }) => picks(transaction))
    .flatMap(({ transaction }) => versionsRead(transaction))
}

function placeOf({ block, transaction }: Version): string {
  return `${block}/${transaction}`
}

/** The certificate and all that it comes from, as far as the blocks say it. */
async function wantedIn(
  { certificate, chaincode }: EvidenceBundle,
  blocks: readonly LedgerBlock[],
): Promise<ReadonlySet<CertificateId>> {
  const state = new WorldState(chaincode)
  for (const block of blocks) {
    for (const { placed, transaction } of countedIn(block)) {
      state.apply(transaction, { block: block.number, transaction: placed.index })
    }
  }
  try {
    return new Set([certificate, ...(await ancestryOf(state, certificate)).map(({ id }) => id)])
  } catch {
    return new Set([certificate])
  }
}

async function recordIn(reader: WorldState, certificate: CertificateId): Promise<CertificateRecord | undefined> {
  try {
    return await loadCertificate(reader, certificate)
  } catch {
    return undefined
  }
}

async function documentOf(
  { document }: EvidenceBundle,
  { records, state: reader, record, asOf }: Replayed,
): Promise<EvidenceAnswer['document']> {
  if (document === undefined || record === undefined || asOf === undefined) return undefined
  return checkByBlocks(document, { records, reader, record, time: asOf.time })
}
