import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { ReadQuery } from '../certificates/certificate.dto'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import { Accession, AgreementWithdrawal, ProfileApproval, ProfileProposal } from './register.dto'
import { RegisterChanged, RegisterRecordList, RegisterRecordView } from './register.view'
import { RegistersService } from './registers.service'

const READ = [401, 403, 404, 422, 503]
const WRITE = [400, 401, 403, 404, 409, 413, 415, 422, 503, 504]
const DONE = { answer: RegisterChanged, problems: WRITE }

/** The profiles of agreements: who proposed them, who approved them, since when they are in force. */
@ApiTags('registers')
@Controller('api/v1/agreements')
export class AgreementsController {
  readonly #service: RegistersService
  readonly #freshness: Freshness

  constructor(service: RegistersService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'The proposed profiles, what each party said, and who did not approve yet' })
  @ApiResponse({ status: 200, type: RegisterRecordList, description: 'In the order of their proposal.' })
  @ApiProblems(...READ)
  async list(@Query() { atLeastBlock }: ReadQuery): Promise<Plain<RegisterRecordList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { records: await this.#service.agreements(), asOf }
  }

  @Get(':agreement/:version')
  @AllowEveryRole()
  @ApiOperation({ summary: 'One version of a profile, and what each party said of it' })
  @ApiResponse({ status: 200, type: RegisterRecordView, description: 'The proposal.' })
  @ApiProblems(...READ)
  one(@Param('agreement') agreement: string, @Param('version') version: string): Promise<Plain<RegisterRecordView>> {
    return this.#service.agreement(agreement, version)
  }

  @Get(':agreement/:version/profile')
  @AllowEveryRole()
  @ApiOperation({ summary: 'The text of a profile, which its hash is of' })
  @ApiResponse({ status: 200, description: 'The profile, in its own format.' })
  @ApiProblems(...READ)
  profile(@Param('agreement') agreement: string, @Param('version') version: string): object {
    return this.#service.profile(agreement, version)
  }

  @Post('proposals')
  @Write({
    summary: 'Propose a version of a profile, and approve it by that',
    roles: ['member-admin'],
    status: 201,
    ...DONE,
  })
  propose(
    @Body() body: ProfileProposal,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'proposeProfile', body)
  }

  @Post(':agreement/:version/approvals')
  @Write({ summary: 'Approve the very text that was proposed', roles: ['member-admin'], ...DONE })
  approve(
    @Param() path: VersionPath,
    @Body() body: ProfileApproval,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'approveProfile', body, path)
  }

  @Post(':agreement/:version/accessions')
  @Write({ summary: 'Become a party later, or again', roles: ['member-admin'], ...DONE })
  accede(
    @Param() path: VersionPath,
    @Body() body: Accession,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'accede', body, path)
  }

  @Post(':agreement/:version/withdrawals')
  @Write({ summary: 'Cease to be a party, from a day to come', roles: ['member-admin'], ...DONE })
  withdraw(
    @Param() path: VersionPath,
    @Body() body: AgreementWithdrawal,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'withdrawFromAgreement', body, path)
  }
}

interface VersionPath {
  readonly agreement: string
  readonly version: string
}
