import { Controller, Get, Header, Res } from '@nestjs/common'
import {
  ApiExcludeEndpoint,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OrganisationCode } from '@eco/domain'
import { MEMBERS, OBSERVER } from '@eco/domain'
import { Projector, readElsewhere } from '../read-model/projector'
import { Public } from './access'
import type { GatewayReply } from './trace'
import type { Plain } from './plain'

/** The answer of the readiness probe. */
export class Readiness {
  @ApiProperty({ description: 'True if requests can be answered from an up-to-date read model.' })
  readonly ready!: boolean

  @ApiProperty({ description: 'The stream of blocks is open and its peer answers.' })
  readonly registerReachable!: boolean

  @ApiPropertyOptional({
    enum: [...MEMBERS.map(({ code }) => code), OBSERVER.code],
    description: 'Present while the own peer does not answer: the member whose peer is read; writes have to wait.',
  })
  readonly readFrom?: OrganisationCode

  @ApiProperty({ description: 'The last block that the read model holds; -1 before the first.' })
  readonly block!: number

  @ApiProperty({ description: 'The newest block that is known to exist.' })
  readonly newestBlock!: number
}

/** What a supervisor asks, and the description of the interface: public, and without any secret. */
@ApiTags('operation')
@Controller()
export class HealthController {
  readonly #projector: Projector

  constructor(projector: Projector) {
    this.#projector = projector
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'The process runs' })
  @ApiResponse({ status: 200, description: 'It does.' })
  live(): { readonly status: 'live' } {
    return { status: 'live' }
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'The read model follows the register' })
  @ApiResponse({ status: 200, type: Readiness, description: 'Ready.' })
  @ApiResponse({ status: 503, type: Readiness, description: 'Not ready: not connected, or blocks are missing.' })
  ready(@Res({ passthrough: true }) reply: GatewayReply): Plain<Readiness> {
    const following = this.#projector.following()
    const { connected, current, block, newest } = following
    if (!current) void reply.status(503)
    return { ready: current, registerReachable: connected, ...readElsewhere(following), block, newestBlock: newest }
  }

  @Get('openapi.json')
  @Public()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiExcludeEndpoint()
  description(): Promise<string> {
    return readFile(join(__dirname, '..', '..', 'openapi.json'), 'utf8')
  }
}
