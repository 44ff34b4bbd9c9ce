import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { parseCertificateId, parseRequestId, Refusal } from '@eco/domain'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { ProblemError } from '../http/problem'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Freshness } from '../read-model/freshness'
import {
  CancellationRequest,
  CertificateAnswer,
  CertificateHistory,
  CertificateList,
  ChangedCertificate,
  IssuedCertificate,
  IssueRequest,
  ListQuery,
  ReadQuery,
} from './certificate.dto'
import { CertificatesService } from './certificates.service'
import type { Command, Issued } from './certificates.service'
import { cursorOf, positionOf } from './cursor'
import type { Plain } from '../http/plain'

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Names the request; a repeat is answered, never written twice. Kept by the register: no personal data.',
}

/** Certificates: issue, look up, cancel. */
@ApiTags('certificates')
@Controller('api/v1/certificates')
export class CertificatesController {
  readonly #service: CertificatesService
  readonly #freshness: Freshness

  constructor(service: CertificatesService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Post()
  @Allow('issuer')
  @ApiOperation({
    summary: 'Issue a certificate from a dataset, or from a document that its authority has sealed already',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, type: IssuedCertificate, description: 'Registered, and visible in the read model.' })
  @ApiProblems(400, 401, 403, 409, 413, 415, 422, 503, 504)
  async issue(
    @Body() body: IssueRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<IssuedCertificate>> {
    const issued = await this.#issue(commandOf(request, reply), body)
    void reply.header('Location', `/api/v1/certificates/${issued.certificate.id}`)
    return issued
  }

  #issue(command: Command, { dataset, document }: IssueRequest): Promise<Issued> {
    if (dataset !== undefined && document === undefined) return this.#service.issueDataset(command, dataset)
    if (document !== undefined && dataset === undefined) return this.#service.issueDocument(command, document)
    const sentence = 'Send either dataset or document.'
    throw new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '', rule: 'either-or', sentence }])
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'List certificates in the order of registration' })
  @ApiResponse({ status: 200, type: CertificateList, description: 'One page.' })
  @ApiProblems(401, 403, 422, 503)
  async list(@Query() query: ListQuery): Promise<Plain<CertificateList>> {
    const asOf = await this.#freshness.require(query.atLeastBlock)
    const page = this.#service.list(query, positionOf(query.cursor), query.limit ?? 50)
    return {
      certificates: page.certificates.map(({ record }) => record),
      ...(page.next === undefined ? {} : { next: cursorOf(page.next) }),
      asOf,
    }
  }

  @Get(':id')
  @AllowEveryRole()
  @ApiOperation({ summary: 'Look up a certificate' })
  @ApiResponse({ status: 200, type: CertificateAnswer, description: 'The record.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async find(@Param('id') id: string, @Query() { atLeastBlock }: ReadQuery): Promise<Plain<CertificateAnswer>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { certificate: await this.#service.find(parseCertificateId(id)), asOf }
  }

  @Get(':id/history')
  @AllowEveryRole()
  @ApiOperation({ summary: 'Everything that happened to a certificate' })
  @ApiResponse({ status: 200, type: CertificateHistory, description: 'Its changes, oldest first.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async history(@Param('id') id: string, @Query() { atLeastBlock }: ReadQuery): Promise<Plain<CertificateHistory>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    const changes = await this.#service.history(parseCertificateId(id))
    return { changes: changes.map(({ record, ...change }) => ({ ...change, certificate: record })), asOf }
  }

  @Post(':id/cancellation')
  @HttpCode(200)
  @Allow('issuer')
  @ApiOperation({ summary: 'Cancel a certificate of which nothing is used' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 200, type: ChangedCertificate, description: 'Cancelled, and visible in the read model.' })
  @ApiProblems(400, 401, 403, 404, 409, 415, 422, 503, 504)
  cancel(
    @Param('id') id: string,
    @Body() { reason }: CancellationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.cancel(commandOf(request, reply), parseCertificateId(id), reason)
  }
}

function commandOf({ caller, trace, headers }: GatewayRequest, reply: GatewayReply): Command {
  if (caller === undefined) throw new Refusal('ROLE_NOT_ALLOWED', 'nobody is signed in')
  const requestId = requestIdOf(headers['idempotency-key'])
  void reply.header('Idempotency-Key', requestId)
  return { caller, trace, requestId }
}

function requestIdOf(header: string | string[] | undefined): string {
  if (header === undefined) return randomUUID()
  try {
    return parseRequestId(header)
  } catch {
    const sentence = 'Idempotency-Key must be printable ASCII without spaces, at most 128 characters.'
    throw new ProblemError('MALFORMED_REQUEST', sentence, [{ pointer: 'Idempotency-Key', rule: 'format', sentence }])
  }
}
