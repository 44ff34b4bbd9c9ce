import { canonicalText } from '../canonical'
import { sha256Hex } from '../hash'
import { base64url } from './base64url'
import { asciiBytes, readCompact, signCompact } from './compact-jws'
import type { CompactJws } from './compact-jws'
import type { PublicJwk, Signer } from './cryptography'
import { NotADocument } from './not-a-document'
import { parsePublicJwk } from './trust-snapshot'

/** What the `typ` header of an exporter's declaration says. */
const DECLARATION_TYPE = 'eco-declaration+jws'

/** What the authority adds after the exporter has declared, so that the declaration does not speak of it. */
const ADDED_BY_AUTHORITY: readonly string[] = [
  'certificateNumber',
  'certificateType',
  'issueDateTime',
  'issuePlace',
  'issuePlaceName',
  'issuingAuthority',
  'authorisedOfficial',
  'validUntil',
  'flags',
  'replaces',
  'remarks',
  'extensions',
]

/** Signs what an exporter declares about goods and parties, before any authority has issued a certificate of it. */
export function signAsExporter(
  declared: Readonly<Record<string, unknown>>,
  exporter: Signer,
  { signedAt, salt }: { readonly signedAt: number; readonly salt: Uint8Array },
): Promise<string> {
  const text = base64url(salt)
  const payload = { declared: declaredHash(declared, text), salt: text, iat: signedAt, key: exporter.publicJwk }
  return signCompact(DECLARATION_TYPE, payload, { ...exporter, certificateChain: [] })
}

/** A declaration that was taken apart. */
export interface ExporterDeclaration extends CompactJws {
  /** The key that the declaration itself names: whose it is must be known from elsewhere. */
  readonly publicJwk: PublicJwk
  /** True if this dataset is what was declared. */
  readonly isOf: (dataset: Readonly<Record<string, unknown>>) => boolean
}

/** Reads an exporter's declaration. */
export function readExporterDeclaration(text: string): ExporterDeclaration {
  const jws = readCompact(asciiBytes(text), DECLARATION_TYPE)
  const { declared, salt, key } = jws.payload
  return { ...jws, publicJwk: keyOf(key), isOf: (dataset) => declared === declaredHash(dataset, salt) }
}

function keyOf(key: unknown): PublicJwk {
  try {
    return parsePublicJwk(key, 'key')
  } catch {
    throw new NotADocument('A declaration must name the key that signs it.')
  }
}

// Salted, so that nobody can test guesses of what is withheld against it.
function declaredHash(dataset: Readonly<Record<string, unknown>>, salt: unknown): string {
  const elements = Object.entries(dataset).filter(([name]) => !ADDED_BY_AUTHORITY.includes(name))
  return sha256Hex(canonicalText([salt, Object.fromEntries(elements)]))
}
