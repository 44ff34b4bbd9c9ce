import { canonicalText } from '../canonical'
import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import { utf8Text } from '../utf8'
import { asciiBytes, readCompact } from './compact-jws'
import type { CompactJws } from './compact-jws'
import { NotADocument } from './not-a-document'
import { isSalt } from './salt'

/** What the `typ` header of a plain signed dataset says: the form of documents before they could be shown in parts. */
const JWS_TYPE = 'eco+jws'

/** A signed dataset that was taken apart: everything is shown, nothing can be withheld. */
export interface JwsDocument extends CompactJws {
  readonly id: CertificateId
  /** 128 bits, base64url. */
  readonly salt: string
  readonly dataset: unknown
}

/** Takes a plain signed dataset apart, strictly; throws `NotADocument` and nothing else. */
export function readJwsDocument(text: string): JwsDocument {
  const jws = readCompact(asciiBytes(text), JWS_TYPE)
  const { id, salt, dataset, ...more } = jws.payload
  if (!isSalt(salt) || Object.keys(more).length > 0) {
    throw new NotADocument('The payload must hold id, salt (128 bits) and dataset, nothing else.')
  }
  return { ...jws, ...canonical(jws.payloadJson, { id, salt, dataset }) }
}

function canonical(
  json: Uint8Array,
  { id, salt, dataset }: { readonly id: unknown; readonly salt: string; readonly dataset: unknown },
): Pick<JwsDocument, 'id' | 'salt' | 'dataset'> {
  const content = { id: idOf(id), salt, dataset }
  if (utf8Text(json) === textOf(content)) return content
  throw new NotADocument('The payload is not in canonical form.')
}

function idOf(id: unknown): CertificateId {
  try {
    return parseCertificateId(id)
  } catch {
    throw new NotADocument('The payload must hold a certificate id.')
  }
}

function textOf(content: object): string | undefined {
  try {
    return canonicalText(content)
  } catch {
    return undefined
  }
}
