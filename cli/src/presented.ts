import type { Check, Examination, IndexedTrust, Presented } from '@eco/domain'
import { check, examineDocument, parseDataset } from '@eco/domain'
import { readCarrier } from '@eco/paper'
import type { Carrier } from '@eco/paper'
import { CRYPTOGRAPHY } from './trust'

/** What a file presents: a document by itself, or only what points to one. */
export interface PresentedFile extends Presented {
  /** The document's text; undefined where the file only points to one. */
  readonly document: string | undefined
  readonly tampered: readonly string[]
}

/** Finds out what a file holds, by its content, and examines it. Whatever it is, there is an answer. */
export async function presentFile(bytes: Uint8Array, trust: IndexedTrust | undefined): Promise<PresentedFile> {
  const carrier = await readCarrier(bytes)
  return carrier.kind === 'document' ? presentDocument(carrier.text, trust) : pointing(carrier)
}

async function presentDocument(text: string, trust: IndexedTrust | undefined): Promise<PresentedFile> {
  const examination: Examination = await examineDocument(text, { trust, cryptography: CRYPTOGRAPHY })
  return { ...examination, document: text }
}

const NOT_PRESENTED: readonly Check[] = [check('signature', 'unknown', 'SIGNATURE_NOT_PRESENTED')]

function pointing(carrier: Exclude<Carrier, { readonly kind: 'document' }>): PresentedFile {
  const nothing = { authenticity: NOT_PRESENTED, document: undefined, tampered: [] }
  if (carrier.kind === 'qr') {
    const { documentHash: hash, ...reference } = carrier.reference
    return { ...nothing, documentHash: hash, reference, content: undefined }
  }
  const reading = parseDataset(carrier.dataset)
  const { issuingCountry, issuingAuthority, certificateNumber } = reading.ok ? reading.dataset : {}
  const isNamed = issuingCountry !== undefined && issuingAuthority !== undefined && certificateNumber !== undefined
  return {
    ...nothing,
    // A dataset has no hash of its own: nobody signed it.
    documentHash: undefined,
    reference: isNamed
      ? { issuingMember: issuingCountry, authority: issuingAuthority.id, number: certificateNumber }
      : undefined,
    content: { dataset: carrier.dataset, salt: '', withheld: [] },
  }
}
