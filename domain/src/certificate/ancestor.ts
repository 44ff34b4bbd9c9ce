import type { DocumentState } from '../certificate'
import type { CertificateId } from '../certificate-id'
import type { ChangeReason } from './words'

/** A certificate from which another one comes, directly or not. */
export interface Ancestor {
  readonly id: CertificateId
  /** 1 for those from which the certificate itself is drawn. */
  readonly depth: number
  readonly document: DocumentState
  /** What ended it; null while it is in force. */
  readonly reason: ChangeReason | null
  /** True where it was replaced by one that is itself on the way: that is no defect. */
  readonly isPredecessor: boolean
}

/** The ancestors that take away what a certificate rests on; one that was replaced by another does not. */
export function brokenAncestors(ancestors: readonly Ancestor[]): readonly Ancestor[] {
  return ancestors.filter(({ document }) => document === 'annulled' || document === 'cancelled')
}
