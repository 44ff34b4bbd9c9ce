import { REQUIRED_ENDORSEMENTS } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import type { WorldState } from '../audit/world-state'
import type { ChannelConfig } from '../ledger/channel-config'
import { committedCall } from '../ledger/committed-call'
import { endorsersOf, endorsingMsps } from '../ledger/signers'
import { readTransaction } from '../ledger/transaction'
import type { EndorsedTransaction } from '../ledger/transaction'
import type { Version } from '../ledger/write-set'
import { evidenceCheck } from './evidence-answer'
import type { EvidenceCheck } from './evidence-answer'

/** The questions that members' peers are asked when a bundle is made: how it stands, and how what it comes from stands. */
export const STATED = ['get', 'ancestry'] as const

/** What statements are held against: the state that the bundle's blocks show, and the configuration at its end. */
export interface StatedGround {
  readonly certificate: CertificateId
  readonly chaincode: string
  readonly config: ChannelConfig | undefined
  readonly state: WorldState
}

/**
 * Whether members' peers have said that nothing is written of the certificate but what the bundle shows. Peers sign what
 * they have read with its versions, so that whoever leaves a later change out is found by them.
 */
export function completenessCheck(statements: readonly Uint8Array[], ground: StatedGround): EvidenceCheck {
  if (statements.length === 0) return evidenceCheck('completeness', 'unknown', 'NO_STATEMENTS')
  const read = statements.map(readTransaction)
  const broken = [...unasked(read, ground), ...read.flatMap((one) => problemsOf(one, ground))]
  if (broken.length > 0) return evidenceCheck('completeness', 'fail', 'STATEMENTS_DO_NOT_HOLD', broken)
  const later = read.flatMap((one) => (one.kind === 'endorsed' ? laterIn(one, ground) : []))
  if (later.length > 0) return evidenceCheck('completeness', 'fail', 'SOMETHING_LATER', [...new Set(later)])
  const times = read.flatMap((one) => (one.kind === 'endorsed' ? [one.time] : []))
  return evidenceCheck('completeness', 'pass', 'NOTHING_LATER', [`as of ${times.sort()[0] ?? ''}`])
}

function unasked(
  read: readonly ReturnType<typeof readTransaction>[],
  { certificate, chaincode }: StatedGround,
): readonly string[] {
  const asked = read.flatMap((one) => {
    if (one.kind !== 'endorsed') return []
    const { name, args } = committedCall(one, chaincode)
    return one.chaincode === chaincode && args[0] === certificate ? [name] : []
  })
  return STATED.filter((name) => !asked.includes(name)).map((name) => `nothing is said on ${name} of the certificate`)
}

function problemsOf(statement: ReturnType<typeof readTransaction>, { config }: StatedGround): readonly string[] {
  if (statement.kind !== 'endorsed' || config === undefined) return ['it cannot be read']
  if (!statement.proposalMatches) return ['the peers signed the answer to another question']
  const signers = endorsersOf(statement, config)
  const stated = endorsingMsps(signers)
  if (stated.size >= REQUIRED_ENDORSEMENTS) return []
  const why = signers.flatMap(({ problem }) => problem ?? [])
  return [
    `${stated.size} of ${REQUIRED_ENDORSEMENTS} members have signed it${why.length > 0 ? ` (${why.join('; ')})` : ''}`,
  ]
}

/** What the peers have read that is newer than what the blocks show. */
function laterIn({ sets }: EndorsedTransaction, { chaincode, state }: StatedGround): readonly string[] {
  return sets
    .filter(({ namespace }) => namespace === chaincode)
    .flatMap(({ namespace, reads }) =>
      reads
        .filter(({ key, version }) => isNewer(version, state.versionOf(namespace, key)))
        .map(({ version }) => `something stands in block ${version?.block ?? '?'}`),
    )
}

function isNewer(one: Version | undefined, other: Version | undefined): boolean {
  if (one === undefined) return false
  if (other === undefined || one.block !== other.block) return other === undefined || one.block > other.block
  return one.transaction > other.transaction
}
