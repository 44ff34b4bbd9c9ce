import type { CertificateReference } from '../certificate-id'
import { check } from '../check/answer'
import type { Check } from '../check/answer'
import type { Presented, PresentedContent } from '../check/presented'
import { documentHash } from '../hash'
import type { DocumentFormat } from '../registration'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import type { Cryptography } from './cryptography'
import { claimedReference } from './claimed-reference'
import { disclosureChecks } from './disclosure-checks'
import { exporterCheck } from './exporter-check'
import { readJwsDocument } from './jws-document'
import { NotADocument } from './not-a-document'
import { readSealed } from './read-sealed'
import type { SealedDocument } from './read-sealed'
import { saltHex } from './salt'
import { chainCheck, officialCheck, signatureChecks } from './signature-checks'
import type { Signed } from './signature-checks'
import type { IndexedTrust } from './trust-snapshot'

/** What a document is examined with. */
export interface ExamineContext {
  readonly cryptography: Cryptography
  /** Whose signatures count; without it nobody's do. */
  readonly trust: IndexedTrust | undefined
}

/** A document as it was found, and what came of looking at it by itself. */
export interface Examination extends Presented {
  /** Undefined for what is no document at all. */
  readonly format: DocumentFormat | undefined
  /** JSON Pointers of what may have been altered. */
  readonly tampered: readonly string[]
  /** Present for a document that can be redacted. */
  readonly sealed: SealedDocument | undefined
}

/** Examines a document of either format without any register. Whatever the text is, it answers and does not throw. */
export async function examineDocument(text: string, context: ExamineContext): Promise<Examination> {
  try {
    return await (text.includes('~') ? examineSealed(text, context) : examineJws(text, context))
  } catch (error) {
    if (error instanceof NotADocument) return noDocument(text, error)
    throw error
  }
}

function noDocument(text: string, { message }: NotADocument): Examination {
  return {
    format: undefined,
    // Of what its author may have meant as the signed part.
    documentHash: documentHash(isText(text) ? (text.split('~')[0] ?? '') : ''),
    reference: undefined,
    content: undefined,
    authenticity: [check('signature', 'fail', 'DOCUMENT_MALFORMED', message)],
    tampered: [],
    sealed: undefined,
  }
}

function isText(text: string): boolean {
  return text.isWellFormed()
}

async function examineSealed(text: string, context: ExamineContext): Promise<Examination> {
  const sealed = readSealed(text, context.cryptography)
  const { id, dataset, withheld, tampered, documentHash: hash } = sealed
  const signed: Signed = { ...sealed, issueDay: dayOf(dataset), reference: claimedReference(dataset) }
  const authenticity = [
    ...(await signatureChecks(signed, context)),
    ...(await chainCheck(signed, context)),
    ...(await officialCheck(signed, context)),
    ...disclosureChecks(sealed),
    claimsCheck(sealed, signed.reference),
    ...(await exporterCheck(sealed, context)),
  ]
  const content = contentOf(dataset, sealed, withheld)
  const { reference } = signed
  return { format: 'sd-jwt', documentHash: hash, id, reference, content, authenticity, tampered, sealed }
}

async function examineJws(text: string, context: ExamineContext): Promise<Examination> {
  const document = readJwsDocument(text)
  const dataset = isObject(document.dataset) ? document.dataset : {}
  const signed: Signed = { ...document, issueDay: dayOf(dataset), reference: claimedReference(dataset) }
  return {
    format: 'jws',
    documentHash: documentHash(text),
    id: document.id,
    reference: signed.reference,
    content: contentOf(document.dataset, document, []),
    authenticity: await signatureChecks(signed, context),
    tampered: [],
    sealed: undefined,
  }
}

function contentOf(
  dataset: unknown,
  { salt, itemSalts }: { readonly salt: string; readonly itemSalts?: SealedDocument['itemSalts'] },
  withheld: readonly string[],
): PresentedContent {
  return { dataset, salt: saltHex(salt), ...(itemSalts !== undefined && { itemSalts }), withheld }
}

// The id itself is a secret of two members; that it is the registered one shows in the hash registered under it.
function claimsCheck({ status }: SealedDocument, reference: CertificateReference | undefined): Check {
  const agree =
    reference !== undefined &&
    status.issuer.member === reference.issuingMember &&
    status.issuer.authority === reference.authority &&
    status.number === reference.number
  return agree ? check('claims', 'pass', 'CLAIMS_AGREE') : check('claims', 'fail', 'CLAIMS_CONTRADICT')
}

// The civil day at the place of issue, which is how the dataset writes it.
function dayOf({ issueDateTime }: Unjudged): string | undefined {
  return typeof issueDateTime === 'string' ? issueDateTime.slice(0, 10) : undefined
}
