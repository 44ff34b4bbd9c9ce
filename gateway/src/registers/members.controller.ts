import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { AllowEveryRole, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { Freshness } from '../read-model/freshness'
import {
  ExporterAuthorisation,
  FromTime,
  MemberDeclaration,
  RecognitionDeclaration,
  RegisterEntries,
} from './register.dto'
import { RegisterQuery } from './register.query'
import { RegisterChanged, RegisterOutcomes, RegisterRecordList, RegisterRecordView } from './register.view'
import { RegistersService } from './registers.service'

const READ = [401, 403, 404, 422, 503]
const WRITE = [400, 401, 403, 404, 409, 413, 415, 422, 503, 504]
const DONE = { answer: RegisterChanged, problems: WRITE }

/** What members declare of themselves, whom they recognise, and which exporters they approved. */
@ApiTags('registers')
@Controller('api/v1')
export class MembersController {
  readonly #service: RegistersService
  readonly #freshness: Freshness

  constructor(service: RegistersService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get('members')
  @AllowEveryRole()
  @ApiOperation({ summary: 'What the members declared of themselves' })
  @ApiResponse({ status: 200, type: RegisterRecordList, description: 'In the order of the network.' })
  @ApiProblems(...READ)
  async members(@Query() { atLeastBlock }: RegisterQuery): Promise<Plain<RegisterRecordList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { records: this.#service.members(), asOf }
  }

  @Get('members/:member')
  @AllowEveryRole()
  @ApiOperation({ summary: 'What a member declared of itself' })
  @ApiResponse({ status: 200, type: RegisterRecordView, description: 'The declaration in force.' })
  @ApiProblems(...READ)
  member(@Param('member') member: string): Plain<RegisterRecordView> {
    return this.#service.member(member)
  }

  @Post('members')
  @Write({
    summary: 'Declare what the own member does; takes the place of what it declared before',
    roles: ['member-admin'],
    status: 201,
    ...DONE,
  })
  declare(
    @Body() body: MemberDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'declareMember', body)
  }

  @Get('recognitions')
  @AllowEveryRole()
  @ApiOperation({ summary: "Which member recognises which other members' authorities" })
  @ApiResponse({ status: 200, type: RegisterRecordList, description: 'In the order of recording.' })
  @ApiProblems(...READ)
  async recognitions(@Query() { member, atLeastBlock }: RegisterQuery): Promise<Plain<RegisterRecordList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { records: this.#service.recognitions(member), asOf }
  }

  @Post('recognitions')
  @Write({
    summary: "Recognise another member's authority under an agreement, from and to a day",
    roles: ['member-admin'],
    status: 201,
    ...DONE,
  })
  recognise(
    @Body() body: RecognitionDeclaration,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'recognise', body)
  }

  @Get('exporters')
  @AllowEveryRole()
  @ApiOperation({ summary: 'Approved exporters, by code' })
  @ApiResponse({ status: 200, type: RegisterRecordList, description: 'In the order of recording.' })
  @ApiProblems(...READ)
  async exporters(@Query() { member, atLeastBlock }: RegisterQuery): Promise<Plain<RegisterRecordList>> {
    const asOf = await this.#freshness.require(atLeastBlock)
    return { records: this.#service.exporters(member), asOf }
  }

  @Get('exporters/:member/:code')
  @AllowEveryRole()
  @ApiOperation({ summary: 'The authorisation of an exporter' })
  @ApiResponse({ status: 200, type: RegisterRecordView, description: 'The authorisation.' })
  @ApiProblems(...READ)
  exporter(@Param('member') member: string, @Param('code') code: string): Plain<RegisterRecordView> {
    return this.#service.exporter(member, code)
  }

  @Post('exporters')
  @Write({
    summary: 'Authorise an exporter to declare origin',
    roles: ['member-admin', 'authority-admin'],
    status: 201,
    ...DONE,
  })
  authorise(
    @Body() body: ExporterAuthorisation,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    return this.#service.change(commandOf(request, reply), 'authorizeExporter', body)
  }

  @Post('exporters/:member/:code/withdrawal')
  @Write({
    summary: "Withdraw an exporter's authorisation, at once or from a time to come",
    roles: ['member-admin', 'authority-admin'],
    ...DONE,
  })
  withdraw(
    @Param('member') member: string,
    @Param('code') code: string,
    @Body() body: FromTime,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterChanged>> {
    this.#service.requireOwn(member)
    return this.#service.change(commandOf(request, reply), 'withdrawExporter', body, { code })
  }

  @Post('register-entries')
  @Write({
    summary: 'Several changes of one kind to the own part of the registers, each with an outcome',
    roles: ['member-admin', 'authority-admin'],
    answer: RegisterOutcomes,
    description: 'What became of each, in their order.',
    problems: WRITE,
  })
  changeAll(
    @Body() { change, entries }: RegisterEntries,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<RegisterOutcomes>> {
    return this.#service.changeAll(commandOf(request, reply), change, entries)
  }
}
