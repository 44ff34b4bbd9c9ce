import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { AsOf } from '../certificates/certificate.dto'

/** A record of the registers, as the ledger holds it. */
export class RegisterRecordView {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As the ledger holds it.' })
  readonly record!: object

  @ApiProperty({ description: 'The block that last changed it.' })
  readonly block!: number

  @ApiPropertyOptional({ description: 'Of an authority: its state at this time.' })
  readonly state?: string

  @ApiPropertyOptional({
    isArray: true,
    type: 'object',
    additionalProperties: true,
    description: 'Of a proposed profile: what each party said.',
  })
  readonly parties?: readonly object[]

  @ApiPropertyOptional({
    isArray: true,
    type: String,
    description: 'Of a proposed profile: who did not approve it yet.',
  })
  readonly missing?: readonly string[]
}

/** Records of one kind. */
export class RegisterRecordList {
  @ApiProperty({ type: [RegisterRecordView] })
  readonly records!: readonly RegisterRecordView[]

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}

/** What became of a change. */
export class RegisterChanged {
  @ApiPropertyOptional({ description: 'Not there where a repeat of the request found it done.' })
  readonly transactionId?: string

  @ApiPropertyOptional({ description: 'The block that holds the change; others wait for it with `atLeastBlock`.' })
  readonly block?: number
}

/** What became of several changes, each by itself. */
export class RegisterOutcomes extends RegisterChanged {
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [
        { type: 'string', enum: ['done'] },
        { type: 'object', additionalProperties: { type: 'string' } },
      ],
    },
    description: 'In the order of the entries: `done`, or the `code` and `detail` of the rule that said no.',
  })
  readonly outcomes!: readonly ('done' | object)[]
}
