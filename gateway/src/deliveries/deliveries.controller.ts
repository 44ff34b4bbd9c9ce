import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId } from '@eco/domain'
import { cursorOf, positionOf } from '../certificates/cursor'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import {
  AnswerRequest,
  DeliveryAnswerView,
  DeliveryList,
  DeliveryQuery,
  DocumentView,
  Reconciliation,
  ReconciliationRequest,
} from './delivery.dto'
import { DeliveriesService } from './deliveries.service'

/** How documents reach the importing member. */
@ApiTags('deliveries')
@Controller('api/v1')
export class DeliveriesController {
  readonly #service: DeliveriesService
  readonly #freshness: Freshness

  constructor(service: DeliveriesService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get('deliveries')
  @AllowEveryRole()
  @ApiOperation({ summary: 'List deliveries of this member or to it, in the order of registration' })
  @ApiResponse({ status: 200, type: DeliveryList, description: 'One page.' })
  @ApiProblems(401, 403, 422, 503)
  async list(@Query() query: DeliveryQuery): Promise<Plain<DeliveryList>> {
    const asOf = await this.#freshness.require(query.atLeastBlock)
    const { deliveries, next } = this.#service.list(query, positionOf(query.cursor))
    return { deliveries, ...(next === undefined ? {} : { next: cursorOf(next) }), asOf }
  }

  @Get('certificates/:id/document')
  @Allow('issuer', 'customs')
  @ApiOperation({ summary: 'The document of a certificate; only at its issuing and its importing member' })
  @ApiResponse({ status: 200, type: DocumentView, description: 'The document, whose hash is the registered one.' })
  @ApiProblems(401, 403, 404, 410, 422, 503)
  document(
    @Param('id') id: string,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<DocumentView>> {
    return this.#service.document(commandOf(request, reply), parseCertificateId(id))
  }

  @Post('certificates/:id/acknowledgement')
  @Write({
    summary: 'Say whether a received document is taken over, or that it must be sent again',
    roles: ['customs'],
    answer: DeliveryAnswerView,
    problems: [400, 401, 403, 404, 409, 415, 422, 503, 504],
  })
  async answer(
    @Param('id') id: string,
    @Body() { answer, reason }: AnswerRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<DeliveryAnswerView>> {
    const command = commandOf(request, reply)
    const delivery = await this.#service.answer(command, parseCertificateId(id), answer, reason ?? null)
    return { delivery, asOf: this.#freshness.asOf() }
  }

  @Post('certificates/:id/redelivery')
  @HttpCode(202)
  @Allow('issuer')
  @ApiOperation({ summary: 'Send the document of a certificate again, at once' })
  @ApiResponse({ status: 202, type: DeliveryAnswerView, description: 'It is on its way.' })
  @ApiProblems(401, 403, 404, 422)
  redeliver(@Param('id') id: string): Plain<DeliveryAnswerView> {
    return { delivery: this.#service.sendAgain(parseCertificateId(id)), asOf: this.#freshness.asOf() }
  }

  @Post('reconciliations')
  @Write({
    summary: 'List what is missing on either side, as the register and this gateway know it',
    roles: ['issuer', 'customs', 'member-admin'],
    answer: Reconciliation,
    description: 'What was missing before anything was repaired.',
    problems: [400, 401, 403, 415, 422, 503, 504],
  })
  async reconcile(
    @Body() body: ReconciliationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<Reconciliation>> {
    await this.#freshness.isCurrent()
    const asOf = this.#freshness.asOf()
    return { ...(await this.#service.reconcile(commandOf(request, reply), body)), asOf }
  }
}
