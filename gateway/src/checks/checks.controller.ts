import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common'
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import type { Role } from '@eco/domain'
import { ReadQuery } from '../certificates/certificate.dto'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { roleOf } from '../http/command'
import { FILE_TYPES } from '../http/file-body'
import { ProblemError } from '../http/problem'
import type { GatewayRequest } from '../http/trace'
import { Freshness } from '../read-model/freshness'
import { CheckAnswerView, CheckRequest } from './check.dto'
import { ChecksService } from './checks.service'
import type { CheckOutcome } from './checks.service'
import type { Plain } from '../http/plain'

/** Checks: is this document what its authority registered, and does it still stand? */
@ApiTags('checks')
@Controller('api/v1/checks')
export class ChecksController {
  readonly #service: ChecksService
  readonly #freshness: Freshness

  constructor(service: ChecksService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Post()
  @HttpCode(200)
  @AllowEveryRole()
  @ApiOperation({ summary: 'Check a document, or a reference with or without its hash, against the register' })
  @ApiResponse({ status: 200, type: CheckAnswerView, description: 'The verdict; NOT_VALID is an answer too.' })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async check(
    @Body() body: CheckRequest,
    @Query() { atLeastBlock }: ReadQuery,
    @Incoming() request: GatewayRequest,
  ): Promise<Plain<CheckAnswerView>> {
    await this.#freshness.require(atLeastBlock)
    return viewOf(await this.#outcomeOf(roleOf(request), body))
  }

  @Post('file')
  @HttpCode(200)
  @AllowEveryRole()
  @ApiOperation({
    summary: 'Check a file: a PDF with the document attached, a picture of the QR code, or the document',
  })
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 200, type: CheckAnswerView, description: 'The verdict; NOT_VALID is an answer too.' })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async checkFile(
    @Incoming() request: GatewayRequest,
    @Query() { atLeastBlock }: ReadQuery,
  ): Promise<Plain<CheckAnswerView>> {
    const { body } = request
    if (!Buffer.isBuffer(body))
      throw new ProblemError('MEDIA_TYPE_NOT_SUPPORTED', `Send one of ${FILE_TYPES.join(', ')}.`)
    await this.#freshness.require(atLeastBlock)
    return viewOf(await this.#service.checkFile(roleOf(request), body))
  }

  #outcomeOf(role: Role, { document, issuer, authority, number, documentHash }: CheckRequest): Promise<CheckOutcome> {
    const reference = [issuer, authority, number, documentHash].filter((part) => part !== undefined)
    if (document !== undefined && reference.length === 0) return this.#service.checkDocument(role, document)
    const complete = issuer !== undefined && authority !== undefined && number !== undefined
    if (document !== undefined || !complete) throw neitherNor()
    return this.#service.checkReference(role, { issuingMember: issuer, authority, number }, documentHash)
  }
}

function viewOf({ answer, asOf, stored, withheld, tampered, receipt }: CheckOutcome): Plain<CheckAnswerView> {
  const shown = stored === undefined ? {} : { certificate: stored.record, changedInBlock: stored.block }
  return { ...answer, withheld, tampered, asOf, ...shown, ...(receipt !== undefined && { receipt }) }
}

function neitherNor(): ProblemError {
  const sentence = 'Send either document, or issuer, authority and number together, with documentHash if it is known.'
  return new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '', rule: 'either-or', sentence }])
}
