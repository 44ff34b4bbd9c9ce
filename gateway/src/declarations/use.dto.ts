import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import type { LateReason, MemberCode, RefusedItemReason, UseRecordState } from '@eco/domain'
import {
  CORRECTION_REASONS,
  LATE_REASONS,
  LIMITS,
  MEMBERS,
  REASSESSMENTS,
  REFUSED_ITEM_REASONS,
  SEALED_LIMITS,
  USE_RECORD_STATES,
} from '@eco/domain'
import { AsOf } from '../certificates/certificate.dto'
import { CertificateView } from '../certificates/certificate.view'
import { QuantityView } from './declaration.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const USE = /^[A-Za-z0-9_-]{22}$/
const DIGEST = /^[A-Za-z0-9_-]{43}$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const REFERENCE = /^[\x20-\x7e]{1,70}$/

/** A quantity of an item. */
export class QuantityInput {
  @ApiProperty({ description: 'Decimal text above 0, at most 6 decimals.', examples: ['1200.5'] })
  @IsString()
  @MaxLength(LIMITS.quantityWholeDigits + 1 + LIMITS.quantityDecimals)
  readonly value!: string

  @ApiProperty({ description: 'UN/ECE Recommendation 20; it must convert exactly to the unit of the item.' })
  @Matches(/^[A-Z0-9]{2,3}$/)
  readonly unit!: string
}

/** An item of a certificate. */
export class ItemInput {
  @ApiProperty({ minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(LIMITS.itemSequence)
  readonly seq!: number
}

/** So much of an item. */
export class TakenItemInput extends ItemInput {
  @ApiProperty({ type: QuantityInput })
  @ValidateNested()
  @Type(() => QuantityInput)
  readonly quantity!: QuantityInput
}

/** The import declaration that something is done for. */
export class DeclarationInput {
  @ApiProperty({ maxLength: 70, description: 'Stays with the importing member; the register gets a salted digest.' })
  @Matches(REFERENCE)
  readonly reference!: string

  @ApiProperty({ format: 'date' })
  @Matches(DATE)
  readonly date!: string
}

class DocumentInput {
  @ApiPropertyOptional({ description: 'The e-CO document, unless it was delivered to this member.' })
  @IsOptional()
  @IsString()
  @MaxLength(SEALED_LIMITS.characters)
  readonly document?: string
}

/** A request to use or to reserve quantities of a certificate. */
export class UseRequest extends DocumentInput {
  @ApiProperty({ type: DeclarationInput })
  @ValidateNested()
  @Type(() => DeclarationInput)
  readonly declaration!: DeclarationInput

  @ApiProperty({ type: [TakenItemInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @ValidateNested({ each: true })
  @Type(() => TakenItemInput)
  readonly items!: readonly TakenItemInput[]

  @ApiPropertyOptional({ enum: LATE_REASONS, description: 'For a certificate whose validity has ended.' })
  @IsOptional()
  @IsIn(LATE_REASONS)
  readonly late?: LateReason
}

/** A request to put other quantities in the place of those of a use. */
export class CorrectionRequest extends DocumentInput {
  @ApiProperty({ type: [TakenItemInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @ValidateNested({ each: true })
  @Type(() => TakenItemInput)
  readonly items!: readonly TakenItemInput[]

  @ApiProperty({
    enum: CORRECTION_REASONS,
    description: 'Public on the register: a word from a list, never free text.',
  })
  @IsIn(CORRECTION_REASONS)
  readonly reason!: (typeof CORRECTION_REASONS)[number]
}

/** A request to refuse the preference for items. */
export class RefusalRequest {
  @ApiProperty({ type: DeclarationInput })
  @ValidateNested()
  @Type(() => DeclarationInput)
  readonly declaration!: DeclarationInput

  @ApiProperty({ type: [ItemInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @ValidateNested({ each: true })
  @Type(() => ItemInput)
  readonly items!: readonly ItemInput[]

  @ApiPropertyOptional({ description: 'The reservation of this declaration whose quantities are refused.' })
  @IsOptional()
  @Matches(USE)
  readonly reservation?: string

  @ApiProperty({
    enum: REFUSED_ITEM_REASONS,
    description: 'Public on the register: a word from a list, never free text.',
  })
  @IsIn(REFUSED_ITEM_REASONS)
  readonly reason!: (typeof REFUSED_ITEM_REASONS)[number]
}

/** A request to answer a refusal. */
export class ClarificationRequest {
  @ApiProperty({
    pattern: DIGEST.source,
    description: 'SHA-256 (base64url) of the text; it travels beside the register.',
  })
  @Matches(DIGEST)
  readonly textHash!: string
}

/** A request to decide of a refusal in the end. */
export class ReassessmentRequest {
  @ApiProperty({ enum: REASSESSMENTS })
  @IsIn(REASSESSMENTS)
  readonly decision!: (typeof REASSESSMENTS)[number]
}

/** A use or reservation that was made or changed. */
export class ChangedUse {
  @ApiProperty({ description: 'Names the use or reservation.' })
  readonly use!: string

  @ApiProperty({ type: CertificateView })
  readonly certificate!: CertificateView

  @ApiPropertyOptional({ description: 'Not there where a repeat of the request found it done.' })
  readonly transactionId?: string

  @ApiPropertyOptional({ description: 'The block that holds the change; others wait for it with `atLeastBlock`.' })
  readonly block?: number
}

class UsedItemView {
  @ApiProperty()
  readonly seq!: number

  @ApiProperty({ description: 'Whole number of smallest units times a factor that only who holds the document knows.' })
  readonly amount!: string

  @ApiPropertyOptional({ type: QuantityView, description: 'In clear, where this member holds the document.' })
  readonly quantity?: QuantityView
}

/** One use, reservation or refusal. */
export class UseView {
  @ApiProperty()
  readonly use!: string

  @ApiProperty({ enum: USE_RECORD_STATES })
  readonly state!: UseRecordState

  @ApiProperty({ enum: MEMBER_CODES, description: 'The importing member that made it.' })
  readonly member!: MemberCode

  @ApiProperty({ type: [UsedItemView] })
  readonly items!: readonly UsedItemView[]

  @ApiProperty({ description: 'The digest of the declaration.' })
  readonly declaration!: string

  @ApiPropertyOptional({ description: 'The reference of the declaration, where it is one of this member.' })
  readonly reference?: string

  @ApiPropertyOptional({ description: 'The line of that declaration, where the use is that of one line.' })
  readonly line?: number

  @ApiProperty({ format: 'date' })
  readonly date!: string

  @ApiProperty({ format: 'date-time' })
  readonly at!: string

  @ApiPropertyOptional({ enum: LATE_REASONS, description: 'Why it was accepted after the end of validity.' })
  readonly late?: LateReason

  @ApiPropertyOptional({ enum: REFUSED_ITEM_REASONS, description: 'Why preference was refused.' })
  readonly refusal?: RefusedItemReason

  @ApiPropertyOptional({
    description: 'SHA-256 (base64url) of the text by which the issuing side clarified a refusal.',
  })
  readonly clarification?: string
}

/** The uses of a certificate, in the order in which they were made. */
export class UseList {
  @ApiProperty({ type: [UseView] })
  readonly uses!: readonly UseView[]

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}
