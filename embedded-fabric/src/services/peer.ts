import { common } from '@hyperledger/fabric-protos'
import type { ChaincodeAnswer, ChaincodeCall, ChaincodeLink } from '../chaincode/link'
import type { DialPatience } from '../chaincode/dial-patience'
import { connectChaincode } from '../chaincode/stream'
import type { NestedCall } from '../chaincode/stream'
import type { Identity, Membership, Signer } from '../identity/identity'
import { IdentityError, isExpired } from '../identity/msp'
import type { Ledger } from '../ledger/ledger'
import { readDefinition } from '../ledger/lifecycle'
import type { Interest, Simulator } from '../ledger/simulator'
import { endorsementMessage, responsePayload } from '../wire/proposal'
import type { Proposal } from '../wire/proposal'
import { computeTxId } from '../wire/transaction'
import type { Endorsement } from '../wire/transaction'
import { policyFailure } from './access'
import type { AccessRules } from './access'
import { goDuration } from './limits'
import type { PeerLimits } from './limits'
import { isSystemChaincode, systemAnswer } from './system-chaincode'

/** A contract's answer below it can become a transaction. */
const FIRST_ERROR_STATUS = 400
const { CONFIG, ENDORSER_TRANSACTION } = common.HeaderType

/** Why a peer did not simulate or endorse. */
export class ProposalRefused extends Error {
  override readonly name = 'ProposalRefused'
  /**
   * `proposal`: no peer will take it. `simulation`: this peer cannot, another one may. `connection`: there is no answer at
   * all. `timeout`: there is none in time.
   */
  readonly fault: 'proposal' | 'simulation' | 'connection' | 'timeout'

  constructor(fault: ProposalRefused['fault'], message: string) {
    super(message)
    this.fault = fault
  }
}

/** A peer's answer to a proposal; endorsed when the contract's status is a success. */
export interface ProposalResult {
  readonly answer: ChaincodeAnswer
  readonly payload: Uint8Array
  readonly endorsement: Endorsement | undefined
  readonly interest: Interest
  readonly privateResults: Uint8Array | undefined
}

export interface PeerOptions {
  readonly signer: Signer
  readonly address: string
  readonly ledger: Ledger
  readonly membership: Membership
  readonly access: AccessRules
  readonly channelId: string
  readonly limits: PeerLimits
  /** Shared by peers whose chaincodes listen at the same addresses. */
  readonly patience?: DialPatience
  /** Where each chaincode's server listens. */
  readonly addressOf: (chaincode: string) => string | undefined
}

/** One organisation's peer: simulates by itself over its own links to the chaincodes, and signs with its own key. */
export class Peer {
  readonly mspId: string
  readonly address: string
  running = true
  /** Blocks that this peer's simulations lag behind (tests). */
  drift = 0
  /** Alters what this peer endorses (tests). */
  alter: ((payload: Uint8Array) => Uint8Array) | undefined
  readonly #options: PeerOptions
  readonly #links = new Map<string, ChaincodeLink>()

  constructor(options: PeerOptions) {
    this.#options = options
    this.mspId = options.signer.mspId
    this.address = options.address
  }

  /** Simulates a proposal on the state after a block, for its answer alone. */
  async evaluate(proposal: Proposal, atBlock: number): Promise<{ readonly answer: ChaincodeAnswer }> {
    return this.#simulate(proposal, atBlock)
  }

  /** Simulates a proposal on the state after a block and endorses the result. */
  async process(proposal: Proposal, atBlock: number): Promise<ProposalResult> {
    const { answer, simulator } = await this.#simulate(proposal, atBlock)
    const { publicResults, privateResults, interest } = finish(simulator)
    const { invoked: name = '' } = proposal
    const version = this.#options.ledger.definition(name)?.version ?? ''
    const computed = responsePayload(proposal, { name, version }, answer, publicResults)
    const payload = this.alter?.(computed) ?? computed
    return {
      answer,
      payload,
      interest,
      privateResults,
      endorsement: answer.status < FIRST_ERROR_STATUS ? this.#endorse(payload) : undefined,
    }
  }

