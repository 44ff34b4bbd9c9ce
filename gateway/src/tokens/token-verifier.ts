import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import type { JSONWebKeySet, JWK, JWTPayload, JWTVerifyGetKey } from 'jose'
import type { GatewayConfig } from '../config'
import { ProblemError } from '../http/problem'
import { roleNamed } from '@eco/domain'
import type { Caller } from './caller'

/** Asymmetric algorithms only: whoever can check a token must not be able to make one. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']

/** Accepts bearer tokens for this member, signed by a known key. */
export class TokenVerifier {
  readonly #keys: JWTVerifyGetKey
  readonly #config: GatewayConfig
  readonly #clock: () => Date

  constructor(keys: readonly JWK[], config: GatewayConfig, clock: () => Date) {
    this.#keys = createLocalJWKSet({ keys: [...keys] })
    this.#config = config
    this.#clock = clock
  }

  /** @throws ProblemError if the token is missing, not accepted, or of another member. */
  async verify(authorization: string | undefined): Promise<Caller> {
    const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? []
    if (token === undefined) throw new ProblemError('TOKEN_REQUIRED', 'Send a token in the Authorization header.')
    return this.#caller(await this.#claims(token))
  }

  async #claims(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.#config.tokens
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp', 'role', 'member'],
        currentDate: this.#clock(),
        clockTolerance: 5,
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new ProblemError('TOKEN_NOT_ACCEPTED', 'The token has expired.')
      throw new ProblemError(
        'TOKEN_NOT_ACCEPTED',
        'The token is malformed, or was not made for this gateway by an issuer it knows.',
      )
    }
  }

  #caller({ sub = '', role, member, authority }: JWTPayload): Caller {
    if (member !== this.#config.member) {
      throw new ProblemError('MEMBER_NOT_SERVED', `This gateway serves ${this.#config.member} only.`)
    }
    const known = roleNamed(role)
    if (known === undefined) throw new ProblemError('TOKEN_NOT_ACCEPTED', 'The token names no role that is known here.')
    return { subject: sub, role: known, authority: typeof authority === 'string' ? authority : undefined }
  }
}

/** The public keys of the identity provider, if one is configured. */
export async function readJwks(file: string | undefined): Promise<readonly JWK[]> {
  if (file === undefined) return []
  return (JSON.parse(await readFile(file, 'utf8')) as JSONWebKeySet).keys
}
