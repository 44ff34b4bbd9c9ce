import { randomUUID } from 'node:crypto'
import { parseRequestId, Refusal } from '@eco/domain'
import type { Role } from '@eco/domain'
import type { Caller } from '../tokens/caller'
import { ProblemError } from './problem'
import type { GatewayReply, GatewayRequest, RequestTrace } from './trace'

/** A write as it came in: by whom, under which request id, and where its times are kept. */
export interface Command {
  readonly caller: Caller
  readonly requestId: string
  readonly trace: RequestTrace
}

/** The header that names a write, as the API's description shows it. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Names the request; a repeat is answered, never written twice. Kept by the register: no personal data.',
}

/** What a request commands; the answer repeats the request id, which the gateway makes where the caller gave none. */
export function commandOf({ caller, trace, headers }: GatewayRequest, reply: GatewayReply): Command {
  if (caller === undefined) throw new Refusal('ROLE_NOT_ALLOWED', 'nobody is signed in')
  const requestId = requestIdOf(headers['idempotency-key'])
  void reply.header('Idempotency-Key', requestId)
  return { caller, trace, requestId }
}

function requestIdOf(header: string | string[] | undefined): string {
  if (header === undefined) return randomUUID()
  try {
    return parseRequestId(header)
  } catch {
    const sentence = 'Idempotency-Key must be printable ASCII without spaces, at most 128 characters.'
    throw new ProblemError('MALFORMED_REQUEST', sentence, [{ pointer: 'Idempotency-Key', rule: 'format', sentence }])
  }
}

/** The role of whoever asks. @throws Refusal if nobody is signed in. */
export function roleOf({ caller }: GatewayRequest): Role {
  if (caller === undefined) throw new Refusal('ROLE_NOT_ALLOWED', 'nobody is signed in')
  return caller.role
}
