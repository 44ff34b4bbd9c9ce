import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, importJWK } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import type { MemberCode } from '@eco/domain'
import { parseAuthorityId, parseMemberCode } from '@eco/domain'

/** A key by which an authority signs documents, and from when to when (days, both included). */
export interface TrustedKey {
  readonly member: MemberCode
  readonly authority: string
  readonly authorityName: string
  readonly thumbprint: string
  readonly key: CryptoKey
  readonly validFrom: string
  readonly validUntil: string | undefined
}

/** Whose signatures count: a value, fixed when the gateway starts. */
export class Trust {
  readonly #keys: ReadonlyMap<string, TrustedKey>

  constructor(keys: readonly TrustedKey[]) {
    this.#keys = new Map(keys.map((key) => [key.thumbprint, key]))
  }

  /** The key with this RFC 7638 thumbprint, whoever it belongs to. */
  key(thumbprint: string): TrustedKey | undefined {
    return this.#keys.get(thumbprint)
  }
}

/** True if the key may have signed a document of this day. */
export function isValidOn(key: TrustedKey, date: string): boolean {
  return key.validFrom.slice(0, 10) <= date && (key.validUntil === undefined || date <= key.validUntil.slice(0, 10))
}

interface TrustFile {
  readonly authorities: readonly {
    readonly member: string
    readonly id: string
    readonly name: string
    readonly keys: readonly {
      readonly thumbprint: string
      readonly publicJwk: JWK
      readonly validFrom: string
      readonly validUntil?: string
    }[]
  }[]
}

/** Reads the trust file; a key that does not match its thumbprint makes the whole file unusable. */
export async function readTrust(file: string): Promise<Trust> {
  const { authorities } = JSON.parse(await readFile(file, 'utf8')) as TrustFile
  const keys: TrustedKey[] = []
  for (const { member, id, name, keys: entries } of authorities) {
    for (const { thumbprint, publicJwk, validFrom, validUntil } of entries) {
      if ((await calculateJwkThumbprint(publicJwk)) !== thumbprint)
        throw new Error(`trust file: a key of ${id} does not match its thumbprint`)
      const key = await importJWK(publicJwk, 'ES256')
      if (key instanceof Uint8Array || key.type !== 'public')
        throw new Error(`trust file: a key of ${id} is not public`)
      keys.push({
        member: parseMemberCode(member),
        authority: parseAuthorityId(id),
        authorityName: name,
        thumbprint,
        key,
        validFrom,
        validUntil,
      })
    }
  }
  return new Trust(keys)
}
