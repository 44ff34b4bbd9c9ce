import { ValidationPipe } from '@nestjs/common'
import type { ValidationError } from '@nestjs/common'
import { ProblemError } from './problem'
import type { FieldProblem } from './problem'

/** Checks bodies and parameters against their class; unknown fields are refused, nothing is converted silently. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => fieldProblems(error, ''))
      return new ProblemError('INVALID_REQUEST', 'One or more fields break a rule; each is listed.', problems)
    },
  })
}

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const own = Object.entries(error.constraints ?? {}).map(([rule, sentence]) => ({ pointer, rule, sentence }))
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, pointer))]
}
