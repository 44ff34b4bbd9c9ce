import { Controller, Get, Header, Param, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import type { GatewayRequest } from '../http/trace'
import { ReadQuery } from '../certificates/certificate.dto'
import { Freshness } from '../read-model/freshness'
import { EvidenceBundleView } from './evidence.dto'
import { EvidenceService } from './evidence.service'

/** What proves a certificate to whoever is not on the network. */
@ApiTags('certificates')
@Controller('api/v1/certificates')
export class EvidenceController {
  readonly #service: EvidenceService
  readonly #freshness: Freshness

  constructor(service: EvidenceService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get(':id/evidence')
  @AllowEveryRole()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'All that proves a certificate, to be checked without a network, years later' })
  @ApiResponse({ status: 200, type: EvidenceBundleView, description: 'The bundle.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async bundle(
    @Param('id') id: string,
    @Query() { atLeastBlock }: ReadQuery,
    @Incoming() request: GatewayRequest,
  ): Promise<string> {
    await this.#freshness.require(atLeastBlock)
    return this.#service.bundle(request.caller?.role, parseCertificateId(id))
  }
}
