import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator'
import type {
  CaseAnswer,
  CaseBasis,
  CaseEventName,
  CaseKind,
  CaseReason,
  CaseResult,
  CaseSide,
  CaseState,
  Preference,
  VisitAnswer,
  WithdrawalReason,
} from '@eco/domain'
import {
  CASE_ANSWERS,
  CASE_BASES,
  CASE_EVENTS,
  CASE_KINDS,
  CASE_REASONS,
  CASE_RESULTS,
  CASE_STATES,
  LIMITS,
  PREFERENCES,
  VISIT_ANSWERS,
  WITHDRAWAL_REASONS,
} from '@eco/domain'
import { PageQuery } from '../certificates/certificate.dto'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const AUTHORITY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,34}$/
const TEXT_LENGTH = 100_000
const VISIT_WORDS = Object.keys(VISIT_ANSWERS) as VisitAnswer[]
const CODED = 'Public on the register: a word from a list, never free text.'

/** A text that the other member alone may read. */
export class TextRequest {
  @ApiPropertyOptional({
    maxLength: TEXT_LENGTH,
    description: 'Reasons or findings. It goes to the other member alone; the register gets a salted hash.',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(TEXT_LENGTH)
  readonly text?: string
}

/** A request to the issuing side to verify a certificate. */
export class OpeningRequest extends TextRequest {
  @ApiProperty({ enum: CASE_KINDS })
  @IsIn(CASE_KINDS)
  readonly kind!: CaseKind

  @ApiProperty({ enum: CASE_REASONS, isArray: true, description: `None for a random case. ${CODED}` })
  @IsArray()
  @ArrayUnique()
  @IsIn(CASE_REASONS, { each: true })
  readonly reasons!: readonly CaseReason[]

  @ApiPropertyOptional({ type: [Number], description: 'The items that are asked about; none for all.' })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @IsInt({ each: true })
  @Min(1, { each: true })
  readonly items?: readonly number[]

  @ApiPropertyOptional({ description: 'The time for the reply, where the agreement lets the asking side set it.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999)
  readonly replyPeriod?: number

  @ApiPropertyOptional({ description: 'The body that is asked, in place of the authority that issued it.' })
  @IsOptional()
  @Matches(AUTHORITY)
  readonly addressee?: string
}

/** A confirmation that a request was received. */
export class AcknowledgementRequest {
  @ApiPropertyOptional({ format: 'date', description: 'Where it was another day than today.' })
  @IsOptional()
  @Matches(DATE)
  readonly received?: string

  @ApiPropertyOptional({ description: 'The body that will answer, in place of the one that was asked.' })
  @IsOptional()
  @Matches(AUTHORITY)
  readonly addressee?: string
}

/** A reply to the two questions. */
export class ReplyRequest extends TextRequest {
  @ApiProperty({ enum: CASE_ANSWERS })
  @IsIn(CASE_ANSWERS)
  readonly authentic!: CaseAnswer

  @ApiProperty({ enum: CASE_ANSWERS })
  @IsIn(CASE_ANSWERS)
  readonly originating!: CaseAnswer
}

/** A request for a visit. */
export class VisitRequest extends TextRequest {
  @ApiPropertyOptional({ format: 'date', description: 'The day that is proposed.' })
  @IsOptional()
  @Matches(DATE)
  readonly day?: string
}

/** What the issuing side says to a visit. */
export class VisitAnswerRequest extends VisitRequest {
  @ApiProperty({ enum: VISIT_WORDS, description: 'A postponement needs the new day; a refusal has none.' })
  @IsIn(VISIT_WORDS)
  readonly answer!: VisitAnswer
}

/** What was found at a visit. */
export class VisitReportRequest extends TextRequest {
  @ApiProperty({ format: 'date', description: 'The day of the visit.' })
  @Matches(DATE)
  readonly day!: string
}

/** What the importing side concludes. */
export class DeterminationRequest extends TextRequest {
  @ApiProperty({ enum: CASE_RESULTS })
  @IsIn(CASE_RESULTS)
  readonly result!: CaseResult

  @ApiProperty({ enum: CASE_BASES, description: 'no-reply only when the time for the reply is not running any more.' })
  @IsIn(CASE_BASES)
  readonly basis!: CaseBasis

  @ApiProperty({ enum: PREFERENCES })
  @IsIn(PREFERENCES)
  readonly preference!: Preference
}

/** A case that is taken back. */
export class WithdrawalRequest {
  @ApiProperty({ enum: WITHDRAWAL_REASONS, description: CODED })
  @IsIn(WITHDRAWAL_REASONS)
  readonly reason!: WithdrawalReason
}

/** What a list of cases may be narrowed to. */
export class VerificationQuery extends PageQuery {
  @ApiPropertyOptional({
    type: Boolean,
    description: 'Only cases with a deadline that is over or may be, or only others.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly overdue?: boolean

  @ApiPropertyOptional({ enum: CASE_STATES })
  @IsOptional()
  @IsIn(CASE_STATES)
  readonly state?: CaseState

  @ApiPropertyOptional({
    enum: ['importing', 'issuing'],
    description: 'Cases in which the own member is on this side.',
  })
  @IsOptional()
  @IsIn(['importing', 'issuing'])
  readonly side?: CaseSide
}

/** Which text of a case is asked for. */
export class TextQuery {
  @ApiProperty({ enum: CASE_EVENTS, description: 'The event that the text belongs to.' })
  @IsIn(CASE_EVENTS)
  readonly event!: CaseEventName

  @ApiPropertyOptional({ minimum: 1, default: 1, description: 'Which one of the events of this name.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  readonly nth?: number
}
