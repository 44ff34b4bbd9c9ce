import { Catch } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { problemOf } from './problem'
import type { ProblemDetails } from './problem'
import { RequestTrace } from './trace'
import type { GatewayReply, GatewayRequest } from './trace'

/** Every error leaves the gateway as a problem document; what caused a fault goes to the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger

  constructor(log: Logger) {
    this.#log = log
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const { trace } = host.switchToHttp().getRequest<GatewayRequest>()
    const problem = problemOf(error)
    const { correlationId } = trace
    trace.problem = problem.code
    if (problem.transactionId !== undefined) trace.transactionId = problem.transactionId
    this.#note(error, problem, correlationId)
    sendProblem(host.switchToHttp().getResponse<GatewayReply>(), problem, correlationId)
  }

  /** Faults with their stack; a register that is out of reach with the reason that its client gave. */
  #note(error: unknown, { status, code }: ProblemDetails, correlationId: string): void {
    if (code === 'INTERNAL_FAULT') this.#log.error({ correlationId, err: error }, 'request failed')
    else if (status >= 500 && error instanceof Error) {
      const cause = error.cause instanceof Error ? error.cause.message : undefined
      this.#log.warn({ correlationId, code, reason: error.message, cause }, 'request not carried out')
    }
  }
}

/** Answers what the server refuses before there is a request: no hook has seen it. */
export function refuseBeforeRouting(error: Error, _request: unknown, reply: FastifyReply): void {
  const { correlationId } = new RequestTrace(undefined)
  void reply.header('Correlation-Id', correlationId)
  sendProblem(reply, problemOf(error), correlationId)
}

function sendProblem(reply: FastifyReply, problem: ProblemDetails, correlationId: string): void {
  if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer')
  if (problem.status === 503) void reply.header('Retry-After', '1')
  void reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problem, correlationId }))
}
