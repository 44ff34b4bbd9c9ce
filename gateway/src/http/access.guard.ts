import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { Refusal } from '@eco/domain'
import type { TokenVerifier } from '../tokens/token-verifier'
import { ACCESS } from './access'
import type { Access } from './access'
import type { GatewayRequest } from './trace'

/** Deny by default: a handler without a decision is open to nobody. */
export class AccessGuard implements CanActivate {
  readonly #verifier: TokenVerifier
  readonly #reflector = new Reflector()

  constructor(verifier: TokenVerifier) {
    this.#verifier = verifier
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.#reflector.get<Access | undefined>(ACCESS, context.getHandler())
    if (access === 'public') return true
    const request = context.switchToHttp().getRequest<GatewayRequest>()
    const caller = await this.#verifier.verify(request.headers.authorization)
    if (access?.includes(caller.role) !== true) {
      throw new Refusal('ROLE_NOT_ALLOWED', `the role ${caller.role} may not do this`)
    }
    request.caller = caller
    return true
  }
}
