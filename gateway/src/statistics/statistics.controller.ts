import { Controller, Get, Query, Res } from '@nestjs/common'
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger'
import { statisticsCsv } from '@eco/domain'
import { AllowEveryRole } from '../http/access'
import { ApiProblems } from '../http/api-problems'
import type { Plain } from '../http/plain'
import type { GatewayReply } from '../http/trace'
import { Freshness } from '../read-model/freshness'
import { StatisticsQuery, StatisticsView } from './statistics.dto'
import { StatisticsService } from './statistics.service'

/** Statistics for members and the observer. */
@ApiTags('statistics')
@ApiExtraModels(StatisticsView)
@Controller('api/v1/statistics')
export class StatisticsController {
  readonly #service: StatisticsService
  readonly #freshness: Freshness

  constructor(service: StatisticsService, freshness: Freshness) {
    this.#service = service
    this.#freshness = freshness
  }

  @Get()
  @AllowEveryRole()
  @ApiOperation({ summary: 'Counts and median times by pair, agreement, month and status, without any content' })
  @ApiResponse({
    status: 200,
    description: 'As JSON, or as a table with one number in each line.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(StatisticsView) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(401, 403, 422, 503)
  async countCertificates(
    @Query() query: StatisticsQuery,
    @Res({ passthrough: true }) reply: GatewayReply,
  ): Promise<Plain<StatisticsView> | string> {
    await this.#freshness.require(query.atLeastBlock)
    const { statistics, asOf } = await this.#service.count(query)
    if (query.format !== 'csv') return { ...statistics, asOf }
    void reply.type('text/csv; charset=utf-8').header('Content-Disposition', 'attachment; filename="statistics.csv"')
    return statisticsCsv(statistics)
  }
}
