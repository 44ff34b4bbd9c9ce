import { gateway, common, peer } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { describeRefusal } from '../refusal'
import { isRevokedKind, revokedSigner } from '../revoked'
import type { RevokedKind } from '../revoked'
import type { ScenarioRun } from '../run'
import type { Json } from '../scenario'
import { PATHS } from './connection'
import { identityOf } from './identities'
import type { IdentityKind } from './identities'
import { buildProposal } from './proposal'
import type { ProposalParts, RawProposal } from './proposal'
import { buildEnvelope, buildTransaction } from './transaction'
import type { Endorsed } from './transaction'

/** A proposal of one client, right but for the parts that are given. `~` in an argument is the scenario's own prefix. */
export type Intent = Partial<Omit<ProposalParts, 'args'>> & {
  readonly as?: string
  readonly kind?: IdentityKind | RevokedKind
  /** Default: puts `1` at the scenario's own key `a`. */
  readonly args?: readonly string[]
}

/** Builds a proposal whose transaction the transcript calls by this name. */
export async function propose(run: ScenarioRun, name: string, intent: Intent = {}): Promise<RawProposal> {
  const { as = 'Org1MSP', kind, args = ['put', '~a', '1'], ...parts } = intent
  const signer = parts.signer ?? (await signerOf(run, as, kind))
  const proposal = buildProposal({
    channelId: run.channelId,
    chaincode: 'any',
    ...parts,
    args: args.map((arg) => run.own(arg)),
    signer,
  })
  run.remember(name, proposal.txId)
  return proposal
}

/** An identity of an organisation, new for each call but the usual client's and the revoked ones of `Org1MSP`. */
export async function signerOf(run: ScenarioRun, mspId: string, kind?: IdentityKind | RevokedKind): Promise<Signer> {
  if (kind === undefined) return run.signer(mspId)
  if (isRevokedKind(kind)) return revokedSigner(run.stage.ledger.revoked, kind)
  return identityOf(run.organization(mspId).material, kind)
}

/** What the Gateway's Evaluate answers to a proposal. */
export async function evaluate(
  run: ScenarioRun,
  { signed, txId }: RawProposal,
  options: { readonly at?: string; readonly targets?: readonly string[] } = {},
): Promise<string> {
  const request = new gateway.EvaluateRequest()
  request.setTransactionId(txId)
  request.setChannelId(run.channelId)
  request.setProposedTransaction(signed)
  request.setTargetOrganizationsList([...(options.targets ?? [])])
  const bytes = await run.stage.call(options.at ?? 'Org1MSP', PATHS.evaluate, request.serializeBinary())
  const result = gateway.EvaluateResponse.deserializeBinary(bytes).getResult()
  return Buffer.from(result?.getPayload_asU8() ?? []).toString()
}

/** The envelope that the Gateway's Endorse prepares, without the client's signature. */
export async function prepare(
  run: ScenarioRun,
  { signed, txId }: RawProposal,
  options: { readonly at?: string; readonly organizations?: readonly string[] } = {},
): Promise<common.Envelope> {
  const request = new gateway.EndorseRequest()
  request.setTransactionId(txId)
  request.setChannelId(run.channelId)
  request.setProposedTransaction(signed)
  request.setEndorsingOrganizationsList([...(options.organizations ?? [])])
  const bytes = await run.stage.call(options.at ?? 'Org1MSP', PATHS.endorse, request.serializeBinary())
  return gateway.EndorseResponse.deserializeBinary(bytes).getPreparedTransaction() ?? new common.Envelope()
}

/** The organisations that endorsed, in place of the endorsements. */
export async function endorsers(run: ScenarioRun, proposal: RawProposal, at = 'Org1MSP'): Promise<string> {
  const envelope = await prepare(run, proposal, { at })
  return envelope.getPayload_asU8().length > 0 ? 'endorsed' : 'nothing'
}

