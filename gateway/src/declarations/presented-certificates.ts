import type { CertificateId, CertificateReference, Declaration } from '@eco/domain'
import { canonicalText } from '@eco/domain'
import type { CertificateIds } from '../certificates/certificate-ids'
import type { Plain } from '../http/plain'
import { ProblemError, RefusedFields } from '../http/problem'
import type { Examiner } from '../document/examiner'
import type { CertificateInput } from './declaration.dto'
import { presentedBy } from './held-document'
import type { HeldDocuments, PresentedCertificate } from './held-document'

/** A certificate of a declaration, with what an officer saw on it. */
export interface BroughtCertificate extends PresentedCertificate {
  readonly observed: NonNullable<CertificateInput['observed']>
}

/** What presented certificates are found with. */
export interface PresentingParts {
  readonly examiner: Pick<Examiner, 'examine'>
  readonly held: HeldDocuments
  readonly ids: Pick<CertificateIds, 'find' | 'candidates'>
}

/** Finds the certificates of a declaration: documents as they are presented, others where they were delivered to. */
export class PresentedCertificates {
  readonly #examiner: Pick<Examiner, 'examine'>
  readonly #held: HeldDocuments
  readonly #ids: Pick<CertificateIds, 'find' | 'candidates'>

  constructor({ examiner, held, ids }: PresentingParts) {
    this.#examiner = examiner
    this.#held = held
    this.#ids = ids
  }

  /** Those that a request brings, then those that the lines name in full; each once. */
  async of(inputs: readonly Plain<CertificateInput>[], { lines }: Declaration): Promise<readonly BroughtCertificate[]> {
    const found = new Map<string, BroughtCertificate>()
    for (const [index, input] of inputs.entries()) {
      const brought = await this.#brought(input, `/certificates/${index}`)
      if (found.has(nameOf(brought.reference))) throw twice(`/certificates/${index}`)
      found.set(nameOf(brought.reference), brought)
    }
    for (const { certificate: cited } of lines) {
      if (cited?.issuingMember === undefined || cited.authority === undefined) continue
      const { issuingMember, authority, number } = cited
      const reference = { issuingMember, authority, number }
      if (found.has(nameOf(reference))) continue
      found.set(nameOf(reference), { ...(await this.byReference(reference)), observed: [] })
    }
    return [...found.values()]
  }

  /** A certificate by its reference, with the document if this member holds it. */
  async byReference(reference: CertificateReference): Promise<PresentedCertificate> {
    // What is not registered yet will be under the first of its possible ids.
    const id = this.#ids.find(reference)?.stored.record.id ?? this.#ids.candidates(reference)[0]
    const document = id === undefined ? undefined : await this.#held.documentOf(id)
    return { id, reference, examination: document === undefined ? undefined : await this.#examiner.examine(document) }
  }

  /** A certificate whose document this member holds. */
  async byId(id: CertificateId): Promise<PresentedCertificate | undefined> {
    const document = await this.#held.documentOf(id)
    return document === undefined ? undefined : presentedBy(await this.#examiner.examine(document))
  }

  /** The certificate that a document claims to be. @throws RefusedFields if it does not say so readably. */
  async byDocument(document: string, pointer: string): Promise<PresentedCertificate> {
    const presented = presentedBy(await this.#examiner.examine(document))
    if (presented !== undefined) return presented
    const sentence = 'The document does not say readably which certificate it is.'
    throw new RefusedFields('DOCUMENT_NOT_ACCEPTED', sentence, [{ pointer, rule: 'readable', sentence }])
  }

  async #brought(input: Plain<CertificateInput>, pointer: string): Promise<BroughtCertificate> {
    const { document, issuer, authority, number, observed = [] } = input
    const parts = [issuer, authority, number].filter((part) => part !== undefined)
    if (document !== undefined && parts.length === 0) {
      return { ...(await this.byDocument(document, `${pointer}/document`)), observed }
    }
    if (document !== undefined || issuer === undefined || authority === undefined || number === undefined) {
      throw neitherNor(pointer)
    }
    return { ...(await this.byReference({ issuingMember: issuer, authority, number })), observed }
  }
}

// Lines cite certificates by number: of two documents with one number none could be meant.
function nameOf({ issuingMember, authority, number }: CertificateReference): string {
  return canonicalText([issuingMember, authority, number])
}

function neitherNor(pointer: string): ProblemError {
  const sentence = 'Send either document, or issuer, authority and number together.'
  return new ProblemError('INVALID_REQUEST', sentence, [{ pointer, rule: 'either-or', sentence }])
}

function twice(pointer: string): RefusedFields {
  const sentence = 'The same certificate stands more than once among the certificates.'
  return new RefusedFields('DUPLICATE_IN_REQUEST', sentence, [{ pointer, rule: 'unique', sentence }])
}
