import { ApiPropertyOptional } from '@nestjs/swagger'
import { IsIn, IsOptional } from 'class-validator'
import { MEMBERS } from '@eco/domain'
import { ReadQuery } from '../certificates/certificate.dto'

const CODES = MEMBERS.map(({ code }) => code)

/** Whose part of the registers is wanted. */
export class RegisterQuery extends ReadQuery {
  @ApiPropertyOptional({ enum: CODES })
  @IsOptional()
  @IsIn(CODES)
  readonly member?: string
}
