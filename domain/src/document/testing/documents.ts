import { parseDataset } from '../../dataset/parse'
import type { MemberDataset } from '../../dataset/parse'
import { aDataset, CERTIFICATE_ID } from '../../testing/samples'
import type { Cryptography, Signer } from '../cryptography'
import { examineDocument } from '../examine'
import type { Examination } from '../examine'
import { sealDocument } from '../seal'
import type { SealInput, Sealed } from '../seal'
import { readTrust } from '../trust-snapshot'
import type { IndexedTrust } from '../trust-snapshot'
import { CRYPTOGRAPHY, aSigner, nodeCrypto } from './keys'

/** The authority of the samples, and one of its officials. */
export const AUTHORITY = aSigner()
export const OFFICIAL = aSigner()

/** When the samples were sealed: on their day of issue. */
export const SEALED_AT = Date.parse('2026-03-02T09:31:00+11:00') / 1000

/** Seals a dataset, with the given parts in place of the usual ones. */
export function seal(dataset: MemberDataset = aDataset(), changes: Partial<SealInput> = {}): Promise<Sealed> {
  return sealDocument({
    dataset,
    id: CERTIFICATE_ID,
    sealedAt: SEALED_AT,
    authority: AUTHORITY,
    digest: CRYPTOGRAPHY.digest,
    random: (count) => nodeCrypto.randomBytes(count),
    ...changes,
  })
}

/** A key as a snapshot lists it. */
export function aTrustedKey({ keyId, publicJwk }: Signer = AUTHORITY, changes: object = {}): object {
  return { thumbprint: keyId, publicJwk, validFrom: '2026-01-01', ...changes }
}

/** A snapshot that trusts these keys of the authority of the samples. */
export function aTrust(
  keys: readonly object[] = [aTrustedKey()],
  changes: object = {},
  more: object = {},
): IndexedTrust {
  const authority = { member: 'AU', id: 'AU-ACCI', keys, ...changes }
  return readTrust({ authorities: [authority], ...more }, CRYPTOGRAPHY)
}

/** What comes of a document. */
export function examine(
  text: string,
  trust: IndexedTrust | undefined = aTrust(),
  cryptography: Cryptography = CRYPTOGRAPHY,
): Promise<Examination> {
  return examineDocument(text, { cryptography, trust })
}

/** Its checks of authenticity: `name` to `code`. */
export async function codesOf(examination: Promise<Examination>): Promise<Record<string, string>> {
  const { authenticity } = await examination
  return Object.fromEntries(authenticity.map(({ name, code }) => [name, code]))
}

/** A dataset that was made up, as the parser gives it. */
export function accepted(sample: unknown): MemberDataset {
  const reading = parseDataset(sample)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.dataset
}
