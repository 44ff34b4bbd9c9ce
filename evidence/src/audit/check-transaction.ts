import { eventOf, rerun } from '@eco/domain'
import type { CommittedCall } from '@eco/domain'
import type { ChannelConfig } from '../ledger/channel-config'
import { committedCall } from '../ledger/committed-call'
import { callerOf, readIdentity } from '../ledger/identity'
import { endorsersOf, endorsingMsps, submitterOf } from '../ledger/signers'
import type { Signer } from '../ledger/signers'
import type { EndorsedTransaction } from '../ledger/transaction'
import { blameFor } from './blame'
import type { Actor, FindingRule, FoundTransaction } from './finding'
import { LIFECYCLE, policyProblem, requirementsOf } from './policies'
import type { WorldState } from './world-state'

/** What an audit says of one transaction that counts. */
export interface Judgement {
  readonly problems: readonly Problem[]
  /** Run again whole, only as far as a block tells what it did, or not at all, since it is not of the register. */
  readonly rerun: 'whole' | 'confidential' | 'nothing-written' | 'not-of-the-register'
}

/** A rule that does not hold, how, and of which records. */
export interface Problem {
  readonly rule: FindingRule
  readonly detail: string
  readonly keys: readonly string[]
}

/** What a transaction is held against. */
export interface Ground {
  /** The name of the register's chaincode. */
  readonly chaincode: string
  readonly config: ChannelConfig
  readonly state: WorldState
}

/** Checks one transaction that the peer counts as valid against everything before it. */
export async function checkTransaction(transaction: EndorsedTransaction, ground: Ground): Promise<Judgement> {
  const call = committedCall(transaction, ground.chaincode)
  const keys = [...call.writes.keys()].sort()
  const problems: Problem[] = formProblems(transaction, ground).map((problem) => ({ ...problem, keys }))
  if (transaction.chaincode !== ground.chaincode) return { problems, rerun: 'not-of-the-register' }
  const again = await rerun(call, ground.state)
  if (again.result === 'confidential' || again.result === 'nothing-written') return { problems, rerun: again.result }
  if (again.result === 'refused') {
    const { code, detail } = again.refusal
    problems.push({ rule: 'RULES_REFUSE', detail: `${code}, ${detail}`, keys: again.keys })
  } else if (again.result === 'different') {
    problems.push({ rule: 'RULES_DIFFER', detail: again.detail, keys: again.keys })
  } else if (!announcesRightly(transaction, call)) {
    problems.push({ rule: 'RULES_DIFFER', detail: 'another event is announced', keys })
  }
  return { problems, rerun: 'whole' }
}

/** Why a transaction that the peer counts as invalid should count after all, by the reason that the peer gives. */
export function wrongReason(code: number, transaction: EndorsedTransaction, ground: Ground): string | undefined {
  if (code === CONFLICT && transaction.sets.every(({ ranges }) => ranges === 0)) {
    return ground.state.staleReads(transaction).length > 0 ? undefined : 'nothing that it read had changed'
  }
  if (code !== NOT_ENDORSED) return undefined
  const missing = signatureProblems(transaction, ground).some(({ rule }) => rule === 'ENDORSEMENTS_MISSING')
  return missing ? undefined : 'enough members have endorsed it'
}

/** The transaction as a finding names it. */
export async function describe(
  transaction: EndorsedTransaction,
  index: number,
  keys: readonly string[],
  ground: Ground,
): Promise<FoundTransaction> {
  const call = committedCall(transaction, ground.chaincode)
  return {
    id: transaction.transactionId,
    index,
    time: transaction.time,
    name: call.name,
    ...(await blameFor(call, keys, ground.state)),
    submitter: actorOf(transaction.creator),
    endorsers: [...endorsingMsps(endorsersOf(transaction, ground.config))].sort(),
  }
}

const CONFLICT = 11
const NOT_ENDORSED = 10

type FormProblem = Omit<Problem, 'keys'>

function formProblems(transaction: EndorsedTransaction, ground: Ground): readonly FormProblem[] {
  const found = [...signatureProblems(transaction, ground), ...namespaceProblems(transaction, ground)]
  const stale = ground.state.staleReads(transaction)
  if (stale.length > 0) found.push({ rule: 'STALE_READ', detail: `changed in between: ${stale.join(', ')}` })
  const policy = policyProblem(transaction, ground.chaincode)
  if (policy !== undefined) found.push({ rule: 'POLICY_DIFFERENT', detail: policy })
  return found
}

function signatureProblems(transaction: EndorsedTransaction, { chaincode, config }: Ground): FormProblem[] {
  const found: FormProblem[] = []
  const { problem } = submitterOf(transaction, config)
  if (problem !== undefined) found.push({ rule: 'SUBMITTER_NOT_PROVEN', detail: problem })
  if (!transaction.proposalMatches) {
    found.push({ rule: 'PROPOSAL_NOT_ENDORSED', detail: 'the hash that they signed is that of another one' })
  }
  const signers = endorsersOf(transaction, config)
  const endorsing = endorsingMsps(signers)
  for (const { subject, count, of } of requirementsOf(transaction, chaincode, config)) {
    const own = of.filter((mspId) => endorsing.has(mspId)).length
    if (own >= count) continue
    const detail = `${subject} needs ${count}, ${own} hold${whyNot(signers)}`
    found.push({ rule: 'ENDORSEMENTS_MISSING', detail })
  }
  return found
}

function whyNot(signers: readonly Signer[]): string {
  const reasons = signers.flatMap(({ identity, problem }) =>
    problem === undefined ? [] : [`${identity?.mspId ?? 'somebody'}: ${problem}`],
  )
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
}

function namespaceProblems({ sets, chaincode }: EndorsedTransaction, ground: Ground): FormProblem[] {
  const found: FormProblem[] = []
  for (const { namespace, writes, metadataWrites, collections } of sets) {
    const writesAnything = writes.length > 0 || collections.some((collection) => collection.writes.length > 0)
    const isKnown = namespace === chaincode && [ground.chaincode, LIFECYCLE].includes(namespace)
    if (writesAnything && !isKnown) found.push({ rule: 'UNKNOWN_NAMESPACE', detail: `it writes in ${namespace}` })
    if (metadataWrites.length > 0 && namespace === ground.chaincode) {
      found.push({ rule: 'KEY_POLICY_WRITTEN', detail: metadataWrites.join(', ') })
    }
  }
  return found
}

function announcesRightly({ event }: EndorsedTransaction, { name, answer, writes }: CommittedCall): boolean {
  const right = eventOf(name, { answer, written: writes.size })
  return event?.name === right?.name && event?.payload === right?.payload
}

function actorOf(creator: Uint8Array): Actor | undefined {
  try {
    const identity = readIdentity(creator)
    const caller = callerOf(identity)
    return {
      organisation: caller?.organisation ?? identity.mspId,
      role: caller?.role,
      authority: caller?.authority,
      certificate: identity.certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    }
  } catch {
    return undefined
  }
}
