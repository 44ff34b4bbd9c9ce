import { status } from '@grpc/grpc-js'
import { CommitError, GatewayError } from '@hyperledger/fabric-gateway'
import type { RawError } from './raw/connection'
import type { Json } from './scenario'

/** A refusal of a call that was made with bytes put together by hand. */
export class RawRefusal extends Error {
  override readonly name = 'RawRefusal'
  readonly refusal: RawError

  constructor(refusal: RawError) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** True when the orderers have the transaction already: whoever sends it first may be told so, too. */
export function isOrderedAlready(error: unknown): boolean {
  const refusal = refusalOf(error)
  return refusal?.details.some(({ message }) => message.includes('already processed')) ?? false
}

/** What an error tells a client: code, words, and each node's words. An error that no ledger gave is thrown again. */
export function describeRefusal(error: unknown): Json {
  if (error instanceof CommitError) return { error: 'CommitError', code: error.code, message: error.message }
  const refusal = refusalOf(error)
  if (refusal === undefined) throw error
  const kind = error instanceof GatewayError ? error.name : undefined
  return { ...(kind !== undefined && { error: kind }), ...describeRawError(refusal) }
}

/**
 * A refusal's code by name, its words, and each node's, sorted by organisation: the order of peers is no promise of Fabric's.
 * Of orderers, only how many: which ones answer first is chance.
 */
export function describeRawError({ code, message, details }: RawError): { readonly [name: string]: Json } {
  const orderers = details.filter((node) => isOrderers(node.message)).map(({ message: words }) => words)
  const peers = details.filter((node) => !isOrderers(node.message))
  const nodes = peers.map(({ mspId, message: words }) => ({ mspId, message: words }))
  const byOrganization = (a: (typeof nodes)[number], b: (typeof nodes)[number]): number =>
    `${a.mspId} ${a.message}` < `${b.mspId} ${b.message}` ? -1 : 1
  return {
    code: status[code] ?? code,
    message,
    ...(nodes.length > 0 && { details: nodes.sort(byOrganization) }),
    ...(orderers.length > 0 && { orderers: orderers.length, said: [...new Set(orderers)].sort() }),
  }
}

function isOrderers(words: string): boolean {
  return words.startsWith('received unsuccessful response from orderer')
}

function refusalOf(error: unknown): RawError | undefined {
  if (error instanceof RawRefusal) return error.refusal
  if (!(error instanceof GatewayError)) return undefined
  const { code, cause, details } = error
  return { code, message: cause.details, details }
}
