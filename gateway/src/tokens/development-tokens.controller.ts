import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import type { Role } from '@eco/domain'
import { ROLES } from '@eco/domain'
import { Public } from '../http/access'
import { ProblemError } from '../http/problem'
import { DevelopmentTokens, TOKEN_LIFETIME } from './development-issuer'
import type { Plain } from '../http/plain'

/** Whose token is wanted. */
export class DevelopmentTokenRequest {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  readonly role!: Role

  @ApiPropertyOptional({ description: 'The issuing authority for which an issuer acts.' })
  @IsOptional()
  @IsString()
  @MaxLength(35)
  readonly authority?: string
}

/** The token, named as OAuth 2.0 does. */
export class DevelopmentToken {
  @ApiProperty()
  readonly access_token!: string

  @ApiProperty({ enum: ['Bearer'] })
  readonly token_type!: 'Bearer'

  @ApiProperty({ description: 'Seconds.' })
  readonly expires_in!: number
}

/** The built-in issuer of tokens; answers 404 where it is not switched on. */
@ApiTags('development')
@Controller('development')
export class DevelopmentTokensController {
  readonly #tokens: DevelopmentTokens

  constructor(tokens: DevelopmentTokens) {
    this.#tokens = tokens
  }

  @Post('token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'A token for development, for whoever asks' })
  @ApiResponse({ status: 200, type: DevelopmentToken, description: 'The token.' })
  @ApiResponse({ status: 404, description: 'Development tokens are not switched on here.' })
  async token(@Body() { role, authority }: DevelopmentTokenRequest): Promise<Plain<DevelopmentToken>> {
    const { issuer } = this.#tokens
    if (issuer === undefined) throw new ProblemError('NOT_FOUND', 'Development tokens are not switched on here.')
    return { access_token: await issuer.issue(role, authority), token_type: 'Bearer', expires_in: TOKEN_LIFETIME }
  }
}
