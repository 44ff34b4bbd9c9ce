import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf, IDEMPOTENCY_KEY } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Freshness } from '../read-model/freshness'
import { HoldRequest, OtherMember, PurgeWord, RetentionAnswer } from './retention.dto'
import type { RetentionView } from './retention.dto'
import { RetentionService } from './retention.service'

const DONE = { status: 200, type: RetentionAnswer, description: 'Committed, and visible in the read model.' }
const PROBLEMS = [400, 401, 403, 404, 409, 410, 415, 422, 503, 504]

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
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'Hold back the purge' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse(DONE)
  @ApiProblems(...PROBLEMS)
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
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'End the own hold' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse(DONE)
  @ApiProblems(...PROBLEMS)
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
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'Ask for the purge of document and texts; the other member has to ask too' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse(DONE)
  @ApiProblems(...PROBLEMS)
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
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'Take the own request for a purge back' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse(DONE)
  @ApiProblems(...PROBLEMS)
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
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'Purge document and texts at both members, for good' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse(DONE)
  @ApiProblems(...PROBLEMS)
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
