import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'
import { peer } from '@hyperledger/fabric-protos'
import { Refusal } from '@eco/domain'
import { RegisterUnavailable } from '../register/register'

/** What an error before submission means: nothing was written. */
export type Meaning =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'try-again'; readonly error: RegisterUnavailable }
  | { readonly kind: 'unavailable'; readonly error: RegisterUnavailable }
  | { readonly kind: 'fault'; readonly error: unknown }

/** Busy, restarting, or two endorsers at different heights: a fresh proposal may do better. */
const PASSING = /ProposalResponsePayloads do not match|too many requests|stream terminated|connection .* failed/i

const SENTENCES: ReadonlyMap<number, string> = new Map([
  [status.DEADLINE_EXCEEDED, 'the register did not answer in time'],
  [status.UNAVAILABLE, 'the register cannot be reached'],
  [status.FAILED_PRECONDITION, 'too few members answer to endorse the transaction'],
  [status.PERMISSION_DENIED, 'the register does not accept this gateway’s identity'],
])

/** Reads an error of evaluate or endorse. The contract's words stand in the endorsers' details or, for evaluate, in the message. */
export function meaningOf(error: unknown): Meaning {
  if (!(error instanceof GatewayError)) return { kind: 'fault', error }
  const text = [...error.details.map(({ message }) => message), error.message].join('\n')
  const refusal = Refusal.find(text)
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const unavailable = new RegisterUnavailable(
    SENTENCES.get(error.code) ?? 'the register could not process the request',
    { cause: error },
  )
  if (PASSING.test(text)) return { kind: 'try-again', error: unavailable }
  return { kind: 'unavailable', error: unavailable }
}

/** Validation codes that only say that somebody else was faster. */
export function isConflict(code: number): boolean {
  return code === peer.TxValidationCode.MVCC_READ_CONFLICT || code === peer.TxValidationCode.PHANTOM_READ_CONFLICT
}

/** The name of a validation code, as Fabric writes it. */
export function validationCodeName(code: number): string {
  return Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code)
}
