import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core'
import type { DynamicModule } from '@nestjs/common'
import { CertificateIds } from './certificates/certificate-ids'
import { CertificateIdsController } from './certificates/certificate-ids.controller'
import { CertificatesController } from './certificates/certificates.controller'
import { CertificatesService } from './certificates/certificates.service'
import { IssuingService } from './certificates/issuing.service'
import { ChecksController } from './checks/checks.controller'
import { ChecksService } from './checks/checks.service'
import { DeclarationsController } from './declarations/declarations.controller'
import { DeclarationsService } from './declarations/declarations.service'
import type { DeclarationParts } from './declarations/declarations.service'
import { exchangedDocuments } from './declarations/exchanged-documents'
import { UsesController } from './declarations/uses.controller'
import { UsesService } from './declarations/uses.service'
import { DeliveriesController } from './deliveries/deliveries.controller'
import { DeliveriesService } from './deliveries/deliveries.service'
import { RetentionController } from './deliveries/retention.controller'
import { RetentionService } from './deliveries/retention.service'
import { EvidenceController } from './evidence/evidence.controller'
import { EvidenceService } from './evidence/evidence.service'
import { AccessGuard } from './http/access.guard'
import { HealthController } from './http/health.controller'
import { ProblemFilter } from './http/problem.filter'
import { requestValidation } from './http/validation'
import type { GatewayParts } from './parts'
import { Freshness } from './read-model/freshness'
import { Projector } from './read-model/projector'
import { AgreementsController } from './registers/agreements.controller'
import { AuthoritiesController } from './registers/authorities.controller'
import { MembersController } from './registers/members.controller'
import { RegistersService } from './registers/registers.service'
import { SpecimensController } from './registers/specimens.controller'
import { SpecimensService } from './registers/specimens.service'
import { StatisticsController } from './statistics/statistics.controller'
import { StatisticsService } from './statistics/statistics.service'
import { StatusController } from './status/status.controller'
import { StatusService } from './status/status.service'
import { DevelopmentTokens } from './tokens/development-issuer'
import { DevelopmentTokensController } from './tokens/development-tokens.controller'
import { ExchangedTexts } from './verifications/case-texts'
import { CasesController } from './verifications/cases.controller'
import { VerificationsController } from './verifications/verifications.controller'
import { VerificationsService } from './verifications/verifications.service'

/** Every handler of the gateway stands in one of these. */
export const CONTROLLERS = [
  CertificatesController,
  CertificateIdsController,
  UsesController,
  DeliveriesController,
  RetentionController,
  EvidenceController,
  CasesController,
  VerificationsController,
  ChecksController,
  DeclarationsController,
  MembersController,
  AuthoritiesController,
  SpecimensController,
  AgreementsController,
  StatisticsController,
  StatusController,
  HealthController,
  DevelopmentTokensController,
]

/** One gateway's wiring: the parts are made at start, one set for each gateway, and handed in here. */
export class AppModule {
  static of(parts: GatewayParts): DynamicModule {
    return {
      module: AppModule,
      controllers: CONTROLLERS,
      providers: [
        { provide: APP_GUARD, useFactory: () => new AccessGuard(parts.verifier) },
        { provide: APP_FILTER, useFactory: () => new ProblemFilter(parts.log) },
        { provide: APP_PIPE, useFactory: requestValidation },
        { provide: CertificatesService, useFactory: () => new CertificatesService(parts) },
        { provide: IssuingService, useFactory: () => new IssuingService(parts) },
        { provide: ChecksService, useFactory: () => new ChecksService(parts) },
        { provide: DeclarationsService, useFactory: () => new DeclarationsService(declaring(parts)) },
        { provide: UsesService, useFactory: () => new UsesService(declaring(parts)) },
        { provide: DeliveriesService, useFactory: () => new DeliveriesService(parts) },
        { provide: EvidenceService, useFactory: () => new EvidenceService(parts) },
        { provide: RetentionService, useFactory: () => new RetentionService(parts) },
        {
          provide: VerificationsService,
          useFactory: () => new VerificationsService(parts, new ExchangedTexts(parts)),
        },
        { provide: RegistersService, useFactory: () => new RegistersService(parts) },
        { provide: SpecimensService, useFactory: () => new SpecimensService(parts) },
        { provide: StatisticsService, useFactory: () => new StatisticsService(parts) },
        { provide: StatusService, useFactory: () => new StatusService(parts) },
        { provide: CertificateIds, useFactory: () => parts.ids },
        { provide: Projector, useFactory: () => parts.projector },
        { provide: Freshness, useFactory: () => parts.freshness },
        { provide: DevelopmentTokens, useFactory: () => new DevelopmentTokens(parts.developmentIssuer) },
      ],
    }
  }
}

/** What declarations are judged with: documents that arrived or were sent along, and the way back to the issuing member. */
function declaring(parts: GatewayParts): DeclarationParts {
  return { ...parts, held: exchangedDocuments(parts.exchanged), outbox: parts.deliveries.sender }
}
