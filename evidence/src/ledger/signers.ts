import { verify } from 'node:crypto'
import type { LedgerBlock } from './block'
import type { ChannelConfig } from './channel-config'
import { quorumOf } from './channel-config'
import { sha256Hex } from './header'
import { readIdentity } from './identity'
import type { LedgerIdentity } from './identity'
import { hasRole, problemOf } from './msp'
import type { NodeRole } from './msp'
import type { EndorsedTransaction, Signed } from './transaction'

/** Whether a signature is one of an organisation of the channel, and if not, why. */
export interface Signer {
  /** Undefined where it cannot be read. */
  readonly identity: LedgerIdentity | undefined
  /** Undefined where the signature holds. */
  readonly problem: string | undefined
}

/** Whether a block bears the signatures that it needs. */
export interface BlockSigners {
  readonly kind: ChannelConfig['ordering']['kind']
  readonly signers: readonly Signer[]
  /** How many different orderers have signed, and how many must. */
  readonly valid: number
  readonly needed: number
}

/** Whether the sender's signature, its certificate at the transaction's own time, and the transaction's id hold. */
export function submitterOf(transaction: Signed, config: ChannelConfig): Signer {
  const { creator, nonce, payload, signature, transactionId, time } = transaction
  const signer = signerOf(creator, payload, signature, config, time)
  if (signer.problem !== undefined || sha256Hex(nonce, creator) === transactionId) return signer
  return { ...signer, problem: 'the transaction’s id is not the one of its sender' }
}

/** Every endorsement of a transaction, each judged for itself. */
export function endorsersOf(transaction: EndorsedTransaction, config: ChannelConfig): readonly Signer[] {
  const { responsePayload, endorsements, time } = transaction
  return endorsements.map(({ endorser, signature }) =>
    requireRole(
      signerOf(endorser, Buffer.concat([responsePayload, endorser]), signature, config, time),
      config,
      'peer',
    ),
  )
}

/** The organisations whose peers have endorsed it with a signature that holds. */
export function endorsingMsps(signers: readonly Signer[]): ReadonlySet<string> {
  return new Set(
    signers.flatMap(({ identity, problem }) => (problem === undefined && identity ? [identity.mspId] : [])),
  )
}

/** Whether the orderers' signatures hold, by the configuration in force before the block and at the time of what is in it. */
export function blockSigners(block: LedgerBlock, config: ChannelConfig, time: string): BlockSigners {
  const { ordering } = config
  const signers = block.signatures.map(({ signer, signed, signature }) => {
    if (typeof signer !== 'number') {
      const found = signerOf(signer, signed, signature, config, time)
      return ordering.kind === 'one-operator' ? found : requireRole(found, config, 'orderer')
    }
    const identity = ordering.kind === 'byzantine' ? ordering.consenters.get(signer) : undefined
    if (identity === undefined) return { identity, problem: `orderer ${signer} is not in the configuration` }
    return { identity, problem: judge(identity, signed, signature, config, time) }
  })
  const valid = new Set(
    signers.flatMap(({ identity, problem }) =>
      problem === undefined && identity && isConsenter(identity, ordering) ? [identity.certificate.fingerprint256] : [],
    ),
  )
  return { kind: ordering.kind, signers, valid: valid.size, needed: neededBy(ordering) }
}

/** What a block lacks of signatures that it needs, and why others do not count; undefined where it lacks none. */
export function signingProblem({ signers, valid, needed }: BlockSigners): string | undefined {
  if (valid >= needed) return undefined
  const reasons = new Set(signers.flatMap(({ problem }) => problem ?? []))
  const why = reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`
  return `${valid} of ${needed} signatures hold${why}`
}

function isConsenter({ certificate }: LedgerIdentity, ordering: ChannelConfig['ordering']): boolean {
  if (ordering.kind !== 'byzantine') return true
  const { fingerprint256 } = certificate
  return [...ordering.consenters.values()].some((consenter) => consenter.certificate.fingerprint256 === fingerprint256)
}

function neededBy(ordering: ChannelConfig['ordering']): number {
  return ordering.kind === 'byzantine' ? quorumOf(ordering.consenters.size) : 1
}

/** Whether a signature over these bytes holds, by whoever says to have made it, at a time. */
export function signerOf(
  serialized: Uint8Array,
  signed: Uint8Array,
  signature: Uint8Array,
  config: ChannelConfig,
  time: string,
): Signer {
  let identity: LedgerIdentity
  try {
    identity = readIdentity(serialized)
  } catch {
    return { identity: undefined, problem: 'its certificate cannot be read' }
  }
  return { identity, problem: judge(identity, signed, signature, config, time) }
}

function judge(
  identity: LedgerIdentity,
  signed: Uint8Array,
  signature: Uint8Array,
  config: ChannelConfig,
  time: string,
): string | undefined {
  const msp = config.msps.get(identity.mspId)
  if (msp === undefined) return `${identity.mspId} is no organisation of the channel`
  return (
    problemOf(msp, identity, time) ?? (holds(identity, signed, signature) ? undefined : 'the signature does not hold')
  )
}

function holds({ certificate }: LedgerIdentity, signed: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', signed, certificate.publicKey, signature)
  } catch {
    // A key of a kind that signs otherwise.
    return false
  }
}

function requireRole(signer: Signer, config: ChannelConfig, role: NodeRole): Signer {
  const { identity, problem } = signer
  const msp = identity && config.msps.get(identity.mspId)
  if (problem !== undefined || identity === undefined || msp === undefined) return signer
  if (hasRole(msp, identity, role)) return signer
  return { identity, problem: `its certificate is not that of ${role === 'orderer' ? 'an' : 'a'} ${role}` }
}
