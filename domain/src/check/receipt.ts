import type { Role } from '../caller'
import { asciiBytes, readCompact, signCompact } from '../document/compact-jws'
import type { CompactJws } from '../document/compact-jws'
import type { Signer } from '../document/cryptography'
import type { DocumentHash } from '../hash'
import type { OrganisationCode } from '../member'
import type { CheckAnswer, Verdict } from './answer'
import type { CheckCode, CheckName, CheckResult } from './words'

/** The `typ` of a receipt (RFC 7515, 4.1.9). */
export const RECEIPT_TYPE = 'eco-check-receipt+jws'

/** What a check rested on and what it answered: whoever acted on the answer can show it, whoever gave it stands by it. */
export interface CheckReceipt {
  /** 128 random bits, base64url. */
  readonly receipt: string
  /** Who answered. */
  readonly organisation: OrganisationCode
  /** For whom, by role; never by name. */
  readonly role: Role
  /** ISO 8601 in UTC. */
  readonly answeredAt: string
  /**
   * SHA-256 (base64url) of the very bytes that were asked about; where only a reference was given, of its canonical
   * JSON (RFC 8785) with the members issuingMember, authority, number and, if it was given, documentHash.
   */
  readonly inputHash: string
  /** Not there where neither the document nor its hash was presented. */
  readonly documentHash?: DocumentHash
  readonly verdict: Verdict
  readonly checks: readonly { readonly name: CheckName; readonly result: CheckResult; readonly code: CheckCode }[]
  /** The last block that the answer knows, and its hash in hex. */
  readonly asOf: { readonly block: number; readonly blockHash?: string }
  /** By which rules it was judged. */
  readonly versions: {
    readonly software: string
    readonly agreement?: { readonly code: string; readonly version: string; readonly profileHash: string }
  }
}

/** The checks of an answer as a receipt names them: without sentences, which may be reworded. */
export function checksOf({ findings }: Pick<CheckAnswer, 'findings'>): CheckReceipt['checks'] {
  const { authenticity, status, formalCompliance } = findings
  return [authenticity, status, formalCompliance].flatMap(({ checks }) =>
    checks.map(({ name, result, code }) => ({ name, result, code })),
  )
}

/** A receipt, signed by who answered: a compact JWS with the certificate of the signing identity. */
export function signReceipt(receipt: CheckReceipt, signer: Signer): Promise<string> {
  return signCompact(RECEIPT_TYPE, receipt, signer)
}

/** Takes a signed receipt apart; throws `NotADocument` for what is none. The signature is still to be checked. */
export function readReceipt(text: string): CompactJws {
  return readCompact(asciiBytes(text), RECEIPT_TYPE)
}
