import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Allow, Incoming } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import { commandOf, roleOf } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayReply, GatewayRequest } from '../http/trace'
import { Write } from '../http/write'
import { RegistersService } from './registers.service'
import { SpecimenShared, SpecimenSharing, SpecimenView } from './specimen.dto'
import { SpecimensService } from './specimens.service'

/** Addresses and seals of authorities, for the parties that still compare paper. */
@ApiTags('registers')
@Controller('api/v1/authorities/:member/:id/specimens')
export class SpecimensController {
  readonly #specimens: SpecimensService
  readonly #registers: RegistersService

  constructor(specimens: SpecimensService, registers: RegistersService) {
    this.#specimens = specimens
    this.#registers = registers
  }

  @Post()
  @Write({
    summary:
      'Share address and seal of an own authority with other members, for their eyes only; the latest one counts',
    roles: ['member-admin', 'authority-admin'],
    answer: SpecimenShared,
    description: 'What became of it with each member.',
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 503, 504],
  })
  share(
    @Param() { member, id: authority }: AuthorityPath,
    @Body() { sharedWith, ...specimen }: SpecimenSharing,
    @Incoming() request: GatewayRequest,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<SpecimenShared>> {
    this.#registers.requireOwn(member)
    return this.#specimens.share(commandOf(request, reply), authority, { specimen, sharedWith })
  }

  @Get(':other')
  @Allow('issuer', 'customs', 'authority-admin', 'member-admin')
  @ApiOperation({
    summary: 'Address and seal of an authority, as its member has shared them with another one, and its state',
  })
  @ApiResponse({
    status: 200,
    type: SpecimenView,
    description: 'As the own peer holds it, with the state of the authority by the register.',
  })
  @ApiProblems(401, 403, 404, 422, 503)
  async find(
    @Param() { member, id, other }: AuthorityPath & { readonly other: string },
    @Incoming() request: GatewayRequest,
  ): Promise<Plain<SpecimenView>> {
    const specimen = await this.#specimens.find(roleOf(request), member, id, other)
    const { state } = this.#registers.authority(member, id)
    return { ...specimen, ...(state !== undefined && { state }) }
  }
}

interface AuthorityPath {
  readonly member: string
  readonly id: string
}
