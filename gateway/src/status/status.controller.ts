import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { Allow, Incoming, Public } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import type { Plain } from '../http/plain'
import { ProblemError } from '../http/problem'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { StatusLink, StatusView } from './status.dto'
import { StatusService } from './status.service'

const TOO_MANY = 429

/** How a certificate stands, for exporters and importers without an account. */
@ApiTags('status')
@Controller('api/v1')
export class StatusController {
  readonly #service: StatusService

  constructor(service: StatusService) {
    this.#service = service
  }

  @Post('certificates/:id/status-link')
  @HttpCode(200)
  @Allow('issuer', 'customs')
  @ApiOperation({ summary: 'The public status link of a certificate; made when it is first asked for' })
  @ApiResponse({ status: 200, type: StatusLink, description: 'The same link every time.' })
  @ApiProblems(401, 403, 404, 422)
  makeStatusLink(@Param('id') id: string): Plain<StatusLink> {
    return this.#service.linkOf(parseCertificateId(id))
  }

  @Delete('certificates/:id/status-link')
  @HttpCode(204)
  @Allow('issuer', 'customs')
  @ApiOperation({ summary: 'Take the public status link of a certificate out of use' })
  @ApiResponse({ status: 204, description: 'The link leads nowhere any more.' })
  @ApiProblems(401, 403, 404, 422)
  withdrawStatusLink(@Param('id') id: string): void {
    this.#service.withdraw(parseCertificateId(id))
  }

  @Get('status/:reference')
  @Public()
  @ApiOperation({ summary: 'How a certificate stands, for whoever holds its link: states and dates, no content' })
  @ApiResponse({ status: 200, type: StatusView, description: 'As far as the read model follows the register.' })
  @ApiProblems(404, 429)
  readStatus(
    @Param('reference') reference: string,
    @Incoming() { ip }: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Plain<StatusView> {
    const wait = this.#service.waitOf(ip)
    if (wait > 0) {
      void reply.header('Retry-After', wait)
      throw new ProblemError('HTTP_ERROR', `Too many requests: ask again in ${wait} s.`, [], TOO_MANY)
    }
    void reply.header('Referrer-Policy', 'no-referrer')
    return this.#service.statusOf(reference)
  }
}
