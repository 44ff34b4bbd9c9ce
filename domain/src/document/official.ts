import { canonicalText } from '../canonical'
import { sha256Hex } from '../hash'
import { asciiBytes, readCompact, signCompact } from './compact-jws'
import type { CompactJws } from './compact-jws'
import type { Signer } from './cryptography'

/** What the `typ` header of an official's signature says. */
const OFFICIAL_TYPE = 'eco-official+jws'

/** Signs the claims of a document as the official in charge; the authority's seal then covers the signature too. */
export function signAsOfficial(claims: object, official: Signer, signedAt: number): Promise<string> {
  // Without the chain: an official's certificate names a person, and the register knows the key by its thumbprint.
  const signer = { ...official, certificateChain: [] }
  return signCompact(OFFICIAL_TYPE, { content: contentHash(claims), iat: signedAt }, signer)
}

/** An official's signature that was taken apart; `isOfThis` is false if other claims were signed. */
export interface OfficialSignature extends CompactJws {
  readonly isOfThis: boolean
}

/** Reads an official's signature over these claims, in which it may itself be contained. */
export function readOfficialSignature(text: string, payload: Readonly<Record<string, unknown>>): OfficialSignature {
  const claims = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'official_signature'))
  const jws = readCompact(asciiBytes(text), OFFICIAL_TYPE)
  return { ...jws, isOfThis: jws.payload.content === contentHash(claims) }
}

function contentHash(claims: object): string {
  return sha256Hex(canonicalText(claims))
}
