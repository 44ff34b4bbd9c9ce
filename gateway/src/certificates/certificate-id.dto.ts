import { ApiProperty } from '@nestjs/swagger'
import { IsIn, IsString, MaxLength } from 'class-validator'
import type { MemberCode } from '@eco/domain'
import { LIMITS, MEMBERS } from '@eco/domain'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)

/** Which certificate is to be sealed. */
export class CertificateIdQuery {
  @ApiProperty({ description: 'Certificate number.' })
  @IsString()
  @MaxLength(LIMITS.certificateNumberLength)
  readonly number!: string

  @ApiProperty({ enum: MEMBER_CODES, description: 'Importing member of the document.' })
  @IsIn(MEMBER_CODES)
  readonly importer!: MemberCode
}

/** An id as its document carries it. */
export class CertificateIdView {
  @ApiProperty({ pattern: '^[0-9a-f]{64}$' })
  readonly id!: string
}
