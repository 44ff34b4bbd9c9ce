import { ApiProperty } from '@nestjs/swagger'
import { IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator'
import type { ReplacementReason } from '@eco/domain'
import { LIMITS, REPLACEMENT_REASONS } from '@eco/domain'

// A true copy has the number of its certificate: nothing is issued for it.
const REASONS = REPLACEMENT_REASONS.filter((reason) => reason !== 'certified-true-copy')

const ID = /^[0-9a-f]{64}$/

/** The certificate that the new one replaces. */
export class ReplacesInput {
  @ApiProperty({ pattern: ID.source, description: 'A certificate of the same authority.' })
  @Matches(ID)
  readonly certificate!: string

  @ApiProperty({ enum: REASONS, description: 'Public on the register: a word from a list.' })
  @IsIn(REASONS)
  readonly reason!: ReplacementReason

  @ApiProperty({
    description:
      'True: what was used and drawn of its items is taken over by the items of the same number, which must count in the same unit.',
  })
  @IsBoolean()
  readonly carryUsed!: boolean
}

/** From which item of which certificate an item of the new one is drawn: all that is issued of it. */
export class DrawnFromInput {
  @ApiProperty({ minimum: 1, description: 'Number of the item in the new certificate; its quantity is what is drawn.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.itemSequence)
  readonly seq!: number

  @ApiProperty({ pattern: ID.source, description: 'The original: it must import into this member.' })
  @Matches(ID)
  readonly certificate!: string

  @ApiProperty({ minimum: 1, description: 'Number of the item in the original: same goods, same unit.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.itemSequence)
  readonly item!: number
}
