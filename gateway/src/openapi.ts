import 'reflect-metadata'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { CertificateIds } from './certificates/certificate-ids'
import { CertificatesService } from './certificates/certificates.service'
import { ChecksService } from './checks/checks.service'
import { IssuingService } from './certificates/issuing.service'
import { DeclarationsService } from './declarations/declarations.service'
import { UsesService } from './declarations/uses.service'
import { DeliveriesService } from './deliveries/deliveries.service'
import { EvidenceService } from './evidence/evidence.service'
import { RetentionService } from './deliveries/retention.service'
import { CONTROLLERS } from './app.module'
import { Problem } from './http/api-problems'
import { Freshness } from './read-model/freshness'
import { Projector } from './read-model/projector'
import { RegistersService } from './registers/registers.service'
import { SpecimensService } from './registers/specimens.service'
import { StatisticsService } from './statistics/statistics.service'
import { StatusService } from './status/status.service'
import { DevelopmentTokens } from './tokens/development-issuer'
import { VerificationsService } from './verifications/verifications.service'

/** Where the description is kept in the repository. */
export const OPENAPI_FILE = join(__dirname, '..', 'openapi.json')

class DescriptionModule {}

/** The controllers are only read, never called. */
const ABSENT = [
  CertificateIds,
  CertificatesService,
  IssuingService,
  UsesService,
  ChecksService,
  DeclarationsService,
  DeliveriesService,
  EvidenceService,
  RetentionService,
  VerificationsService,
  RegistersService,
  SpecimensService,
  StatisticsService,
  StatusService,
  Freshness,
  Projector,
  DevelopmentTokens,
].map((provide) => ({
  provide,
  useValue: {},
}))

/** The description of the interface (OpenAPI 3.1), made from the controllers alone: nothing is started. */
export async function describeApi(): Promise<string> {
  const module = { module: DescriptionModule, controllers: CONTROLLERS, providers: ABSENT }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the library declares its options as a class
  const application = await NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false })
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('e-CO gateway')
    .setDescription(
      'Electronic certificates of origin: issue, look up, cancel, check. Problems follow RFC 9457. Every answer carries Correlation-Id and Server-Timing.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .build()
  const document = SwaggerModule.createDocument(application, description, {
    extraModels: [Problem],
    operationIdFactory: (_controller, method) => method,
  })
  await application.close()
  return `${JSON.stringify(document, undefined, 2)}\n`
}

if (require.main === module) {
  describeApi()
    .then((text) => writeFile(OPENAPI_FILE, text))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exitCode = 1
    })
}
