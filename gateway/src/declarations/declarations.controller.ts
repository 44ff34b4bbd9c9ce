import { Body, Controller, Post, Query, Res } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { ReadQuery } from '../certificates/certificate.dto'
import { Incoming } from '../http/access'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import { DeclarationCheckRequest } from './declaration.dto'
import { DeclarationCheckView } from './declaration.view'
import { DeclarationsService } from './declarations.service'

/** What an importing customs officer asks: may these lines claim these certificates? */
@ApiTags('declarations')
@Controller('api/v1/declaration-checks')
export class DeclarationsController {
  readonly #service: DeclarationsService
  readonly #freshness: Freshness

  constructor(service: DeclarationsService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Post()
  @Write({
    summary: 'Check the lines of an import declaration against certificates, and reserve on request',
    roles: ['customs'],
    answer: DeclarationCheckView,
    description: 'One answer for each line; NOT_VALID is an answer too, and so is a reservation that came too late.',
    problems: [400, 401, 403, 409, 413, 415, 422, 503, 504],
  })
  async checkDeclaration(
    @Body() body: DeclarationCheckRequest,
    @Query() { atLeastBlock }: ReadQuery,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<DeclarationCheckView>> {
    await this.#freshness.require(atLeastBlock)
    return this.#service.check(commandOf(request, reply), body)
  }
}
