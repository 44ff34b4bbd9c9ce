import type { CertificateReference, CheckAnswer, Examination, IsoDate, Presented } from '@eco/domain'
import { certificateId, check, checkDocument, parseDate, parseDocumentHash } from '@eco/domain'
import type { GatewayParts } from '../parts'
import type { AsOfBlock } from '../read-model/freshness'
import type { StoredCertificate } from '../read-model/store'

/** A verdict, as of which block, and what the register shows. */
export interface CheckOutcome {
  readonly answer: CheckAnswer
  readonly asOf: AsOfBlock
  readonly stored: StoredCertificate | undefined
  /** JSON Pointers of what was signed but is not shown, and of what may have been altered. */
  readonly withheld: readonly string[]
  readonly tampered: readonly string[]
}

/** Looks at what somebody presents, and at the register as the own read model knows it. */
export class ChecksService {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** Judges a document. */
  async checkDocument(document: string): Promise<CheckOutcome> {
    const examination = await this.#parts.examiner.examine(document)
    return this.#judge(examination, examination)
  }

  /** Judges a number and a hash, for whoever does not hold the document: the signature stays unknown. */
  checkReference(reference: CertificateReference, hash: string): Promise<CheckOutcome> {
    const authenticity = [check('signature', 'unknown', 'SIGNATURE_NOT_PRESENTED')]
    return this.#judge({ documentHash: parseDocumentHash(hash), reference, content: undefined, authenticity })
  }

  async #judge(presented: Presented, examination?: Examination): Promise<CheckOutcome> {
    const { freshness, store, examiner } = this.#parts
    const registerIsCurrent = await freshness.isCurrent()
    // Nothing may come between these two: the answer holds as of one block.
    const asOf = freshness.asOf()
    const stored = presented.reference === undefined ? undefined : store.certificate(certificateId(presented.reference))
    const { profiles } = examiner.trust.snapshot
    const register = { record: stored?.record, registerIsCurrent, today: this.#today() }
    const answer = checkDocument({ ...presented, ...register, profiles })
    const { withheld = [] } = presented.content ?? {}
    return { answer, asOf, stored, withheld, tampered: examination?.tampered ?? [] }
  }

  #today(): IsoDate {
    return parseDate(this.#parts.clock().toISOString().slice(0, 10), 'today')
  }
}
