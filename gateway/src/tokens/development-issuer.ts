import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import type { GatewayConfig } from '../config'
import type { Role } from '@eco/domain'

/** Seconds that a development token lives. */
export const TOKEN_LIFETIME = 8 * 60 * 60

/** Issues tokens to whoever asks: for development only, never beside real data. */
export class DevelopmentIssuer {
  readonly #key: CryptoKey
  readonly #config: GatewayConfig
  readonly #clock: () => Date
  readonly publicJwk: JWK

  private constructor(key: CryptoKey, publicJwk: JWK, config: GatewayConfig, clock: () => Date) {
    this.#key = key
    this.publicJwk = publicJwk
    this.#config = config
    this.#clock = clock
  }

  /** Reads the key, or makes it; undefined if the configuration does not ask for development tokens. */
  static async open(config: GatewayConfig, clock: () => Date): Promise<DevelopmentIssuer | undefined> {
    const keyFile = config.tokens.development?.keyFile
    if (keyFile === undefined) return undefined
    const key = await importPKCS8(await readOrCreateKey(keyFile), 'ES256', { extractable: true })
    const { kty, crv, x, y } = await exportJWK(key)
    if (kty !== 'EC' || crv === undefined || x === undefined || y === undefined)
      throw new Error(`${keyFile} is not a P-256 key`)
    const publicJwk = { kty, crv, x, y, alg: 'ES256', kid: await calculateJwkThumbprint({ kty, crv, x, y }) }
    return new DevelopmentIssuer(key, publicJwk, config, clock)
  }

  /** A bearer token of this gateway's member. */
  issue(role: Role, authority: string | undefined): Promise<string> {
    const { issuer, audience } = this.#config.tokens
    const seconds = Math.floor(this.#clock().getTime() / 1000)
    return new SignJWT({ role, member: this.#config.member, ...(authority === undefined ? {} : { authority }) })
      .setProtectedHeader({ alg: 'ES256', kid: String(this.publicJwk.kid), typ: 'JWT' })
      .setSubject(`development-${role}`)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_LIFETIME)
      .sign(this.#key)
  }
}

/** The issuer, where one is switched on. */
export class DevelopmentTokens {
  constructor(readonly issuer: DevelopmentIssuer | undefined) {}
}

async function readOrCreateKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const pem = await exportPKCS8(privateKey)
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' })
    await chmod(file, 0o600)
    return pem
  } catch (error) {
    // Another gateway that shares the file was faster.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFile(file, 'utf8')
    throw error
  }
}
