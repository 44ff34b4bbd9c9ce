import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator'
import type { MemberCode } from '@eco/domain'
import { DELIVERY_STATES, DOCUMENT_STATES, MEMBERS, SPANS, USE_STATES, VERIFICATION_STATES } from '@eco/domain'
import { AsOf, ReadQuery } from '../certificates/certificate.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const MONTH_TEXT = { pattern: MONTH.source, examples: ['2026-03'] }

/** Which certificates are counted, and how the figures are written. */
export class StatisticsQuery extends ReadQuery {
  @ApiPropertyOptional({ ...MONTH_TEXT, description: 'First month of registration (UTC).' })
  @IsOptional()
  @Matches(MONTH)
  readonly from?: string

  @ApiPropertyOptional({ ...MONTH_TEXT, description: 'Last month of registration (UTC).' })
  @IsOptional()
  @Matches(MONTH)
  readonly to?: string

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Issuing member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly issuer?: MemberCode

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Importing member.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly importer?: MemberCode

  @ApiPropertyOptional({ description: 'Code of an agreement.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  readonly agreement?: string

  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json' })
  @IsOptional()
  @IsIn(['json', 'csv'])
  readonly format?: 'json' | 'csv'
}

type SchemaOf = Extract<Parameters<typeof ApiProperty>[0], { readonly properties: unknown }>
type Described = SchemaOf['properties'][string]

function objectOf(words: readonly string[], property: Described): SchemaOf & { readonly type: 'object' } {
  const properties = Object.fromEntries(words.map((word) => [word, property]))
  return { type: 'object', properties, required: [...words], additionalProperties: false }
}

function countsOf(words: readonly string[]): SchemaOf {
  return objectOf(words, { type: 'integer' })
}

const MEDIAN: Described = {
  type: 'object',
  properties: {
    count: { type: 'integer' },
    medianMs: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  },
  required: ['count', 'medianMs'],
}

class RefusalCount {
  @ApiProperty({ description: 'Coded reason.' })
  readonly reason!: string

  @ApiProperty()
  readonly count!: number
}

/** What there is to say of a number of certificates, without the content of any. */
export class FiguresView {
  @ApiProperty()
  readonly certificates!: number

  @ApiProperty(countsOf(DOCUMENT_STATES))
  readonly document!: Readonly<Record<(typeof DOCUMENT_STATES)[number], number>>

  @ApiProperty(countsOf(DELIVERY_STATES))
  readonly delivery!: Readonly<Record<(typeof DELIVERY_STATES)[number], number>>

  @ApiProperty(countsOf(USE_STATES))
  readonly use!: Readonly<Record<(typeof USE_STATES)[number], number>>

  @ApiProperty(countsOf(VERIFICATION_STATES))
  readonly verification!: Readonly<Record<(typeof VERIFICATION_STATES)[number], number>>

  @ApiProperty({ type: [RefusalCount] })
  readonly refusals!: readonly RefusalCount[]

  @ApiProperty({ description: 'Verification cases.' })
  readonly cases!: number

  @ApiProperty({
    ...objectOf(SPANS, MEDIAN),
    description: 'Median times from one event to the next, by the clocks of those who submitted them.',
  })
  readonly times!: Readonly<
    Record<(typeof SPANS)[number], { readonly count: number; readonly medianMs: number | null }>
  >
}

class FiguresRowView {
  @ApiProperty()
  readonly key!: string

  @ApiProperty({ type: FiguresView })
  readonly figures!: FiguresView
}

class DimensionsView {
  @ApiProperty({ type: [FiguresRowView], description: 'By issuing and importing member: `AU-KR`.' })
  readonly pair!: readonly FiguresRowView[]

  @ApiProperty({ type: [FiguresRowView] })
  readonly agreement!: readonly FiguresRowView[]

  @ApiProperty({ type: [FiguresRowView], description: 'By month of registration (UTC).' })
  readonly month!: readonly FiguresRowView[]

  @ApiProperty({ type: [FiguresRowView], description: 'By state of the document.' })
  readonly status!: readonly FiguresRowView[]
}

/** Counts and median times over all members' certificates. */
export class StatisticsView {
  @ApiProperty({ type: FiguresView })
  readonly total!: FiguresView

  @ApiProperty({ type: DimensionsView })
  readonly by!: DimensionsView

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}
