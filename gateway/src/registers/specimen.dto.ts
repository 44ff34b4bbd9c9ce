import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { LIMITS, MEMBERS, SEAL_PICTURES } from '@eco/domain'
import type { MemberCode, Outcome, SealPicture } from '@eco/domain'

const PICTURES = Object.keys(SEAL_PICTURES) as SealPicture[]
const MEMBER_CODES = MEMBERS.map(({ code }) => code)

/** The picture of the impression of a seal. */
export class SealImpression {
  @ApiProperty({ enum: PICTURES })
  @IsIn(PICTURES)
  readonly mediaType!: SealPicture

  @ApiProperty({ description: `base64 of at most ${LIMITS.sealPictureBytes} bytes.` })
  @IsString()
  @MaxLength(Math.ceil(LIMITS.sealPictureBytes / 3) * 4)
  readonly data!: string
}

/** By what the paper of an authority is recognised. */
export class SpecimenContent {
  @ApiProperty({ isArray: true, type: String, maxItems: LIMITS.addressLines, description: 'Lines of the address.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.addressLines)
  @IsString({ each: true })
  @MaxLength(LIMITS.addressLineLength, { each: true })
  readonly address!: readonly string[]

  @ApiProperty({ type: SealImpression })
  @IsObject()
  @ValidateNested()
  @Type(() => SealImpression)
  readonly seal!: SealImpression

  @ApiProperty({ type: String, format: 'date', description: 'Since which day the authority uses the seal.' })
  @IsISO8601()
  readonly from!: string
}

/** A specimen, and the members that may see it. */
export class SpecimenSharing extends SpecimenContent {
  @ApiProperty({ isArray: true, enum: MEMBER_CODES, description: 'Parties of agreements under which it issues.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(MEMBER_CODES, { each: true })
  readonly sharedWith!: readonly MemberCode[]
}

/** What became of it with one member. */
export class SharedWith {
  @ApiProperty({ enum: MEMBER_CODES })
  readonly member!: MemberCode

  @ApiProperty({
    oneOf: [
      { type: 'string', enum: ['done'] },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    description: '`done`, or the `code` and `detail` of the rule that said no.',
  })
  readonly outcome!: Outcome
}

/** What became of it with each member. */
export class SpecimenShared {
  @ApiProperty({ type: [SharedWith] })
  readonly shared!: readonly SharedWith[]
}

/** A specimen as the two members see it. */
export class SpecimenView extends SpecimenContent {
  @ApiProperty({ enum: MEMBER_CODES })
  readonly member!: MemberCode

  @ApiProperty()
  readonly authority!: string

  @ApiProperty({ enum: MEMBER_CODES, description: 'The member that it is shared with.' })
  readonly sharedWith!: MemberCode

  @ApiPropertyOptional({ description: 'The state of the authority at this time, by the register.' })
  readonly state?: string
}
