import type { QrReference } from '@eco/domain'
import { isObject, JsonProblem, parseQrText, parseStrictJson, Refusal } from '@eco/domain'
import { CarrierProblem } from './carrier-problem'
import { PAPER_LIMITS } from './limits'
import { mediaOf, pixelsOf } from './media'
import { readApart } from './reader'

/** What was given: a signed document, a QR code that points to one, or a dataset that nobody signed. */
export type Carrier =
  | { readonly kind: 'document'; readonly text: string }
  | { readonly kind: 'qr'; readonly reference: QrReference }
  | { readonly kind: 'dataset'; readonly dataset: unknown }

const DOCUMENT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/

/** Finds out by its content what was given, and takes the certificate out of it; throws `CarrierProblem` and nothing else. */
export async function readCarrier(bytes: Uint8Array): Promise<Carrier> {
  const media = mediaOf(bytes)
  switch (media) {
    case 'pdf':
      return readPdf(bytes)
    case 'png':
    case 'jpeg':
      return readPicture(bytes, media)
    case 'text':
      return readText(bytes)
    case 'other':
      throw new CarrierProblem(
        'TYPE_NOT_SUPPORTED',
        'It is neither a PDF nor a PNG or JPEG picture, a signed document or JSON.',
      )
  }
}

async function readPdf(bytes: Uint8Array): Promise<Carrier> {
  requireSize(bytes, PAPER_LIMITS.pdfBytes, 'PDF')
  const answer = await readApart({ kind: 'pdf', bytes })
  if (answer.kind === 'encrypted') throw new CarrierProblem('PDF_ENCRYPTED', 'The PDF is encrypted.')
  if (answer.kind === 'too-large') throw unfoldsTooFar('PDF')
  if (answer.kind !== 'attachments')
    throw new CarrierProblem('PDF_UNREADABLE', 'The PDF is damaged and cannot be read.')
  const [document, ...more] = answer.documents
  if (document === undefined) {
    throw new CarrierProblem(
      'PDF_WITHOUT_DOCUMENT',
      'The PDF has no signed document attached; its pages prove nothing.',
    )
  }
  if (more.length > 0) {
    throw new CarrierProblem('PDF_WITH_SEVERAL_DOCUMENTS', 'The PDF has several signed documents attached.')
  }
  const carrier = readText(document)
  if (carrier.kind === 'document') return carrier
  throw new CarrierProblem('PDF_WITHOUT_DOCUMENT', 'What is attached to the PDF is no signed document.')
}

async function readPicture(bytes: Uint8Array, media: 'png' | 'jpeg'): Promise<Carrier> {
  requireSize(bytes, PAPER_LIMITS.pictureBytes, 'picture')
  const pixels = pixelsOf(bytes, media)
  if (pixels === undefined) throw new CarrierProblem('PICTURE_UNREADABLE', 'The picture is damaged and cannot be read.')
  if (pixels > PAPER_LIMITS.picturePixels) {
    throw new CarrierProblem(
      'TOO_LARGE',
      `The picture has more than ${PAPER_LIMITS.picturePixels / 1e6} million pixels.`,
    )
  }
  const answer = await readApart({ kind: media, bytes })
  if (answer.kind === 'too-large') throw unfoldsTooFar('picture')
  if (answer.kind !== 'codes')
    throw new CarrierProblem('PICTURE_UNREADABLE', 'The picture is damaged and cannot be read.')
  const [text, ...more] = new Set(answer.texts)
  if (text === undefined)
    throw new CarrierProblem('PICTURE_WITHOUT_CODE', 'The picture shows no QR code that can be read.')
  if (more.length > 0) throw new CarrierProblem('PICTURE_WITH_SEVERAL_CODES', 'The picture shows several QR codes.')
  return { kind: 'qr', reference: qrReference(text) }
}

function qrReference(text: string): QrReference {
  try {
    return parseQrText(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new CarrierProblem('CODE_OF_ANOTHER_KIND', 'The QR code is not that of a certificate of origin.')
  }
}

function readText(bytes: Uint8Array): Carrier {
  requireSize(bytes, PAPER_LIMITS.textBytes, 'text')
  const text = utf8(bytes).trim()
  if (DOCUMENT.test(text)) return { kind: 'document', text }
  if (text.startsWith('ECO1:')) return { kind: 'qr', reference: qrReference(text) }
  try {
    const dataset = parseStrictJson(text, PAPER_LIMITS.jsonDepth)
    if (isObject(dataset)) return { kind: 'dataset', dataset }
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    throw new CarrierProblem('TEXT_UNREADABLE', `The text is neither a signed document nor JSON: ${error.message}`)
  }
  throw new CarrierProblem('TEXT_UNREADABLE', 'The text is neither a signed document nor a JSON object.')
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CarrierProblem('TEXT_UNREADABLE', 'The text is not UTF-8.')
  }
}

function requireSize(bytes: Uint8Array, limit: number, what: string): void {
  if (bytes.length > limit) throw tooLarge(what, limit)
}

function unfoldsTooFar(what: string): CarrierProblem {
  return new CarrierProblem('TOO_LARGE', `What the ${what} holds is packed, and too large when it is unpacked.`)
}

function tooLarge(what: string, limit: number): CarrierProblem {
  return new CarrierProblem('TOO_LARGE', `The ${what} has more than ${limit / 1024 / 1024} MiB.`)
}
