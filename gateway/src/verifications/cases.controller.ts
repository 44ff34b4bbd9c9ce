import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId, Refusal } from '@eco/domain'
import { ReadQuery } from '../certificates/certificate.dto'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import type { CaseName } from './case-view'
import { STEP_INPUTS } from './step-input'
import {
  AcknowledgementRequest,
  DeterminationRequest,
  OpeningRequest,
  ReplyRequest,
  TextQuery,
  TextRequest,
  VisitAnswerRequest,
  VisitReportRequest,
  VisitRequest,
  WithdrawalRequest,
} from './verification.dto'
import { CaseTextView, ChangedVerification, VerificationList } from './verification.view'
import type { CaseStepInput } from './verifications.service'
import { VerificationsService } from './verifications.service'

const PROBLEMS = [400, 401, 403, 404, 409, 410, 413, 415, 422, 503, 504]
const DONE = { answer: ChangedVerification, problems: PROBLEMS }

/** The verification cases of one certificate. */
@ApiTags('verifications')
@Controller('api/v1/certificates/:id/verifications')
export class CasesController {
  readonly #service: VerificationsService
  readonly #freshness: Freshness

  constructor(service: VerificationsService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'The verification cases of a certificate, with their deadlines as of now' })
  @ApiResponse({ status: 200, type: VerificationList, description: 'The oldest first.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async list(@Param('id') id: string, @Query() { atLeastBlock }: ReadQuery): Promise<Plain<VerificationList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { verifications: await this.#service.ofCertificate(parseCertificateId(id)), asOf }
  }

  @Get(':number/text')
  @Allow('issuer', 'customs', 'authority-admin')
  @ApiOperation({ summary: 'A text of a case, as far as it has arrived; only at the two members' })
  @ApiResponse({ status: 200, type: CaseTextView, description: 'The text, whose hash is the one on the register.' })
  @ApiProblems(401, 403, 404, 422, 503)
  text(
    @Param('id') id: string,
    @Param('number') number: string,
    @Query() { event, nth }: TextQuery,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<CaseTextView>> {
    return this.#service.text(commandOf(request, reply), nameOf(id, number), { event, nth })
  }

  @Post()
  @Write({ summary: 'Ask the issuing side to verify a certificate', roles: ['customs'], status: 201, ...DONE })
  open(
    @Param('id') id: string,
    @Body() body: OpeningRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#service.open(commandOf(request, reply), parseCertificateId(id), STEP_INPUTS.opening(body))
  }

  @Post(':number/acknowledgement')
  @Write({ summary: 'Confirm that a request was received', roles: ['issuer', 'authority-admin'], ...DONE })
  acknowledge(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: AcknowledgementRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.acknowledgement(body))
  }

  @Post(':number/reply')
  @Write({
    summary: 'Reply whether the certificate is authentic and the goods originate',
    roles: ['issuer', 'authority-admin'],
    ...DONE,
  })
  reply(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: ReplyRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.reply(body))
  }

  @Post(':number/extension')
  @Write({ summary: 'Give the longer time for the reply that the agreement has', roles: ['customs'], ...DONE })
  extend(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: TextRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.extension(body))
  }

  @Post(':number/visit')
  @Write({ summary: 'Ask for a visit to the exporter or producer', roles: ['customs'], ...DONE })
  requestVisit(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: VisitRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.visit(body))
  }

  @Post(':number/visit/answer')
  @Write({ summary: 'Consent to a visit, refuse or postpone it', roles: ['issuer', 'authority-admin'], ...DONE })
  answerVisit(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: VisitAnswerRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.visitAnswer(body))
  }

  @Post(':number/visit/report')
  @Write({ summary: 'Say on which day the visit took place, and what was found', roles: ['customs'], ...DONE })
  reportVisit(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: VisitReportRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.visitReport(body))
  }

  @Post(':number/visit/comments')
  @Write({ summary: 'Comment on what was found at the visit', roles: ['issuer', 'authority-admin'], ...DONE })
  commentVisit(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: TextRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.visitComments(body))
  }

  @Post(':number/determination')
  @Write({ summary: 'Conclude the case, and say what becomes of the preference', roles: ['customs'], ...DONE })
  determine(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: DeterminationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.determination(body))
  }

  @Post(':number/withdrawal')
  @Write({ summary: 'Take the case back', roles: ['customs'], ...DONE })
  withdraw(
    @Param('id') id: string,
    @Param('number') number: string,
    @Body() body: WithdrawalRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedVerification>> {
    return this.#step(request, reply, nameOf(id, number), STEP_INPUTS.withdrawal(body))
  }

  #step(
    request: GatewayRequest,
    reply: GatewayReply,
    name: CaseName,
    step: CaseStepInput,
  ): Promise<Plain<ChangedVerification>> {
    return this.#service.step(commandOf(request, reply), name, step)
  }
}

function nameOf(id: string, number: string): CaseName {
  if (!/^[1-9]\d{0,2}$/.test(number)) throw new Refusal('CASE_NOT_FOUND', 'number: must be the number of a case')
  return { id: parseCertificateId(id), number: Number(number) }
}
