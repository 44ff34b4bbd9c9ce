import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Allow, AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf, IDEMPOTENCY_KEY } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Freshness } from '../read-model/freshness'
import { AuthorityDeclaration, FromTime, KeyDeclaration, StateChange } from './register.dto'
import { RegisterQuery } from './register.query'
import { RegisterChanged, RegisterRecordList, RegisterRecordView } from './register.view'
import { RegistersService } from './registers.service'

const DONE = { type: RegisterChanged, description: 'Committed, and visible in the read model.' }
const READ = [401, 403, 404, 422, 503]
const WRITE = [400, 401, 403, 404, 409, 413, 415, 422, 503, 504]

/** The authorities of all members and their keys; each member edits its own. */
@ApiTags('registers')
@Controller('api/v1/authorities')
export class AuthoritiesController {
  readonly #service: RegistersService
  readonly #freshness: Freshness

  constructor(service: RegistersService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'The authorities with their states and keys' })
  @ApiResponse({ status: 200, type: RegisterRecordList, description: 'In the order of their declaration.' })
  @ApiProblems(...READ)
  async list(@Query() { member, atLeastBlock }: RegisterQuery): Promise<Plain<RegisterRecordList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { records: this.#service.authorities(member), asOf }
  }

  @Get(':member/:id')
  @AllowEveryRole()
  @ApiOperation({ summary: 'One authority with its states and keys' })
  @ApiResponse({ status: 200, type: RegisterRecordView, description: 'The authority.' })
  @ApiProblems(...READ)
  one(@Param('member') member: string, @Param('id') id: string): Plain<RegisterRecordView> {
    return this.#service.authority(member, id)
  }

  @Post()
  @Allow('member-admin')
  @ApiOperation({ summary: 'Declare an authority of the own member' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, ...DONE })
  @ApiProblems(...WRITE)
  declare(
    @Body() body: AuthorityDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'declareAuthority', body)
  }

  @Post(':member/:id/state')
  @HttpCode(200)
  @Allow('member-admin')
  @ApiOperation({ summary: 'Activate, suspend, resume or withdraw an authority, from a time on' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 200, ...DONE })
  @ApiProblems(...WRITE)
  changeState(
    @Param('member') member: string,
    @Param('id') authority: string,
    @Body() body: StateChange,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'changeAuthority', body, { authority })
  }

  @Post(':member/:id/keys')
  @Allow('member-admin', 'authority-admin')
  @ApiOperation({ summary: 'Declare a key of an authority' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, ...DONE })
  @ApiProblems(...WRITE)
  declareKey(
    @Param('member') member: string,
    @Param('id') authority: string,
    @Body() body: KeyDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'declareKey', body, { authority })
  }

  @Post(':member/:id/keys/:thumbprint/replacement')
  @Allow('member-admin', 'authority-admin')
  @ApiOperation({ summary: 'Put a new key in the place of one' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, ...DONE })
  @ApiProblems(...WRITE)
  replaceKey(
    @Param() { member, id: authority, thumbprint: replaces }: KeyPath,
    @Body() body: KeyDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'replaceKey', body, { authority, replaces })
  }

  @Post(':member/:id/keys/:thumbprint/revocation')
  @HttpCode(200)
  @Allow('member-admin', 'authority-admin')
  @ApiOperation({ summary: 'End a key, at once or from a time to come' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 200, ...DONE })
  @ApiProblems(...WRITE)
  revokeKey(
    @Param() { member, id: authority, thumbprint }: KeyPath,
    @Body() body: FromTime,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'revokeKey', body, { authority, thumbprint })
  }

  @Post(':member/:id/keys/:thumbprint/compromise')
  @HttpCode(200)
  @Allow('member-admin', 'authority-admin')
  @ApiOperation({ summary: 'Report since when somebody else may have a key; what was registered before stays good' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 200, ...DONE })
  @ApiProblems(...WRITE)
  reportCompromise(
    @Param() { member, id: authority, thumbprint }: KeyPath,
    @Body() body: FromTime,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'reportCompromise', body, { authority, thumbprint })
  }
}

interface KeyPath {
  readonly member: string
  readonly id: string
  readonly thumbprint: string
}
