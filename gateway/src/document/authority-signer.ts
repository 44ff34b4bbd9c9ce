import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Dataset, Sealed } from '@eco/domain'
import { sealDocument } from '@eco/domain'
import { digest, openPem } from '@eco/signatures'

/** Seals documents in the name of one authority. */
export interface AuthoritySigner {
  readonly authority: string
  /** Seals a dataset as of a time. */
  readonly seal: (dataset: Dataset, at: Date) => Promise<Sealed>
}

/** Reads an authority's key (PEM, P-256), with its certificates if they stand in the same file. */
export async function openAuthoritySigner(authority: string, keyFile: string): Promise<AuthoritySigner> {
  const signer = openPem({ key: await readFile(keyFile, 'utf8') })
  return {
    authority,
    seal: (dataset, at) =>
      sealDocument({
        dataset,
        sealedAt: Math.floor(at.getTime() / 1000),
        authority: signer,
        digest,
        random: randomBytes,
      }),
  }
}
