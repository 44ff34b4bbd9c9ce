import { applyDecorators, HttpCode } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger'
import type { Role } from '@eco/domain'
import { Allow } from './access'
import { ApiProblems } from './api-problems'
import { IDEMPOTENCY_KEY } from './command'

/** What is said of a handler that writes to the register. */
export interface WriteDescription {
  readonly summary: string
  /** Who may call it. */
  readonly roles: readonly Role[]
  /** The class of its answer. */
  readonly answer: abstract new () => object
  /** 201 where something new is made. */
  readonly status?: 200 | 201
  readonly description?: string
  readonly problems: readonly number[]
}

/** A handler that writes: for whom, what it answers, and that its requests may be named, so that a repeat writes once. */
export function Write({ summary, roles, answer, status = 200, ...more }: WriteDescription): MethodDecorator {
  const { description = 'Committed, and visible in the read model.', problems } = more
  return applyDecorators(
    HttpCode(status),
    Allow(...roles),
    ApiOperation({ summary }),
    ApiHeader(IDEMPOTENCY_KEY),
    ApiResponse({ status, type: answer, description }),
    ApiProblems(...problems),
  )
}
