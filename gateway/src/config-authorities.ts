import type { Fields } from './config-fields'

/** Where a key to sign documents with is: in a file (PEM or PKCS #12, told by its content) or in a token (PKCS #11). */
export interface KeyConfig {
  readonly signingKeyFile?: string
  /** Of an encrypted file. */
  readonly passphraseFile?: string
  readonly token?: TokenConfig
}

/** A key that stays in its token. */
export interface TokenConfig {
  /** The path of the token's PKCS #11 module, a shared library. */
  readonly module: string
  readonly tokenLabel?: string
  readonly keyLabel?: string
  readonly pinFile: string
}

/** An issuing authority whose documents this gateway seals. */
export interface AuthorityConfig extends KeyConfig {
  readonly id: string
  readonly name: string
  /** The key of the official who signs beside the authority's seal, where the agreement or the authority wants that. */
  readonly official?: KeyConfig
}

/** Reads the authorities of a configuration. */
export function readAuthorities(fields: Fields, input: unknown): readonly AuthorityConfig[] {
  if (!Array.isArray(input)) {
    fields.problems.push('authorities: must be a list')
    return []
  }
  return (input as readonly unknown[]).map((entry, index) => {
    const at = `authorities[${index}]`
    const authority = fields.object(entry, at)
    return {
      id: fields.text(authority.id, `${at}.id`),
      name: fields.text(authority.name, `${at}.name`),
      ...readKey(fields, authority, at),
      ...fields.optional(authority, 'official', (value) =>
        readKey(fields, fields.object(value, `${at}.official`), `${at}.official`),
      ),
    }
  })
}

function readKey(fields: Fields, key: Readonly<Record<string, unknown>>, at: string): KeyConfig {
  if ((key.signingKeyFile === undefined) === (key.token === undefined)) {
    fields.problems.push(`${at}: must have either signingKeyFile or token`)
  }
  return {
    ...fields.optional(key, 'signingKeyFile', (value) => fields.path(value, `${at}.signingKeyFile`)),
    ...fields.optional(key, 'passphraseFile', (value) => fields.path(value, `${at}.passphraseFile`)),
    ...fields.optional(key, 'token', (value) => readToken(fields, value, `${at}.token`)),
  }
}

function readToken(fields: Fields, input: unknown, at: string): TokenConfig {
  const token = fields.object(input, at)
  return {
    module: fields.path(token.module, `${at}.module`),
    pinFile: fields.path(token.pinFile, `${at}.pinFile`),
    ...fields.optional(token, 'tokenLabel', (value) => fields.text(value, `${at}.tokenLabel`)),
    ...fields.optional(token, 'keyLabel', (value) => fields.text(value, `${at}.keyLabel`)),
  }
}
