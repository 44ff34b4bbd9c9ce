import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Sealed, SealInput } from '@eco/domain'
import { sealDocument } from '@eco/domain'
import { digest, keyFileSource, openSigner } from '@eco/signatures'
import type { ClosableSigner } from '@eco/signatures'
import type { AuthorityConfig, KeyConfig } from '../config-authorities'

/** What is sealed, and under which id it will be registered. */
export type Wanted = Pick<SealInput, 'dataset' | 'id'>

/** Seals documents in the name of one authority. */
export interface AuthoritySigner {
  readonly authority: string
  /** RFC 7638 thumbprint of the key that seals. */
  readonly keyId: string
  /** Seals a dataset as of a time, with the salts (hex) of items that come from other certificates. */
  readonly seal: (wanted: Wanted, at: Date, itemSalts?: Readonly<Record<string, string>>) => Promise<Sealed>
  /** Lets go of tokens. */
  readonly close: () => Promise<void>
}

/** Opens an authority's key, and the key of the official in charge where there is one. */
export async function openAuthoritySigner(config: Omit<AuthorityConfig, 'name'>): Promise<AuthoritySigner> {
  const authority = await openKey(config)
  const official = config.official === undefined ? undefined : await openKey(config.official)
  return {
    authority: config.id,
    keyId: authority.keyId,
    seal: (wanted, at, itemSalts = {}) =>
      sealDocument({
        ...wanted,
        sealedAt: Math.floor(at.getTime() / 1000),
        authority,
        ...(official !== undefined && { official }),
        itemSalts,
        digest,
        random: randomBytes,
      }),
    close: async () => {
      await authority.close()
      await official?.close()
    },
  }
}

async function openKey({ signingKeyFile, passphraseFile, token }: KeyConfig): Promise<ClosableSigner> {
  if (token !== undefined) {
    const { pinFile, ...access } = token
    return openSigner({ kind: 'pkcs11', ...access, pin: await readSecret(pinFile) })
  }
  if (signingKeyFile === undefined) throw new Error('an authority without a key')
  const passphrase = passphraseFile === undefined ? undefined : await readSecret(passphraseFile)
  return openSigner(keyFileSource(await readFile(signingKeyFile), { ...(passphrase !== undefined && { passphrase }) }))
}

async function readSecret(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
}
