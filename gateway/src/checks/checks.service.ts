import type { CheckAnswer, CheckInput, IsoDate, SignatureResult } from '@eco/domain'
import {
  certificateId,
  certificateIdOf,
  checkDocument,
  documentHash,
  issueDateOf,
  parseDataset,
  parseDate,
  parseDocumentHash,
} from '@eco/domain'
import type { CertificateId, CertificateReference, Dataset, DocumentHash } from '@eco/domain'
import { NotADocument, readDocument, saltHex } from '../document/document'
import type { ReadDocument } from '../document/document'
import { isValidOn } from '../document/trust'
import type { GatewayParts } from '../parts'
import type { AsOfBlock } from '../read-model/freshness'
import type { StoredCertificate } from '../read-model/store'

/** A verdict, as of which block, and what the register shows. */
export interface CheckOutcome {
  readonly answer: CheckAnswer
  readonly asOf: AsOfBlock
  readonly stored: StoredCertificate | undefined
}

/** What a presented document or reference claims, before the register is asked. */
interface Claim extends Pick<CheckInput, 'signature' | 'documentHash' | 'reference' | 'content'> {
  readonly id: CertificateId | undefined
}

/** Looks at what somebody presents, and at the register as the own read model knows it. */
export class ChecksService {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** Judges a document. */
  async checkDocument(document: string): Promise<CheckOutcome> {
    return this.#judge(await this.#claimOf(document))
  }

  /** Judges a number and a hash, for whoever does not hold the document: the signature stays unknown. */
  checkReference(reference: CertificateReference, hash: string): Promise<CheckOutcome> {
    return this.#judge({
      id: certificateId(reference),
      signature: 'not-presented',
      documentHash: parseDocumentHash(hash),
      reference,
      content: undefined,
    })
  }

  async #judge({ id, ...claim }: Claim): Promise<CheckOutcome> {
    const registerIsCurrent = await this.#parts.freshness.isCurrent()
    // Nothing may come between these two: the answer holds as of one block.
    const asOf = this.#parts.freshness.asOf()
    const stored = id === undefined ? undefined : this.#parts.store.certificate(id)
    const answer = checkDocument({ ...claim, record: stored?.record, registerIsCurrent, today: this.#today() })
    return { answer, asOf, stored }
  }

  async #claimOf(document: string): Promise<Claim> {
    const hash = documentHash(document)
    try {
      return claimOf(await readDocument(document, this.#parts.trust), hash)
    } catch (error) {
      if (!(error instanceof NotADocument)) throw error
      return { id: undefined, signature: 'malformed', documentHash: hash, reference: undefined, content: undefined }
    }
  }

  #today(): IsoDate {
    return parseDate(this.#parts.clock().toISOString().slice(0, 10), 'today')
  }
}

function claimOf(read: ReadDocument, hash: DocumentHash): Claim {
  const { id, salt, dataset } = read.content
  const content = { dataset, salt: saltHex(salt) }
  const reading = parseDataset(dataset)
  if (!reading.ok) {
    const signature = read.signatureHolds ? 'valid' : withoutSigner(read)
    return { id, signature, documentHash: hash, reference: undefined, content }
  }
  const { issuingCountry: issuingMember, issuingAuthority } = reading.dataset
  return {
    id: certificateIdOf(reading.dataset),
    signature: signatureOf(read, reading.dataset),
    documentHash: hash,
    reference: { issuingMember, authority: issuingAuthority.id },
    content,
  }
}

/** A signature counts if it is made by a key of the very authority that the document names, in force on its day of issue. */
function signatureOf(read: ReadDocument, dataset: Dataset): SignatureResult {
  const { signer, signatureHolds, content } = read
  if (signer === undefined || !signatureHolds) return withoutSigner(read)
  if (content.id !== certificateIdOf(dataset)) return 'malformed'
  const isOwn = signer.member === dataset.issuingCountry && signer.authority === dataset.issuingAuthority.id
  if (!isOwn) return 'key-unknown'
  return isValidOn(signer, issueDateOf(dataset)) ? 'valid' : 'key-not-in-force'
}

function withoutSigner({ signer }: ReadDocument): SignatureResult {
  return signer === undefined ? 'key-unknown' : 'invalid'
}
