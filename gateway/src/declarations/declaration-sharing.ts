import type { CertificateId, Purpose, Role } from '@eco/domain'
import { canonicalText, parsePurpose } from '@eco/domain'

/** Brings a text to the other member of a certificate, beside the register. */
export interface TextOutbox {
  enqueue(entry: {
    readonly id: CertificateId
    readonly purpose: Purpose
    readonly role: Role
    readonly content: string
  }): void
}

/** A use with the declaration that it was made for, and the salt of that declaration's digest. */
export interface DeclaredUse {
  readonly certificate: CertificateId
  readonly use: string
  readonly reference: string
  readonly salt: string
}

/**
 * Tells the issuing member for which declaration a use was made, so that it can hold the digest in the register against
 * the reference. A repeat tells nothing new.
 */
export function shareDeclaration(outbox: TextOutbox, { certificate, use, reference, salt }: DeclaredUse): void {
  outbox.enqueue({
    id: certificate,
    purpose: parsePurpose(`declaration/${use}`),
    role: 'customs',
    content: canonicalText({ formatVersion: 1, reference, salt }),
  })
}
