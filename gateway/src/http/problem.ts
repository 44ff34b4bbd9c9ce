import type { RefusalCode } from '@eco/domain'
import { Refusal } from '@eco/domain'
import { Contention, OutcomeUnknown, RegisterUnavailable, TransactionInvalid } from '../register/register'

/** One field that breaks one rule. */
export interface FieldProblem {
  /** JSON Pointer into the body, or the name of the parameter. */
  readonly pointer: string
  readonly rule: string
  readonly sentence: string
}

/** A refusal of the domain as HTTP says it: the only place where the two meet. A code without a status does not compile. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  MALFORMED_INPUT: 422,
  LIMIT_EXCEEDED: 422,
  DATASET_INVALID: 422,
  AGREEMENT_NOT_FOLLOWED: 422,
  DOCUMENT_NOT_ACCEPTED: 422,
  MEMBER_UNKNOWN: 422,
  AUTHORITY_UNKNOWN: 422,
  CERTIFICATE_NOT_FOUND: 404,
  CERTIFICATE_ALREADY_ISSUED: 409,
  CERTIFICATE_USED: 409,
  CERTIFICATE_WITHDRAWN: 409,
  CERTIFICATE_EXPIRED: 409,
  CERTIFICATE_ACQUITTED: 409,
  QUANTITY_EXCEEDED: 409,
  ITEM_UNKNOWN: 422,
  ONE_DECLARATION_ONLY: 409,
  USE_ALREADY_RECORDED: 409,
  USE_NOT_FOUND: 404,
  ORIGINAL_NOT_VALID: 409,
  ORIGINAL_EXPIRES_EARLIER: 422,
  GOODS_DIFFERENT: 422,
  DATE_IN_FUTURE: 422,
  DUPLICATE_IN_REQUEST: 409,
  TRANSITION_NOT_ALLOWED: 409,
  CALLER_NOT_ISSUING_MEMBER: 403,
  CALLER_NOT_ISSUING_AUTHORITY: 403,
  ROLE_NOT_ALLOWED: 403,
  REQUEST_ID_REUSED: 409,
  CALLER_NOT_IMPORTING_MEMBER: 403,
  CALLER_NOT_PARTY: 403,
  DOCUMENT_NOT_REGISTERED: 422,
  NOT_DELIVERED: 404,
  PURGED: 410,
  LEGAL_HOLD: 409,
  CASE_OPEN: 409,
  CASE_ALREADY_OPEN: 409,
  CASE_NOT_FOUND: 404,
  CALLER_NOT_ADDRESSEE: 403,
  ADDRESSEE_NOT_COMPETENT: 422,
  REPLY_PERIOD_NOT_ALLOWED: 422,
  REPLY_PERIOD_RUNNING: 409,
  EXTENSION_NOT_PROVIDED: 409,
  RETENTION_NOT_ENDED: 409,
  PURGE_NOT_AGREED: 409,
  AUTHORITY_NOT_ACTIVE: 409,
  AUTHORITY_ALREADY_DECLARED: 409,
  KEY_UNKNOWN: 422,
  KEY_NOT_VALID: 409,
  KEY_ALREADY_DECLARED: 409,
  PROFILE_UNKNOWN: 422,
  PROFILE_INVALID: 422,
  PROFILE_ALREADY_PROPOSED: 409,
  PROFILE_HASH_DIFFERENT: 409,
  PROFILE_NOT_IN_FORCE: 409,
  MEMBER_NOT_PARTY: 403,
  REGISTER_OF_ANOTHER_MEMBER: 403,
  LATE_REASON_MISSING: 422,
  EFFECT_NOT_ALLOWED: 409,
  EXPORTER_UNKNOWN: 422,
  EXPORTER_NOT_AUTHORIZED: 409,
}

/** Problems that the gateway itself has with a request. */
const GATEWAY_PROBLEMS = {
  MALFORMED_REQUEST: { status: 400, title: 'The request cannot be read' },
  INVALID_REQUEST: { status: 422, title: 'The request breaks rules' },
  TOKEN_REQUIRED: { status: 401, title: 'A bearer token is required' },
  TOKEN_NOT_ACCEPTED: { status: 401, title: 'The bearer token is not accepted' },
  MEMBER_NOT_SERVED: { status: 403, title: 'The token is of another member' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  CONCURRENT_CHANGE: { status: 409, title: 'Others changed the certificate at the same moment' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  MEDIA_TYPE_NOT_SUPPORTED: { status: 415, title: 'The body must be application/json' },
  FILE_NOT_ACCEPTED: { status: 422, title: 'The file carries no signed document and no reference to one' },
  HTTP_ERROR: { status: 400, title: 'The request is not acceptable' },
  INTERNAL_FAULT: { status: 500, title: 'The gateway failed' },
  TRANSACTION_INVALID: { status: 502, title: 'The members found the transaction invalid' },
  REGISTER_UNAVAILABLE: { status: 503, title: 'The register cannot be reached' },
  ID_KEY_MISSING: { status: 503, title: 'A key is missing by which ids of certificates are made' },
  READ_MODEL_BEHIND: { status: 503, title: 'The read model does not hold that block yet' },
  OUTCOME_UNKNOWN: { status: 504, title: 'It is not known yet whether this was written' },
} as const
export type GatewayProblemCode = keyof typeof GATEWAY_PROBLEMS
export type ProblemCode = RefusalCode | GatewayProblemCode

/** RFC 9457 problem details; `code` is stable, the sentences are not. */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly errors?: readonly FieldProblem[]
  readonly transactionId?: string
  readonly correlationId?: string
  readonly requestId?: string
}

/** An answer that is a problem; thrown anywhere, written by the one filter. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  constructor(
    readonly code: GatewayProblemCode,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly status: number = GATEWAY_PROBLEMS[code].status,
  ) {
    super(`${code}: ${detail}`)
  }
}

/** A refusal of the domain together with the fields that caused it. */
export class RefusedFields extends Refusal {
  readonly errors: readonly FieldProblem[]

  constructor(code: RefusalCode, detail: string, errors: readonly FieldProblem[]) {
    super(code, detail)
    this.errors = errors
  }
}

const TRY_LATER = 'Nothing was written; repeat the request later.'

/** The problem that an error is. An error that nobody planned for tells nothing about itself. */
export function problemOf(error: unknown): ProblemDetails {
  if (error instanceof ProblemError) return gatewayProblem(error.code, error.detail, error)
  if (error instanceof Refusal) return refusalProblem(error)
  if (error instanceof OutcomeUnknown) {
    const how =
      'The transaction may still be committed. Repeat the request with the same Idempotency-Key: it is answered from the register and never written twice.'
    return { ...gatewayProblem('OUTCOME_UNKNOWN', how), transactionId: error.transactionId }
  }
  if (error instanceof Contention) return gatewayProblem('CONCURRENT_CHANGE', TRY_LATER)
  if (error instanceof RegisterUnavailable)
    return gatewayProblem('REGISTER_UNAVAILABLE', `${sentence(error.message)} ${TRY_LATER}`)
  if (error instanceof TransactionInvalid) {
    const { transactionId, validationCode } = error
    return {
      ...gatewayProblem('TRANSACTION_INVALID', `Nothing was written; the validation code is ${validationCode}.`),
      transactionId,
    }
  }
  return httpProblem(error)
}

/** Errors that the HTTP framework makes carry a status of the 400s. */
function httpProblem(error: unknown): ProblemDetails {
  const status = statusOf(error)
  if (status === 404)
    return gatewayProblem('NOT_FOUND', 'The address or the method is not one of this interface; see /openapi.json.')
  if (status === 413) return gatewayProblem('BODY_TOO_LARGE', 'A body may have 512 KiB.')
  if (status === 415) return gatewayProblem('MEDIA_TYPE_NOT_SUPPORTED', 'Send the body as application/json in UTF-8.')
  if (status !== undefined && status >= 400 && status < 500) {
    return { ...gatewayProblem('HTTP_ERROR', 'The request is not acceptable HTTP for this address.'), status }
  }
  return gatewayProblem('INTERNAL_FAULT', 'The fault is in the log under the correlation id.')
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('getStatus' in error && typeof error.getStatus === 'function')
    return Number((error as { getStatus(): unknown }).getStatus())
  return 'statusCode' in error ? Number(error.statusCode) : undefined
}

function gatewayProblem(code: GatewayProblemCode, detail: string, more: Partial<ProblemError> = {}): ProblemDetails {
  const { title, status } = GATEWAY_PROBLEMS[code]
  return { ...problem(code, title, more.status ?? status, detail), ...fieldsOf(more.errors) }
}

function refusalProblem(refusal: Refusal): ProblemDetails {
  const errors = refusal instanceof RefusedFields ? refusal.errors : []
  return {
    ...problem(refusal.code, 'The request was refused', REFUSAL_STATUS[refusal.code], sentence(refusal.detail)),
    ...fieldsOf(errors),
  }
}

function problem(code: ProblemCode, title: string, status: number, detail: string): ProblemDetails {
  return { type: `urn:eco:problem:${code.toLowerCase().replaceAll('_', '-')}`, title, status, detail, code }
}

function fieldsOf(errors: readonly FieldProblem[] = []): Pick<ProblemDetails, 'errors'> {
  return errors.length === 0 ? {} : { errors }
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
