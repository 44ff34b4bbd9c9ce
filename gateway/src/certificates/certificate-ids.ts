import type { CertificateId, CertificateRecord, CertificateReference, DocumentHash, MemberCode } from '@eco/domain'
import { certificateId, isSameReference, MEMBERS, referenceIn } from '@eco/domain'
import { ProblemError } from '../http/problem'
import type { Store, StoredCertificate } from '../read-model/store'
import type { AgreedKeys } from './agreed-keys'

/** A certificate as it was found, and by what. */
export interface FoundCertificate {
  readonly stored: StoredCertificate
  /** Where only the hash of its document led to it, whether the number is its own stays open. */
  readonly by: 'number' | 'hash'
}

/** What names a certificate of the own member. */
export type OwnReference = Omit<CertificateReference, 'issuingMember'>

/** What ids are made from and looked up in. */
export interface IdSources {
  readonly member: string
  readonly keys: AgreedKeys
  readonly store: Pick<Store, 'certificate' | 'all'>
  /** The document of a certificate, if this member holds it. */
  readonly documentOf: (id: CertificateId) => string | undefined
}

/**
 * The ids of certificates as one member makes and finds them. It can do so for those between itself and another member;
 * what two others registered is found by its id, which the document carries, or by the hash of the document.
 */
export class CertificateIds {
  readonly #sources: IdSources

  constructor(sources: IdSources) {
    this.#sources = sources
  }

  /** The id under which this member registers a certificate for another. @throws ProblemError where it is none, or a key is missing. */
  newId({ authority, number }: OwnReference, importingMember: MemberCode): CertificateId {
    const { keys, member } = this.#sources
    if (importingMember === member) throw notAnother()
    const key = keys.current(importingMember)
    if (key !== undefined) return certificateId({ issuingMember: member as MemberCode, authority, number }, key)
    const sentence = `The register or this gateway lacks a key that ids of certificates for ${importingMember} are made with.`
    throw new ProblemError('ID_KEY_MISSING', sentence)
  }

  /** The ids that a certificate of this member for another may have, by its present key and by former ones. */
  idsFor(reference: CertificateReference, importingMember: MemberCode): readonly CertificateId[] {
    return this.#sources.keys.all(importingMember).map((key) => certificateId(reference, key))
  }

  /** Every id that a certificate of this reference may have, as far as this member can tell; the likeliest first. */
  candidates(reference: CertificateReference): readonly CertificateId[] {
    const { member } = this.#sources
    const partners = reference.issuingMember === member ? MEMBERS.map(({ code }) => code) : [reference.issuingMember]
    return partners.filter((code) => code !== member).flatMap((code) => this.idsFor(reference, code))
  }

  /** The certificate of a reference, or of a document's hash, as far as this member can find it. */
  find(reference: CertificateReference, documentHash?: DocumentHash): FoundCertificate | undefined {
    const [numbered] = this.allOf(reference)
    if (numbered !== undefined) return { stored: numbered, by: 'number' }
    const stored = documentHash === undefined ? undefined : this.#ofDocument(reference, documentHash)
    return stored && { stored, by: 'hash' }
  }

  /** Every certificate under a number; more than one only if its authority gave it twice. */
  allOf(reference: CertificateReference): readonly StoredCertificate[] {
    const { store } = this.#sources
    const found = this.candidates(reference).flatMap((id) => store.certificate(id) ?? [])
    return [...found, ...this.#redirected(reference)]
  }

  /** True if a certificate of this member that is not found by its number was not registered. */
  knowsAllOf(issuingMember: MemberCode): boolean {
    return issuingMember === this.#sources.member && this.#sources.keys.isComplete()
  }

  /**
   * True if a certificate is registered under another id than its two members make of its number: neither finds it by that
   * number, so that it may have been given twice. Nobody but these two can tell.
   */
  isMisnamed(reference: CertificateReference, { id, issuingMember, registeredFor }: CertificateRecord): boolean {
    const { keys, member } = this.#sources
    const parties = [issuingMember, registeredFor]
    const other = parties.find((code) => code !== member)
    if (other === undefined || !parties.some((code) => code === member) || !keys.isComplete()) return false
    return !this.idsFor(reference, other).includes(id)
  }

  // The id of what was first registered for another member is that member's; the documents that arrived tell the number.
  #redirected(reference: CertificateReference): readonly StoredCertificate[] {
    const { store, member, documentOf } = this.#sources
    const { issuingMember: issuer, authority } = reference
    return store.all({ importer: member, issuer, authority, redirected: true }).filter(({ record }) => {
      const document = documentOf(record.id)
      const named = document === undefined ? undefined : referenceIn(document)
      return named !== undefined && isSameReference(named, reference)
    })
  }

  // Anybody may register a hash; only what the named authority registered counts.
  #ofDocument(reference: CertificateReference, documentHash: DocumentHash): StoredCertificate | undefined {
    const { issuingMember: issuer, authority } = reference
    return this.#sources.store.all({ issuer, authority, documentHash })[0]
  }
}

function notAnother(): ProblemError {
  const sentence = 'importer must be another member than the issuing one.'
  return new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '/importer', rule: 'another', sentence }])
}
