import { inflateSync } from 'node:zlib'
import type { PDFObject } from '@cantoo/pdf-lib'
import {
  ParseSpeeds,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib'
import { ATTACHMENT_NAME, PAPER_LIMITS } from './limits'
import type { ReaderAnswer } from './reader-task'

/** Takes the documents out of a PDF: the attachments with our name; throws whatever the library throws at a damaged one. */
export async function attachmentsOf(bytes: Uint8Array): Promise<ReaderAnswer> {
  const pdf = await PDFDocument.load(bytes, {
    updateMetadata: false,
    ignoreEncryption: true,
    // Nobody waits for this thread to take a breath.
    parseSpeed: ParseSpeeds.Fastest,
  })
  if (pdf.isEncrypted) return { kind: 'encrypted' }
  const names = pdf.catalog.lookupMaybe(PDFName.of('Names'), PDFDict)
  const files = names?.lookupMaybe(PDFName.of('EmbeddedFiles'), PDFDict)
  const ours =
    files === undefined ? [] : specificationsIn(files).filter((file) => namesOf(file).includes(ATTACHMENT_NAME))
  try {
    return { kind: 'attachments', documents: ours.map(contentOf) }
  } catch (error) {
    if (isTooLarge(error)) return { kind: 'too-large' }
    throw error
  }
}

const MOST_NODES = 1_000

// A name tree: branches under Kids, leaves under Names, by turns a name and what it stands for.
function specificationsIn(root: PDFDict): readonly PDFDict[] {
  const found: PDFDict[] = []
  const nodes = [root]
  const seen = new Set<PDFDict>()
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    if (seen.size > MOST_NODES) throw new Error('the tree of attachments has no end')
    found.push(...dictionariesOf(node.lookupMaybe(PDFName.of('Names'), PDFArray)))
    nodes.push(...dictionariesOf(node.lookupMaybe(PDFName.of('Kids'), PDFArray)))
  }
  return found
}

function dictionariesOf(list: PDFArray | undefined): readonly PDFDict[] {
  const entries = Array.from({ length: list?.size() ?? 0 }, (_, index) => list?.lookup(index))
  return entries.filter((entry) => entry instanceof PDFDict)
}

function namesOf(file: PDFDict): readonly string[] {
  return ['UF', 'F'].flatMap((key) => {
    const name = file.lookup(PDFName.of(key))
    return name instanceof PDFString || name instanceof PDFHexString ? [name.decodeText()] : []
  })
}

// Only what is asked for is unpacked, and not further than it may be long: a small file can unfold to gigabytes.
function contentOf(file: PDFDict): Uint8Array {
  const embedded = file.lookup(PDFName.of('EF'), PDFDict)
  const stream = embedded.lookup(PDFName.of('F'))
  if (!(stream instanceof PDFRawStream)) throw new Error('an attachment without content')
  switch (filterOf(stream.dict.lookup(PDFName.of('Filter')))) {
    case '':
      return stream.contents
    case '/FlateDecode':
      return inflateSync(stream.contents, { maxOutputLength: PAPER_LIMITS.textBytes })
    default:
      throw new Error('an attachment packed in another way')
  }
}

function filterOf(filter: PDFObject | undefined): string {
  if (filter instanceof PDFArray) return filter.asArray().map(String).join()
  return filter instanceof PDFName ? filter.asString() : ''
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
