import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { PDFDocument } from '@cantoo/pdf-lib'
import { ATTACHMENT_NAME, PAPER_LIMITS } from './limits'

/** What the reader is asked: bytes of a PDF or of a picture. */
export interface ReaderTask {
  readonly kind: 'pdf' | 'picture'
  readonly bytes: Uint8Array
}

/** What the reader found; which of it is acceptable is judged outside. */
export type ReaderAnswer =
  | { readonly kind: 'attachments'; readonly documents: readonly Uint8Array[] }
  | { readonly kind: 'codes'; readonly texts: readonly string[] }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too-large' }

// A process of its own kind: whatever hostile bytes do to the libraries, memory and time are bounded from outside.
async function answer({ kind, bytes }: ReaderTask): Promise<ReaderAnswer> {
  try {
    return await (kind === 'pdf' ? readPdf(bytes) : readPicture(bytes))
  } catch {
    return { kind: 'unreadable' }
  }
}

async function readPdf(bytes: Uint8Array): Promise<ReaderAnswer> {
  const pdfLib = await import('@cantoo/pdf-lib')
  const pdf: PDFDocument = await pdfLib.PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true })
  if (pdf.isEncrypted) return { kind: 'encrypted' }
  const documents = pdf.getAttachments().filter(({ name }) => name === ATTACHMENT_NAME)
  if (documents.some(({ data }) => data.length > PAPER_LIMITS.textBytes)) return { kind: 'too-large' }
  return { kind: 'attachments', documents: documents.map(({ data }) => data) }
}

async function readPicture(bytes: Uint8Array): Promise<ReaderAnswer> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  // From the package itself: without this the library would fetch it from a public host.
  const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer }, fireImmediately: true })
  const codes = await readBarcodes(bytes, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 })
  return { kind: 'codes', texts: codes.filter(({ isValid }) => isValid).map(({ text }) => text) }
}

void answer(workerData as ReaderTask).then((found) => parentPort?.postMessage(found))
