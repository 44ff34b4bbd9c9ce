import { Controller, Get, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { cursorOf, positionOf } from '../certificates/cursor'
import { AllowEveryRole } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import type { Plain } from '../http/plain'
import { Freshness } from '../read-model/freshness'
import { VerificationQuery } from './verification.dto'
import { VerificationList } from './verification.view'
import { VerificationsService } from './verifications.service'

/** The verification cases of all certificates: what waits for whom, and until when. */
@ApiTags('verifications')
@Controller('api/v1/verifications')
export class VerificationsController {
  readonly #service: VerificationsService
  readonly #freshness: Freshness

  constructor(service: VerificationsService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'List verification cases, for example those that are overdue' })
  @ApiResponse({ status: 200, type: VerificationList, description: 'One page, in the order of opening.' })
  @ApiProblems(401, 403, 422, 503)
  async list(@Query() query: VerificationQuery): Promise<Plain<VerificationList>> {
    const asOf = await this.#freshness.require(query.atLeastBlock)
    const { verifications, next } = await this.#service.list(query, positionOf(query.cursor), query.limit ?? 50)
    return { verifications, ...(next !== undefined && { next: cursorOf(next) }), asOf }
  }
}
