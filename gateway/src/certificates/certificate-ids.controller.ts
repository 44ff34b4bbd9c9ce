import { Controller, Get, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Allow, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import type { Plain } from '../http/plain'
import type { GatewayRequest } from '../http/trace'
import { CertificateIdQuery, CertificateIdView } from './certificate-id.dto'
import { CertificateIds } from './certificate-ids'

/** Ids of certificates that are yet to be sealed, for authorities that seal outside the gateway. */
@ApiTags('certificates')
@Controller('api/v1/certificate-ids')
export class CertificateIdsController {
  readonly #ids: CertificateIds

  constructor(ids: CertificateIds) {
    this.#ids = ids
  }

  @Get()
  @Allow('issuer')
  @ApiOperation({
    summary: 'The id that a document of the own authority must carry; nothing is registered or reserved',
  })
  @ApiResponse({ status: 200, type: CertificateIdView, description: 'The id.' })
  @ApiProblems(401, 403, 422, 503)
  idOf(@Query() query: CertificateIdQuery, @Incoming() { caller }: GatewayRequest): Plain<CertificateIdView> {
    return { id: this.#ids.newId({ authority: caller?.authority ?? '', number: query.number }, query.importer) }
  }
}
