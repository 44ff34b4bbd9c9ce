import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsIn, IsOptional } from 'class-validator'
import type { HoldReason, MemberCode, PurgeGround, RetentionState } from '@eco/domain'
import { HOLD_REASONS, MEMBERS, PURGE_GROUNDS, RETENTION_STATES } from '@eco/domain'
import { AsOf } from '../certificates/certificate.dto'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)

/** Which other member is meant, where it is not the importing member of today. */
export class OtherMember {
  @ApiPropertyOptional({
    enum: MEMBER_CODES,
    description: 'After a change of destination: the former importing member.',
  })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly other?: MemberCode
}

/** A word that the document and texts must be kept. */
export class HoldRequest extends OtherMember {
  @ApiProperty({ enum: HOLD_REASONS, description: 'Public on the register: a word from a list, never free text.' })
  @IsIn(HOLD_REASONS)
  readonly reason!: HoldReason
}

/** A word that they may be purged. */
export class PurgeWord extends OtherMember {
  @ApiProperty({ enum: PURGE_GROUNDS, description: 'Public on the register: a word from a list, never free text.' })
  @IsIn(PURGE_GROUNDS)
  readonly ground!: PurgeGround
}

/** A member's hold. */
export class HoldView {
  @ApiProperty({ enum: MEMBER_CODES })
  readonly member!: MemberCode

  @ApiProperty({ enum: HOLD_REASONS })
  readonly reason!: HoldReason

  @ApiProperty({ format: 'date-time' })
  readonly since!: string
}

/** A member's word that they may be purged. */
export class PurgeRequestView {
  @ApiProperty({ enum: MEMBER_CODES })
  readonly member!: MemberCode

  @ApiProperty({ enum: PURGE_GROUNDS })
  readonly ground!: PurgeGround

  @ApiProperty({ format: 'date-time' })
  readonly requestedAt!: string
}

/** The proof of a purge. */
export class PurgeView {
  @ApiProperty({ enum: MEMBER_CODES })
  readonly member!: MemberCode

  @ApiProperty({ format: 'date-time' })
  readonly purgedAt!: string

  @ApiProperty({ description: 'How many documents and texts.' })
  readonly values!: number
}

/** What becomes of what two members exchanged about a certificate. */
export class RetentionView {
  @ApiProperty({ enum: RETENTION_STATES })
  readonly state!: RetentionState

  @ApiProperty({ enum: MEMBER_CODES, description: 'The member with which the issuing member exchanged it.' })
  readonly other!: MemberCode

  @ApiProperty({ type: [HoldView] })
  readonly holds!: readonly HoldView[]

  @ApiProperty({ type: [PurgeRequestView] })
  readonly requests!: readonly PurgeRequestView[]

  @ApiPropertyOptional({ type: PurgeView })
  readonly purge?: PurgeView
}

/** The state of retention as of a block. */
export class RetentionAnswer {
  @ApiProperty({ type: RetentionView })
  readonly retention!: RetentionView

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf
}
