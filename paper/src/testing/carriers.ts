import { deflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import PdfKit from 'pdfkit'
import { create } from 'qrcode'
import { ATTACHMENT_NAME } from '../limits'
import { pngOf } from './png'

const MODULE = 4
const QUIET = 4

/** A PDF of one empty page with files attached. */
export async function pdfWith(...attachments: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  made.addPage()
  for (const [name, data] of attachments) await made.attach(data, name)
  return made.save()
}

/** A PDF that only those who know a password may open. */
export async function encryptedPdf(): Promise<Uint8Array> {
  const pdf = new PdfKit({ userPassword: 'open', pdfVersion: '1.7' })
  pdf.file(Buffer.from('a.b.c~'), { name: ATTACHMENT_NAME })
  pdf.end()
  const chunks: Buffer[] = []
  for await (const chunk of pdf) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A PDF from its objects, one after another from number 1, the first its catalogue. */
export function pdfOf(...objects: readonly (string | Buffer)[]): Buffer {
  const parts = objects.flatMap((object, index) => [`${index + 1} 0 obj\n`, object, '\nendobj\n'])
  const file = ['%PDF-1.7\n', ...parts, 'trailer\n<</Root 1 0 R>>\n%%EOF']
  return Buffer.concat(file.map((part) => Buffer.from(part)))
}

/** A stream of a PDF with its dictionary. */
export function stream(dictionary: string, packed: Buffer): Buffer {
  const head = Buffer.from(`<<${dictionary}/Length ${packed.length}>>\nstream\n`)
  return Buffer.concat([head, packed, Buffer.from('\nendstream')])
}

/** What unfolds to 2 GiB of zeros from a few kilobytes, when it is unpacked twice. */
export function packedTwice(): Buffer {
  const once = deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 })
  // A stream of one block after another: the middle of it can be repeated, since it has no beginning of its own.
  const middle = once.subarray(1024, 2048)
  return deflateSync(Buffer.concat([once.subarray(0, 1024), ...Array.from({ length: 2000 }, () => middle)]), {
    level: 9,
  })
}

/** A picture with QR codes side by side. */
export function pictureOf(...texts: readonly string[]): Buffer {
  const codes = texts.map((text) => create(text, { errorCorrectionLevel: 'M' }).modules)
  const side = (Math.max(21, ...codes.map(({ size }) => size)) + 2 * QUIET) * MODULE
  const shade = (x: number, y: number): number => {
    const code = codes[Math.floor(x / side)]
    const [column, row] = [Math.floor((x % side) / MODULE) - QUIET, Math.floor(y / MODULE) - QUIET]
    const isInside = code !== undefined && Math.min(column, row) >= 0 && Math.max(column, row) < code.size
    return isInside && code.get(row, column) === 1 ? 0 : 255
  }
  return pngOf({ width: side * Math.max(1, codes.length), height: side, shade })
}
