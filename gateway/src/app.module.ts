import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core'
import type { DynamicModule } from '@nestjs/common'
import { CertificatesController } from './certificates/certificates.controller'
import { CertificatesService } from './certificates/certificates.service'
import { ChecksController } from './checks/checks.controller'
import { ChecksService } from './checks/checks.service'
import { AccessGuard } from './http/access.guard'
import { HealthController } from './http/health.controller'
import { ProblemFilter } from './http/problem.filter'
import { requestValidation } from './http/validation'
import type { GatewayParts } from './parts'
import { Freshness } from './read-model/freshness'
import { Projector } from './read-model/projector'
import { DevelopmentTokens } from './tokens/development-issuer'
import { DevelopmentTokensController } from './tokens/development-tokens.controller'

/** Every handler of the gateway stands in one of these. */
export const CONTROLLERS = [CertificatesController, ChecksController, HealthController, DevelopmentTokensController]

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
        { provide: ChecksService, useFactory: () => new ChecksService(parts) },
        { provide: Projector, useFactory: () => parts.projector },
        { provide: Freshness, useFactory: () => parts.freshness },
        { provide: DevelopmentTokens, useFactory: () => new DevelopmentTokens(parts.developmentIssuer) },
      ],
    }
  }
}