  async #simulate(
    proposal: Proposal,
    atBlock: number,
  ): Promise<{ readonly answer: ChaincodeAnswer; readonly simulator: Simulator }> {
    if (!this.running) throw new ProposalRefused('connection', `connection error: ${this.address} is stopped`)
    const creator = this.#check(proposal)
    const { ledger, channelId, limits } = this.#options
    const { txId } = proposal.header
    const simulator = ledger.simulate({
      txId,
      mspId: this.mspId,
      creatorMspId: creator.mspId,
      atBlock: Math.max(0, atBlock - this.drift),
    })
    const { args, signedProposal, invoked = '' } = proposal
    const call = { channelId, txId, args, signedProposal, simulator, timeoutMs: limits.executeTimeoutMs }
    return { answer: await this.#invoke(invoked, call), simulator }
  }

  /** Breaks the links to a chaincode, so that the next invocation dials its new address. */
  async disconnect(chaincode?: string): Promise<void> {
    const names = chaincode === undefined ? [...this.#links.keys()] : [chaincode]
    const links = names.flatMap((name) => this.#links.get(name) ?? [])
    for (const name of names) this.#links.delete(name)
    await Promise.all(links.map((link) => link.close()))
  }

  /** In the order in which Fabric's peers look: expiry and time before anything else, for which they give no answer at all. */
  #check(proposal: Proposal): Identity {
    const { header, unreadableSignatureHeader: garbled } = proposal
    if (garbled !== undefined) throw new ProposalRefused('connection', `failed parsing signature header: ${garbled}`)
    const creator = this.#identify(header)
    const untimely = timeProblem(header, this.#options.limits.timeWindowMs)
    if (untimely !== undefined) throw new ProposalRefused('connection', untimely)
    if (proposal.unreadable !== undefined) throw new ProposalRefused('proposal', proposal.unreadable)
    if (header.channelId !== this.#options.channelId) {
      throw new ProposalRefused('simulation', `channel '${header.channelId}' not found`)
    }
    const reason = headerProblem(proposal)
    if (reason !== undefined) throw new ProposalRefused('proposal', reason)
    this.#checkSignature(proposal, creator)
    if (this.#options.ledger.transaction(header.txId) !== undefined) {
      const hex = Buffer.from(header.creator).toString('hex')
      throw new ProposalRefused('proposal', `duplicate transaction found [${header.txId}]. Creator [${hex}]`)
    }
    if (!isSystemChaincode(proposal.invoked ?? '') && !this.#options.access.mayRead(creator)) {
      throw new ProposalRefused('proposal', deniedBy('Readers'))
    }
    return creator
  }

  #identify({ creator }: Proposal['header']): Identity | IdentityError {
    try {
      return this.#options.membership.identify(creator)
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error
      if (!isExpired(creator, new Date())) return error
      throw new ProposalRefused('connection', 'proposal client identity expired')
    }
  }

  #checkSignature(
    { header, proposalBytes, signature }: Proposal,
    creator: Identity | IdentityError,
  ): asserts creator is Identity {
    const denied = `${INVALID}access denied: channel [${header.channelId}] creator org`
    if (creator instanceof IdentityError) {
      // What cannot be read at all; Fabric reads the others, and does not find them valid.
      const malformed = creator.rule !== 'role' && creator.rule !== 'revoked'
      const organization = malformed ? 'unknown, creator is malformed' : `[${creator.mspId}]`
      throw new ProposalRefused('proposal', `${denied} ${organization}`)
    }
    if (!creator.verify(proposalBytes, signature)) throw new ProposalRefused('proposal', `${denied} [${creator.mspId}]`)
  }

  async #invoke(chaincode: string, call: ChaincodeCall): Promise<ChaincodeAnswer> {
    const system = systemAnswer(chaincode, call.args, this.#options.ledger, this.#options.channelId)
    if (system !== undefined) return system
    const link = this.#link(chaincode)
    if (link === undefined) {
      throw new ProposalRefused(
        'simulation',
        `make sure the chaincode ${chaincode} has been successfully defined on channel ${call.channelId} and try again: chaincode ${chaincode} not found`,
      )
    }
    readDefinition(call.simulator, chaincode)
    try {
      return await link.invoke(call)
    } catch (error) {
      throw new ProposalRefused(
        'simulation',
        `error in simulation: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  async #invokeNested({ chaincode, args, parent }: NestedCall): Promise<ChaincodeAnswer> {
    if (isSystemChaincode(chaincode)) {
      throw new Error(`system chaincode ${chaincode} cannot be called by another chaincode`)
    }
    const link = this.#link(chaincode)
    if (link === undefined) {
      const reason = `failed to get chaincode container info for ${chaincode}: chaincode ${chaincode} not found`
      throw new Error(`execute failed: invalid invocation: [channel ${parent.channelId}] ${reason}`)
    }
    readDefinition(parent.simulator, chaincode)
    return link.invoke({ ...parent, args })
  }

  #link(chaincode: string): ChaincodeLink | undefined {
    const address = this.#options.addressOf(chaincode)
    let link = this.#links.get(chaincode)
    if (link === undefined && address !== undefined) {
      const { limits, patience } = this.#options
      link = connectChaincode({
        name: chaincode,
        address,
        invokeChaincode: (call) => this.#invokeNested(call),
        connectTimeoutMs: limits.dialTimeoutMs,
        ...(patience && { patience }),
      })
      this.#links.set(chaincode, link)
    }
    return link
  }

  #endorse(payload: Uint8Array): Endorsement {
    const { signer, membership } = this.#options
    const message = endorsementMessage(payload, signer.serialized)
    const signature = signer.sign(message)
    membership.identify(signer.serialized).vouch(message, signature)
    return { endorser: signer.serialized, signature }
  }
}

function finish(simulator: Simulator): ReturnType<Simulator['finish']> {
  try {
    return simulator.finish()
  } catch (error) {
    throw new ProposalRefused(
      'simulation',
      `error in simulation: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

const INVALID = 'error validating proposal: '

function headerProblem({ header, signature }: Proposal): string | undefined {
  // Why a configuration passes is anybody's guess; Fabric's own comment wonders, too.
  if (header.type !== ENDORSER_TRANSACTION && header.type !== CONFIG)
    return `${INVALID}invalid header type ${headerTypeName(header.type)}`
  if (header.epoch !== 0) return `${INVALID}epoch is non-zero`
  if (header.nonce.length === 0) return `${INVALID}nonce is empty`
  if (header.creator.length === 0) return `${INVALID}creator is empty`
  const expected = computeTxId(header.nonce, header.creator)
  if (expected !== header.txId) {
    return `${INVALID}incorrectly computed txid '${header.txId}' -- expected '${expected}'`
  }
  return signature.length === 0 ? `${INVALID}empty signature bytes` : undefined
}

function timeProblem({ timestamp }: Proposal['header'], windowMs: number): string | undefined {
  const time = (timestamp?.seconds ?? 0) * 1000 + Math.floor((timestamp?.nanos ?? 0) / 1e6)
  const now = Date.now()
  if (Math.abs(now - time) <= windowMs) return undefined
  return `request unauthorized due to incorrect timestamp ${wholeSeconds(time)}, peer time ${wholeSeconds(now)}, peer.authentication.timewindow ${goDuration(windowMs)}`
}

function wholeSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}

function headerTypeName(type: number): string {
  return Object.entries(common.HeaderType).find(([, value]) => value === type)?.[0] ?? String(type)
}

function deniedBy(policy: 'Readers'): string {
  return `failed evaluating policy on signed data during check policy [/Channel/Application/${policy}]: [${policyFailure(policy)}]`
}
