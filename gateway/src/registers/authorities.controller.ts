import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import { AuthorityDeclaration, FromTime, KeyDeclaration, StateChange } from './register.dto'
import { RegisterQuery } from './register.query'
import { RegisterChanged, RegisterRecordList, RegisterRecordView } from './register.view'
import { RegistersService } from './registers.service'

const READ = [401, 403, 404, 422, 503]
const WRITE = [400, 401, 403, 404, 409, 413, 415, 422, 503, 504]
const DONE = { answer: RegisterChanged, problems: WRITE }

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
  @Write({ summary: 'Declare an authority of the own member', roles: ['member-admin'], status: 201, ...DONE })
  declare(
    @Body() body: AuthorityDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'declareAuthority', body)
  }

  @Post(':member/:id/state')
  @Write({
    summary: 'Activate, suspend, resume or withdraw an authority, from a time on',
    roles: ['member-admin'],
    ...DONE,
  })
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
  @Write({ summary: 'Declare a key of an authority', roles: ['member-admin', 'authority-admin'], status: 201, ...DONE })
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
  @Write({
    summary: 'Put a new key in the place of one',
    roles: ['member-admin', 'authority-admin'],
    status: 201,
    ...DONE,
  })
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
  @Write({ summary: 'End a key, at once or from a time to come', roles: ['member-admin', 'authority-admin'], ...DONE })
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
  @Write({
    summary: 'Report since when somebody else may have a key; what was registered before stays good',
    roles: ['member-admin', 'authority-admin'],
    ...DONE,
  })
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