/** Asks these organisations' peers around the gateway; the payload is the first one's. */
export async function collect(run: ScenarioRun, proposal: RawProposal, from: readonly string[]): Promise<Endorsed> {
  const responses = await Promise.all(
    from.map(async (mspId) => {
      const bytes = await run.stage.call(mspId, PATHS.processProposal, proposal.signed.serializeBinary())
      return peer.ProposalResponse.deserializeBinary(bytes)
    }),
  )
  const [first] = responses
  if (first?.getEndorsement() === undefined)
    throw new Error(`no endorsement: ${first?.getResponse()?.getMessage() ?? ''}`)
  return {
    payload: first.getPayload_asU8(),
    endorsements: responses.flatMap((response) => response.getEndorsement() ?? []),
  }
}

/** A transaction of a proposal and its endorsements, signed by its client. */
export function transactionOf(
  proposal: Pick<RawProposal, 'header' | 'publicPayload'>,
  endorsed: Endorsed,
  sign: (message: Uint8Array) => Uint8Array,
): common.Envelope {
  return buildEnvelope(proposal.header, buildTransaction(proposal, endorsed), sign)
}

/** Hands an envelope to the Gateway's Submit. */
export async function hand(
  run: ScenarioRun,
  envelope: common.Envelope,
  options: { readonly at?: string; readonly channel?: string; readonly txId?: string } = {},
): Promise<void> {
  const request = new gateway.SubmitRequest()
  request.setTransactionId(options.txId ?? '')
  request.setChannelId(options.channel ?? run.channelId)
  request.setPreparedTransaction(envelope)
  await run.stage.call(options.at ?? 'Org1MSP', PATHS.submit, request.serializeBinary())
}

/** Submits an envelope, waits until it is in every ledger and answers its validation code. */
export async function commit(run: ScenarioRun, txId: string, envelope: common.Envelope, at?: string): Promise<string> {
  await run.order({ txId, submit: () => hand(run, envelope, { txId, ...(at !== undefined && { at }) }) })
  return (await run.stage.observe(txId)).code
}

/** The value that stands at the scenario's own key now, at an organisation's peer. */
export async function valueOf(run: ScenarioRun, key = '~a', chaincode = 'any'): Promise<string> {
  const contract = (await run.network('Org1MSP')).getContract(chaincode)
  return Buffer.from(await contract.evaluateTransaction('get', run.own(key))).toString()
}

/** What was found, or how it was refused, without what differs from time to time. */
export async function seen(work: () => Promise<Json>): Promise<Json> {
  try {
    return scrubbed(await work())
  } catch (error) {
    return { refused: scrubbed(describeRefusal(error)) }
  }
}

/** Several attempts, one after the other. */
export async function each<Name extends string>(
  names: readonly Name[],
  attempt: (name: Name) => Promise<Json>,
): Promise<Json> {
  const found: Record<string, Json> = {}
  for (const name of names) found[name] = await seen(() => attempt(name))
  return found
}

function scrubbed(json: Json): Json {
  if (typeof json === 'string') return scrubText(json)
  if (Array.isArray(json)) return (json as readonly Json[]).map(scrubbed)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, scrubbed(value)]))
}

function scrubText(text: string): string {
  return (
    text
      // Go's protobuf writes one or the other, so that nobody relies on its words.
      .replaceAll('\u00a0', ' ')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
      .replace(/Creator \[[0-9a-f]+\]/g, 'Creator [<creator>]')
      .replace(/message payload is \d+ bytes/g, 'message payload is <size> bytes')
      .replace(/larger than max \(\d+ /g, 'larger than max (<size> ')
      // What gRPC says of a deadline depends on which end notices first.
      .replaceAll('stream terminated by RST_STREAM with error code: CANCEL', 'context deadline exceeded')
      // A package's id: its label and its hash.
      .replace(/\b(\w+)_1\.0:[0-9a-f]{64}/g, '$1')
      .replace(/(grpc connection to|dial tcp) 127\.0\.0\.1:\d+/g, '$1 <chaincode>')
  )
}
