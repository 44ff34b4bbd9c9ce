import { SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common'
import type { CustomDecorator, ExecutionContext } from '@nestjs/common'
import { ApiBearerAuth } from '@nestjs/swagger'
import type { Role } from '@eco/domain'
import { ROLES } from '@eco/domain'
import type { GatewayRequest } from './trace'

/** Who may call a handler. */
export type Access = 'public' | readonly Role[]

/** The name under which a handler's decision is kept. */
export const ACCESS = 'eco:access'

/** Only these roles. */
export function Allow(...roles: readonly Role[]): MethodDecorator {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, roles), ApiBearerAuth())
}

/** Every role of the member, the auditor too. */
export function AllowEveryRole(): MethodDecorator {
  return Allow(...ROLES)
}

/** No token needed: a decision, not an omission. */
export function Public(): CustomDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public')
}

/** The request as the gateway knows it: its trace and its caller. */
export const Incoming = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<GatewayRequest>(),
)
