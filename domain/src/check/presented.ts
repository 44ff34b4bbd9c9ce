import type { CertificateId, CertificateReference } from '../certificate-id'
import { parseDataset } from '../dataset/parse'
import type { DatasetReading } from '../dataset/parse'
import type { DocumentHash } from '../hash'
import type { Blinding } from '../item-account'
import type { Check } from './answer'

/** A dataset that was presented, and the salts (hex) that blind its quantities in the register. */
export interface PresentedContent extends Blinding {
  readonly dataset: unknown
  /** JSON Pointers of what the authority signed but the document does not show. */
  readonly withheld: readonly string[]
}

/** The same after its dataset was read, once for all that look at it. */
export interface ReadContent extends PresentedContent {
  readonly reading: DatasetReading
}

/** Reads the dataset of what was presented. */
export function readContent(content: PresentedContent | undefined): ReadContent | undefined {
  return content && { ...content, reading: parseDataset(content.dataset) }
}

/** What somebody presents, before any register is asked. */
export interface Presented {
  /** SHA-256 of what its authority signed, or the hash that was presented in its place; undefined when there is neither. */
  readonly documentHash: DocumentHash | undefined
  /** Under which id it says to be registered; absent where no document was presented. */
  readonly id?: CertificateId
  /** Which certificate it claims to be; undefined when that cannot be read. */
  readonly reference: CertificateReference | undefined
  readonly content: PresentedContent | undefined
  /** What came of looking at the document by itself: signatures, disclosures, claims. */
  readonly authenticity: readonly Check[]
}
