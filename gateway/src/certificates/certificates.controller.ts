import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { CHECK_SENTENCES, parseCertificateId } from '@eco/domain'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf, IDEMPOTENCY_KEY } from '../http/command'
import { ProblemError } from '../http/problem'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import {
  AnnulmentRequest,
  CancellationRequest,
  CertificateAnswer,
  CertificateHistory,
  CertificateList,
  ChangedCertificate,
  DestinationRequest,
  IssuedCertificate,
  ListQuery,
  ReadQuery,
  RegistrationView,
  SignedCertificate,
  TrueCopyRequest,
} from './certificate.dto'
import { IssueRequest } from './issue.dto'
import { CertificatesService } from './certificates.service'
import { IssuingService } from './issuing.service'
import type { IssueInput } from './issue-input'
import { cursorOf, positionOf } from './cursor'
import type { Plain } from '../http/plain'

/** Certificates: issue, look up, cancel. */
@ApiTags('certificates')
@Controller('api/v1/certificates')
export class CertificatesController {
  readonly #service: CertificatesService
  readonly #issuing: IssuingService
  readonly #freshness: Freshness

  constructor(service: CertificatesService, issuing: IssuingService, freshness: Freshness) {
    this.#service = service
    this.#issuing = issuing
    this.#freshness = freshness
  }

  @Post()
  @Allow('issuer')
  @ApiOperation({
    summary: 'Issue a certificate from a dataset, or from a document that its authority has sealed already',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description:
      'respond-async (RFC 7240): the certificate is signed and answered at once, and registered as soon as possible.',
  })
  @ApiResponse({ status: 201, type: IssuedCertificate, description: 'Registered, and visible in the read model.' })
  @ApiResponse({ status: 202, type: SignedCertificate, description: 'Signed; the registration is on its way.' })
  @ApiProblems(400, 401, 403, 409, 413, 415, 422, 503, 504)
  async issue(
    @Body() body: IssueRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<IssuedCertificate> | Plain<SignedCertificate>> {
    const command = commandOf(request, reply)
    const input = await this.#inputOf(body)
    if (!prefersAsync(request)) {
      const issued = await this.#issuing.issue(command, input)
      void reply.header('Location', `/api/v1/certificates/${issued.certificate.id}`)
      return issued
    }
    const signed = await this.#issuing.sign(command, input)
    void reply
      .status(202)
      .header('Preference-Applied', 'respond-async')
      .header('Location', `/api/v1/certificates/${signed.id}/registration`)
    return signed
  }

  #inputOf({ dataset, document, ...more }: IssueRequest): Promise<IssueInput> {
    if (dataset !== undefined && document === undefined) return this.#issuing.read({ dataset }, more)
    if (document !== undefined && dataset === undefined) return this.#issuing.read({ document }, more)
    const sentence = 'Send either dataset or document.'
    throw new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '', rule: 'either-or', sentence }])
  }

  @Get(':id/registration')
  @AllowEveryRole()
  @ApiOperation({ summary: 'How far the registration of a certificate is that was signed here' })
  @ApiResponse({ status: 200, type: RegistrationView, description: 'pending, registered or refused.' })
  @ApiProblems(401, 403, 404, 422)
  registration(@Param('id') id: string): Plain<RegistrationView> {
    return this.#issuing.registration(parseCertificateId(id))
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
      ...(page.mayBeOfOthers === true && { notice: NOT_FOUND_BY_NUMBER }),
      asOf,
    }
  }

  @Get(':id')
  @AllowEveryRole()
  @ApiOperation({ summary: 'Look up a certificate' })
  @ApiResponse({ status: 200, type: CertificateAnswer, description: 'The record.' })
  @ApiProblems(401, 403, 404, 422, 503)
  async find(@Param('id') id: string, @Query() { atLeastBlock }: ReadQuery): Promise<Plain<CertificateAnswer>> {
    await this.#freshness.require(atLeastBlock)
    const { asOf, value } = await this.#freshness.asOfOneBlock(async () => {
      const certificate = await this.#service.find(parseCertificateId(id))
      const notEntitled = this.#service.objectionsTo(certificate.id)
      const lineage = await this.#service.lineage(certificate.id)
      return { certificate, lineage, ...(notEntitled.length > 0 && { notEntitled }) }
    })
    return { ...value, asOf }
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
  @Write({
    summary: 'Cancel a certificate of which nothing is used',
    roles: ['issuer'],
    answer: ChangedCertificate,
    description: 'Cancelled, and visible in the read model.',
    problems: [400, 401, 403, 404, 409, 415, 422, 503, 504],
  })
  cancel(
    @Param('id') id: string,
    @Body() { reason }: CancellationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.cancel(commandOf(request, reply), parseCertificateId(id), reason)
  }

  @Post(':id/annulment')
  @Write({
    summary: 'Declare a certificate void; what was used of it stays',
    roles: ['issuer'],
    answer: ChangedCertificate,
    description: 'Annulled, and visible in the read model.',
    problems: [400, 401, 403, 404, 409, 415, 422, 503, 504],
  })
  annul(
    @Param('id') id: string,
    @Body() { reason }: AnnulmentRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.annul(commandOf(request, reply), parseCertificateId(id), reason)
  }

  @Post(':id/destination')
  @Write({
    summary: 'Let a certificate of which nothing is used import into another member',
    roles: ['issuer'],
    answer: ChangedCertificate,
    description: 'Redirected, and visible in the read model.',
    problems: [400, 401, 403, 404, 409, 415, 422, 503, 504],
  })
  changeDestination(
    @Param('id') id: string,
    @Body() { importingMember }: DestinationRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.changeDestination(commandOf(request, reply), parseCertificateId(id), importingMember)
  }

  @Post(':id/true-copies')
  @Write({
    summary: 'Certify a true copy of a certificate that was lost; it has the same number, date and document',
    roles: ['issuer'],
    answer: ChangedCertificate,
    description: 'Recorded, and visible in the read model.',
    problems: [400, 401, 403, 404, 409, 415, 422, 503, 504],
  })
  certifyCopy(
    @Param('id') id: string,
    @Body() { reason }: TrueCopyRequest,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.certifyCopy(commandOf(request, reply), parseCertificateId(id), reason)
  }

  @Post(':id/acquittal')
  @Write({
    summary: 'Close a certificate of which nothing more will be used',
    roles: ['customs'],
    answer: ChangedCertificate,
    description: 'Acquitted, and visible in the read model.',
    problems: [401, 403, 404, 409, 422, 503, 504],
  })
  acquit(
    @Param('id') id: string,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<ChangedCertificate>> {
    return this.#service.acquit(commandOf(request, reply), parseCertificateId(id))
  }
}

const NOT_FOUND_BY_NUMBER = {
  code: 'NOT_FOUND_BY_NUMBER',
  sentence: CHECK_SENTENCES.NOT_FOUND_BY_NUMBER,
} as const

function prefersAsync({ headers }: GatewayRequest): boolean {
  return /(^|[\s,;])respond-async([\s,;]|$)/i.test(String(headers.prefer ?? ''))
}
