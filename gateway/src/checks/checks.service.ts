import type { CertificateReference, CheckAnswer, Examination, IsoDate, Presented } from '@eco/domain'
import { certificateId, check, checkDocument, parseDate, parseDocumentHash } from '@eco/domain'
import { CarrierProblem, readCarrier } from '@eco/paper'
import type { Carrier } from '@eco/paper'
import { ProblemError } from '../http/problem'
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

  /** Judges whatever a file carries: a document, or the reference and hash that a QR code points to. */
  async checkFile(bytes: Uint8Array): Promise<CheckOutcome> {
    const carrier = await carrierOf(bytes)
    if (carrier.kind === 'document') return this.checkDocument(carrier.text)
    if (carrier.kind === 'dataset') throw notAccepted('DATASET_ONLY', 'The file is a dataset that nobody signed.')
    const { documentHash, ...reference } = carrier.reference
    return this.checkReference(reference, documentHash)
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

async function carrierOf(bytes: Uint8Array): Promise<Carrier> {
  try {
    return await readCarrier(bytes)
  } catch (error) {
    if (error instanceof CarrierProblem) throw notAccepted(error.code, error.message)
    throw error
  }
}

function notAccepted(rule: string, sentence: string): ProblemError {
  return new ProblemError('FILE_NOT_ACCEPTED', sentence, [{ pointer: '', rule, sentence }])
}
