import { applyDecorators } from '@nestjs/common'
import { ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger'

class FieldProblemView {
  @ApiProperty({ description: 'JSON Pointer into the body, or the name of the parameter.' })
  readonly pointer!: string

  @ApiProperty()
  readonly rule!: string

  @ApiProperty()
  readonly sentence!: string
}

/** RFC 9457. `code` is stable; sentences may change. */
export class Problem {
  @ApiProperty({ examples: ['urn:eco:problem:certificate-not-found'] })
  readonly type!: string

  @ApiProperty()
  readonly title!: string

  @ApiProperty()
  readonly status!: number

  @ApiProperty()
  readonly detail!: string

  @ApiProperty()
  readonly code!: string

  @ApiProperty()
  readonly correlationId!: string

  @ApiPropertyOptional({ description: 'Where the outcome is unknown or was found invalid.' })
  readonly transactionId?: string

  @ApiPropertyOptional({ type: [FieldProblemView] })
  readonly errors?: readonly FieldProblemView[]
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'A token is missing or not accepted.',
  403: 'The caller may not do this.',
  404: 'The register holds no such certificate.',
  409: 'The state of the certificate, or an earlier request, stands against it.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'One or more fields break a rule.',
  503: 'Nothing was written: the register or the read model is not there yet; repeat later.',
  504: 'It is not known yet whether this was written; repeat with the same Idempotency-Key to find out.',
}

/** The problems that a handler may answer with. */
export function ApiProblems(...statuses: readonly number[]): MethodDecorator {
  const responses = statuses.map((status) =>
    ApiResponse({
      status,
      description: MEANINGS[status] ?? 'A problem.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  )
  return applyDecorators(...responses)
}
