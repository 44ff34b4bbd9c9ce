import { ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import type { LateRegistrationReason } from '@eco/domain'
import { LATE_REGISTRATION_REASONS, LIMITS, SEALED_LIMITS } from '@eco/domain'
import { DrawnFromInput, ReplacesInput } from './link.dto'

/** A request to issue a certificate. */
export class IssueRequest {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The common dataset, as its schema (`urn:eco:schema:dataset:1`) and docs/dataset.md describe it. All its problems are told at once. What it has no element for belongs into `extensions`.',
  })
  @IsOptional()
  @IsObject()
  // Taken over as it was parsed: what is signed must be what was sent.
  @Transform(({ obj }: { obj: { dataset?: unknown } }) => obj.dataset)
  readonly dataset?: Record<string, unknown>

  @ApiPropertyOptional({
    description:
      'In place of the dataset: an SD-JWT (`dc+sd-jwt`) that the authority has sealed itself, whole, by a key that is trusted.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(SEALED_LIMITS.characters)
  readonly document?: string

  @ApiPropertyOptional({
    enum: LATE_REGISTRATION_REASONS,
    description:
      'Why it is registered later than it was issued. Required more than three days after the day of issue, and public: it stands in the record and every check names it.',
  })
  @IsOptional()
  @IsIn(LATE_REGISTRATION_REASONS)
  readonly late?: LateRegistrationReason

  @ApiPropertyOptional({ type: ReplacesInput, description: 'The certificate of the own authority that it replaces.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReplacesInput)
  readonly replaces?: ReplacesInput

  @ApiPropertyOptional({
    type: [DrawnFromInput],
    description: 'For a back-to-back certificate or a part of a split consignment: every item, or none.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LIMITS.itemsPerCertificate)
  @ValidateNested({ each: true })
  @Type(() => DrawnFromInput)
  readonly drawnFrom?: readonly DrawnFromInput[]

  @ApiPropertyOptional({
    type: [String],
    description: 'Documents of the certificates that it replaces or draws from, unless this gateway holds them.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LIMITS.linkedCertificates)
  @IsString({ each: true })
  readonly originals?: readonly string[]
}
