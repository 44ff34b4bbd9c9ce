import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import { HoldRequest, OtherMember, PurgeWord, RetentionAnswer } from './retention.dto'
import type { RetentionView } from './retention.dto'
import { RetentionService } from './retention.service'

const PROBLEMS = [400, 401, 403, 404, 409, 410, 415, 422, 503, 504]
const DONE = { answer: RetentionAnswer, problems: PROBLEMS }

/** Legal hold and purge of what two members exchanged about a certificate. */
@ApiTags('retention')
@Controller('api/v1/certificates/:id')
export class RetentionController {
  readonly #service: RetentionService
  readonly #freshness: Freshness

  constructor(service: RetentionService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get('retention')
  @AllowEveryRole()
  @ApiOperation({ summary: 'What is kept of a certificate, who holds it back, and whether it was purged' })
  @ApiResponse({ status: 200, type: RetentionAnswer, description: 'As the register shows it.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async find(@Param('id') id: string, @Query() { other }: OtherMember): Promise<Plain<RetentionAnswer>> {
    await this.#freshness.isCurrent()
    return this.#answer(this.#service.find(parseCertificateId(id), other))
  }

  @Post('legal-hold')
  @Write({ summary: 'Hold back the purge', roles: ['member-admin'], ...DONE })
  async hold(
    @Param('id') id: string,
    @Body() { reason, other }: HoldRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RetentionAnswer>> {
    const command = commandOf(request, reply)
    return this.#answer(await this.#service.placeHold(command, parseCertificateId(id), reason, other))
  }

  @Post('legal-hold/release')
  @Write({ summary: 'End the own hold', roles: ['member-admin'], ...DONE })
  async release(
    @Param('id') id: string,
    @Body() { other }: OtherMember,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RetentionAnswer>> {
    const command = commandOf(request, reply)
    return this.#answer(await this.#service.releaseHold(command, parseCertificateId(id), other))
  }

  @Post('purge-request')
  @Write({
    summary: 'Ask for the purge of document and texts; the other member has to ask too',
    roles: ['member-admin'],
    ...DONE,
  })
  async request(
    @Param('id') id: string,
    @Body() { ground, other }: PurgeWord,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RetentionAnswer>> {
    const command = commandOf(request, reply)
    return this.#answer(await this.#service.requestPurge(command, parseCertificateId(id), ground, other))
  }

  @Post('purge-request/withdrawal')
  @Write({ summary: 'Take the own request for a purge back', roles: ['member-admin'], ...DONE })
  async withdraw(
    @Param('id') id: string,
    @Body() { other }: OtherMember,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RetentionAnswer>> {
    const command = commandOf(request, reply)
    return this.#answer(await this.#service.withdrawPurgeRequest(command, parseCertificateId(id), other))
  }

  @Post('purge')
  @Write({ summary: 'Purge document and texts at both members, for good', roles: ['member-admin'], ...DONE })
  async purge(
    @Param('id') id: string,
    @Body() { other }: OtherMember,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RetentionAnswer>> {
    const command = commandOf(request, reply)
    return this.#answer(await this.#service.purge(command, parseCertificateId(id), other))
  }

  #answer(retention: Plain<RetentionView>): Plain<RetentionAnswer> {
    return { retention, asOf: this.#freshness.asOf() }
  }
}
