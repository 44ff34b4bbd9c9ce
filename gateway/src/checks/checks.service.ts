import { createHash } from 'node:crypto'
import type {
  CertificateReference,
  CheckAnswer,
  CheckReceipt,
  DocumentHash,
  Examination,
  IsoDate,
  Presented,
  Role,
} from '@eco/domain'
import {
  canonicalText,
  check,
  checkDocument,
  checksOf,
  parseDate,
  parseDocumentHash,
  profileHash,
  withTrust,
} from '@eco/domain'
import { CarrierProblem, readCarrier } from '@eco/paper'
import type { Carrier } from '@eco/paper'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { AsOfBlock } from '../read-model/freshness'
import type { StoredCertificate } from '../read-model/store'
import { lookUp, NOTHING_SOUGHT } from './register-sight'
import type { RegisterSight } from './register-sight'

/** A verdict, as of which block, and what the register shows. */
export interface CheckOutcome {
  readonly answer: CheckAnswer
  readonly asOf: AsOfBlock
  readonly stored: StoredCertificate | undefined
  /** JSON Pointers of what was signed but is not shown, and of what may have been altered. */
  readonly withheld: readonly string[]
  readonly tampered: readonly string[]
  /** What the answer rests on, signed by who gave it; absent where the gateway has no identity to sign with. */
  readonly receipt: string | undefined
}

/** For whom something is judged, and what exactly was sent. */
interface Asked {
  readonly role: Role
  readonly input: Uint8Array | string
}

/** Looks at what somebody presents, and at the register as the own read model knows it. */
export class ChecksService {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** Judges a document. */
  checkDocument(role: Role, document: string): Promise<CheckOutcome> {
    return this.#checkDocument(document, { role, input: document })
  }

  async #checkDocument(document: string, asked: Asked): Promise<CheckOutcome> {
    const examination = await this.#parts.examiner.examine(document)
    return this.#judge(asked, examination, examination)
  }

  /** Judges whatever a file carries: a document, or the reference and hash that a QR code points to. */
  async checkFile(role: Role, bytes: Uint8Array): Promise<CheckOutcome> {
    const carrier = await carrierOf(bytes)
    const asked = { role, input: bytes }
    if (carrier.kind === 'document') return this.#checkDocument(carrier.text, asked)
    if (carrier.kind === 'dataset') throw notAccepted('DATASET_ONLY', 'The file is a dataset that nobody signed.')
    const { documentHash, ...reference } = carrier.reference
    return this.#checkReference(asked, reference, documentHash)
  }

  /** Judges a number, with or without a hash, for whoever does not hold the document: the signature stays unknown. */
  checkReference(role: Role, reference: CertificateReference, hash: string | undefined): Promise<CheckOutcome> {
    const documentHash = hash === undefined ? undefined : parseDocumentHash(hash)
    const { issuingMember, authority, number } = reference
    const input = canonicalText({
      issuingMember,
      authority,
      number,
      ...(documentHash !== undefined && { documentHash }),
    })
    return this.#checkReference({ role, input }, reference, documentHash)
  }

  #checkReference(
    asked: Asked,
    reference: CertificateReference,
    documentHash: DocumentHash | undefined,
  ): Promise<CheckOutcome> {
    const authenticity = [check('signature', 'unknown', 'SIGNATURE_NOT_PRESENTED')]
    return this.#judge(asked, { documentHash, reference, content: undefined, authenticity })
  }

  async #judge(asked: Asked, presented: Presented, examination?: Examination): Promise<CheckOutcome> {
    const { freshness, examiner } = this.#parts
    const registerIsCurrent = await freshness.isCurrent()
    const { asOf, value: sight } = await freshness.asOfOneBlock(() => this.#lookUp(presented))
    const { stored, ancestors, trust, profile, registersEverythingSince, mayBeOfOthers, entitlement, importMode } =
      sight
    const { profiles } = examiner.trust.snapshot
    const answer = checkDocument({
      ...presented,
      authenticity: withTrust(presented.authenticity, trust),
      ...{ record: stored?.record, registerIsCurrent, today: this.#today() },
      ...{ ancestors, profiles, profile, registersEverythingSince, mayBeOfOthers, entitlement, importMode },
    })
    const { withheld = [] } = presented.content ?? {}
    const receipt = await this.#receipt(asked, presented, answer, sight)
    return { answer, asOf, stored, withheld, tampered: examination?.tampered ?? [], receipt }
  }

  async #lookUp({ id, reference, documentHash, content }: Presented): Promise<RegisterSight> {
    if (reference === undefined) return NOTHING_SOUGHT
    const sought = { id, reference, documentHash, dataset: content?.dataset }
    const { config, clock } = this.#parts
    return lookUp(this.#parts, sought, { organisation: config.member, now: clock() })
  }

  #receipt(
    { role, input }: Asked,
    { documentHash }: Presented,
    answer: CheckAnswer,
    sight: RegisterSight,
  ): Promise<string | undefined> {
    const { receipts, store, clock } = this.#parts
    const { block = -1, hash } = store.checkpoint() ?? {}
    const agreement = agreementOf(sight)
    return receipts.sign({
      role,
      answeredAt: clock().toISOString(),
      inputHash: createHash('sha256').update(input).digest('base64url'),
      ...(documentHash !== undefined && { documentHash }),
      verdict: answer.verdict,
      checks: checksOf(answer),
      asOf: { block, ...(hash !== undefined && { blockHash: hash }) },
      ...(agreement !== undefined && { agreement }),
    })
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

// The version of its rules by which the certificate was judged.
function agreementOf(sight: RegisterSight): CheckReceipt['versions']['agreement'] {
  if (sight.stored === undefined || sight.profile === undefined) return undefined
  const { code, version } = sight.profile
  return { code, version, profileHash: profileHash(sight.profile) }
}
