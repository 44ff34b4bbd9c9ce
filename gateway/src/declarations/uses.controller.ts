import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { ReadQuery } from '../certificates/certificate.dto'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import {
  ChangedUse,
  ClarificationRequest,
  CorrectionRequest,
  ReassessmentRequest,
  RefusalRequest,
  UseList,
  UseRequest,
} from './use.dto'
import { UsesService } from './uses.service'

const PROBLEMS = [400, 401, 403, 404, 409, 413, 415, 422, 503, 504]
const DONE = { answer: ChangedUse, problems: PROBLEMS }

/** What importing customs does with the quantities of a certificate. Amounts are in clear here and blinded in the register. */
@ApiTags('uses')
@Controller('api/v1/certificates/:id')
export class UsesController {
  readonly #service: UsesService

  readonly #freshness: Freshness

  constructor(service: UsesService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get('uses')
  @AllowEveryRole()
  @ApiOperation({
    summary: 'The uses, reservations and refusals of a certificate; in clear where its document is held',
  })
  @ApiResponse({ status: 200, type: UseList, description: 'In the order in which they were made.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async listUses(@Param('id') id: string, @Query() { atLeastBlock }: ReadQuery): Promise<Plain<UseList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { uses: await this.#service.list(parseCertificateId(id)), asOf }
  }

  @Post('uses')
  @Write({
    summary: 'Use quantities of a certificate for an import declaration',
    roles: ['customs'],
    status: 201,
    ...DONE,
  })
  makeUse(
    @Param('id') id: string,
    @Body() body: UseRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.take(commandOf(request, reply), 'use', parseCertificateId(id), body)
  }

  @Post('reservations')
  @Write({
    summary: 'Reserve quantities while a declaration is under way, or goods are released against security',
    roles: ['customs'],
    status: 201,
    ...DONE,
  })
  makeReservation(
    @Param('id') id: string,
    @Body() body: UseRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.take(commandOf(request, reply), 'reserve', parseCertificateId(id), body)
  }

  @Post('reservations/:use/confirmation')
  @Write({ summary: 'Make a use of a reservation', roles: ['customs'], ...DONE })
  confirmReservation(
    @Param('id') id: string,
    @Param('use') use: string,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.settle(commandOf(request, reply), 'confirm', parseCertificateId(id), use)
  }

  @Post('reservations/:use/release')
  @Write({ summary: 'Give up what is reserved', roles: ['customs'], ...DONE })
  releaseReservation(
    @Param('id') id: string,
    @Param('use') use: string,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.settle(commandOf(request, reply), 'release', parseCertificateId(id), use)
  }

  @Post('uses/:use/correction')
  @Write({
    summary: 'Correct the quantities of a use, with a reason; what it was stays in its history',
    roles: ['customs'],
    ...DONE,
  })
  correctUse(
    @Param('id') id: string,
    @Param('use') use: string,
    @Body() body: CorrectionRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.correct(commandOf(request, reply), parseCertificateId(id), use, body)
  }

  @Post('refusals')
  @Write({
    summary: 'Refuse the preference for items, by a coded reason; other items are not held up',
    roles: ['customs'],
    status: 201,
    ...DONE,
  })
  refuseItems(
    @Param('id') id: string,
    @Body() body: RefusalRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.refuse(commandOf(request, reply), parseCertificateId(id), body)
  }

  @Post('refusals/:use/clarification')
  @Write({ summary: 'Answer a refusal of the importing member by the hash of a text', roles: ['issuer'], ...DONE })
  clarifyRefusal(
    @Param('id') id: string,
    @Param('use') use: string,
    @Body() body: ClarificationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.clarify(commandOf(request, reply), parseCertificateId(id), use, body)
  }

  @Post('refusals/:use/reassessment')
  @Write({ summary: 'Decide of a refusal in the end: upheld, or granted after all', roles: ['customs'], ...DONE })
  reassessRefusal(
    @Param('id') id: string,
    @Param('use') use: string,
    @Body() body: ReassessmentRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedUse>> {
    return this.#service.reassess(commandOf(request, reply), parseCertificateId(id), use, body)
  }
}
