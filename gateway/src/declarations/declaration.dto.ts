import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import type { LateReason, MemberCode, MinorKind } from '@eco/domain'
import { DECLARATION_LINES_MOST, LATE_REASONS, LIMITS, MEMBERS, MINOR_KIND_NAMES, SEALED_LIMITS } from '@eco/domain'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
/** How many certificates one declaration may bring. */
export const CERTIFICATES_MOST = 50

/** A decimal quantity in a unit of UN/ECE Recommendation 20. */
export class QuantityView {
  @ApiProperty({ description: 'Decimal text above 0, at most 6 decimals.', examples: ['1200.5'] })
  readonly value!: string

  @ApiProperty({ description: 'UN/ECE Recommendation 20.', examples: ['KGM'] })
  readonly unit!: string
}

class ConsignmentValueView {
  @ApiProperty({ description: 'Decimal text, at most 2 decimals.' })
  readonly amount!: string

  @ApiProperty({ description: 'ISO 4217.' })
  readonly currency!: string
}

class CitedCertificateView {
  @ApiProperty({ description: 'Certificate number.' })
  readonly number!: string

  @ApiPropertyOptional({ enum: MEMBER_CODES })
  readonly issuingMember?: MemberCode

  @ApiPropertyOptional({ description: 'Issuing authority.' })
  readonly authority?: string
}

class DeclarationLineView {
  @ApiProperty({ description: 'Lines that compete for one quantity are served by their numbers.' })
  readonly line!: number

  @ApiProperty({ pattern: '^\\d{6,12}$' })
  readonly hsCode!: string

  @ApiPropertyOptional({ description: 'Year of the edition of the Harmonized System.', examples: ['2022'] })
  readonly hsVersion?: string

  @ApiPropertyOptional({ description: 'Only compared, never kept.' })
  readonly description?: string

  @ApiProperty({ description: 'ISO 3166-1 alpha-2.' })
  readonly origin!: string

  @ApiProperty({ type: QuantityView })
  readonly quantity!: QuantityView

  @ApiProperty({ description: 'Code of the agreement under which the preference is claimed.' })
  readonly agreement!: string

  @ApiPropertyOptional({
    type: CitedCertificateView,
    description: 'With member and authority it need not stand among the certificates if it has arrived.',
  })
  readonly certificate?: CitedCertificateView

  @ApiPropertyOptional({ description: 'Item of the certificate; without it the item is found by the goods.' })
  readonly itemSequence?: number

  @ApiPropertyOptional({
    type: ConsignmentValueView,
    description: 'For agreements that ask for no proof below a value.',
  })
  readonly value?: ConsignmentValueView
}

class DeclarationView {
  @ApiProperty({ maxLength: 70, description: 'Stays with the importing member; the register gets a salted digest.' })
  readonly reference!: string

  @ApiProperty({ format: 'date' })
  readonly date!: string

  @ApiProperty({ maxLength: 17, description: 'Code of the customs office.' })
  readonly office!: string

  @ApiPropertyOptional({ enum: LATE_REASONS, description: 'For certificates whose validity has ended.' })
  readonly late?: LateReason

  @ApiProperty({ type: [DeclarationLineView], minItems: 1, maxItems: DECLARATION_LINES_MOST })
  readonly lines!: readonly DeclarationLineView[]
}

/** A certificate that the declarant presents, or that has arrived. */
export class CertificateInput {
  @ApiPropertyOptional({ description: 'The e-CO document; alone, or the reference of one that was delivered.' })
  @IsOptional()
  @IsString()
  @MaxLength(SEALED_LIMITS.characters)
  readonly document?: string

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Issuing member; with authority and number.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly issuer?: MemberCode

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.authorityIdLength)
  readonly authority?: string

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.certificateNumberLength)
  readonly number?: string

  @ApiPropertyOptional({ enum: MINOR_KIND_NAMES, isArray: true, description: 'What an officer saw and no data shows.' })
  @IsOptional()
  @IsArray()
  @IsIn(MINOR_KIND_NAMES, { each: true })
  readonly observed?: readonly MinorKind[]
}

/** A declaration with the certificates that it cites. */
export class DeclarationCheckRequest {
  @ApiProperty({ type: DeclarationView })
  @IsObject()
  // Taken over as it was parsed: the domain judges every member of it by one rule.
  @Transform(({ obj }: { obj: { declaration?: unknown } }) => obj.declaration)
  readonly declaration!: Record<string, unknown>

  @ApiProperty({ type: [CertificateInput], maxItems: CERTIFICATES_MOST })
  @IsArray()
  @ArrayMinSize(0)
  @ArrayMaxSize(CERTIFICATES_MOST)
  @ValidateNested({ each: true })
  @Type(() => CertificateInput)
  readonly certificates!: readonly CertificateInput[]

  @ApiPropertyOptional({
    default: false,
    description: 'Reserve what may be reserved: in one transaction, with an outcome for each line.',
  })
  @IsOptional()
  @IsBoolean()
  readonly reserve?: boolean
}
