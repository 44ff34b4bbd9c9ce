import type { ChaincodeAnswer, ChaincodeCall, ChaincodeLink } from '../chaincode/link'
import { connectChaincode } from '../chaincode/stream'
import type { NestedCall } from '../chaincode/stream'
import type { Identity, Membership, Signer } from '../identity/identity'
import { IdentityError } from '../identity/msp'
import type { Ledger } from '../ledger/ledger'
import type { Interest } from '../ledger/simulator'
import { endorsementMessage, responsePayload } from '../wire/proposal'
import type { Proposal } from '../wire/proposal'
import { computeTxId } from '../wire/transaction'
import type { Endorsement } from '../wire/transaction'
import { systemAnswer } from './system-chaincode'

const EXECUTE_TIMEOUT_MS = 30_000
const ENDORSER_TRANSACTION = 3

/** Why a peer did not simulate or endorse. */
export class ProposalRefused extends Error {
  override readonly name = 'ProposalRefused'
  /** `client`: the proposal is wrong, no other peer will take it. `peer`: this peer cannot, another one may. */
  readonly fault: 'client' | 'peer'

  constructor(fault: 'client' | 'peer', message: string) {
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
  readonly channelId: string
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

  /** Simulates a proposal on the state after a block and endorses the result. */
  async process(proposal: Proposal, atBlock: number): Promise<ProposalResult> {
    if (!this.running) throw new ProposalRefused('peer', `connection to ${this.address} failed: the peer is stopped`)
    const creator = this.#check(proposal)
    const { ledger, channelId } = this.#options
    const definition = ledger.definition(proposal.chaincode)
    const { txId } = proposal.header
    const simulator = ledger.simulate({
      txId,
      mspId: this.mspId,
      creatorMspId: creator.mspId,
      atBlock: Math.max(0, atBlock - this.drift),
    })
    const call: ChaincodeCall = {
      channelId,
      txId,
      args: proposal.args,
      signedProposal: proposal.signedProposal,
      simulator,
      timeoutMs: EXECUTE_TIMEOUT_MS,
    }
    const answer = await this.#invoke(proposal.chaincode, call)
    const { publicResults, privateResults, interest } = simulator.finish()
    const computed = responsePayload(proposal, definition?.version ?? '', answer, publicResults)
    const payload = this.alter?.(computed) ?? computed
    return {
      answer,
      payload,
      interest,
      privateResults,
      endorsement: answer.status < 400 ? this.#endorse(payload) : undefined,
    }
  }

  /** Breaks the links to a chaincode, so that the next invocation dials its new address. */
  async disconnect(chaincode?: string): Promise<void> {
    const names = chaincode === undefined ? [...this.#links.keys()] : [chaincode]
    const links = names.flatMap((name) => this.#links.get(name) ?? [])
    for (const name of names) this.#links.delete(name)
    await Promise.all(links.map((link) => link.close()))
  }

  #check(proposal: Proposal): Identity {
    const { header } = proposal
    const reason = headerProblem(proposal)
    if (reason !== undefined) throw new ProposalRefused('client', `error validating proposal: ${reason}`)
    const creator = this.#creator(proposal)
    if (this.#options.ledger.transaction(header.txId) !== undefined) {
      const hex = Buffer.from(header.creator).toString('hex')
      throw new ProposalRefused('client', `duplicate transaction found [${header.txId}]. Creator [${hex}]`)
    }
    return creator
  }

  #creator({ header, proposalBytes, signature }: Proposal): Identity {
    const denied = `error validating proposal: access denied: channel [${header.channelId}] creator org`
    let creator: Identity
    try {
      creator = this.#options.membership.identify(header.creator)
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error
      if (error.rule === 'expired')
        throw new ProposalRefused('client', 'error validating proposal: proposal client identity expired')
      const malformed = error.rule === 'malformed' || error.rule === 'unknown MSP'
      const organization = malformed ? 'unknown, creator is malformed' : `[${error.mspId}]`
      throw new ProposalRefused('client', `${denied} ${organization}`)
    }
    if (!creator.verify(proposalBytes, signature)) throw new ProposalRefused('client', `${denied} [${creator.mspId}]`)
    return creator
  }

  async #invoke(chaincode: string, call: ChaincodeCall): Promise<ChaincodeAnswer> {
    const system = systemAnswer(chaincode, call.args, this.#options.ledger, this.#options.channelId)
    if (system !== undefined) return system
    const link = this.#link(chaincode)
    if (link === undefined) {
      throw new ProposalRefused(
        'peer',
        `make sure the chaincode ${chaincode} has been successfully defined on channel ${call.channelId} and try again: chaincode ${chaincode} not found`,
      )
    }
    try {
      return await link.invoke(call)
    } catch (error) {
      throw new ProposalRefused(
        'peer',
        `error in simulation: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  async #invokeNested({ chaincode, channelId, args, parent }: NestedCall): Promise<ChaincodeAnswer> {
    const system = systemAnswer(chaincode, args, this.#options.ledger, channelId)
    if (system !== undefined) return system
    const link = this.#link(chaincode)
    if (link === undefined) throw new Error(`chaincode ${chaincode} not found`)
    return link.invoke({ ...parent, args })
  }

  #link(chaincode: string): ChaincodeLink | undefined {
    const address = this.#options.addressOf(chaincode)
    let link = this.#links.get(chaincode)
    if (link === undefined && address !== undefined) {
      link = connectChaincode({ name: chaincode, address, invokeChaincode: (call) => this.#invokeNested(call) })
      this.#links.set(chaincode, link)
    }
    return link
  }

  #endorse(payload: Uint8Array): Endorsement {
    const { signer } = this.#options
    return { endorser: signer.serialized, signature: signer.sign(endorsementMessage(payload, signer.serialized)) }
  }
}

function headerProblem({ header, signature }: Proposal): string | undefined {
  if (header.type !== ENDORSER_TRANSACTION) return `invalid header type ${header.type}`
  if (header.epoch !== 0) return 'epoch is non-zero'
  if (header.nonce.length === 0) return 'nonce is empty'
  if (header.creator.length === 0) return 'creator is empty'
  const expected = computeTxId(header.nonce, header.creator)
  if (expected !== header.txId) return `incorrectly computed txid '${header.txId}' -- expected '${expected}'`
  return signature.length === 0 ? 'empty signature bytes' : undefined
}
