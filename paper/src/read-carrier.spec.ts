import { beforeAll, describe, expect, it } from '@jest/globals'
import { PDFDocument } from '@cantoo/pdf-lib'
import * as fc from 'fast-check'
import { toBuffer } from 'qrcode'
import { printQrText } from '@eco/domain'
import { certificatePdf } from './certificate-pdf'
import { CarrierProblem } from './carrier-problem'
import { ATTACHMENT_NAME, PAPER_LIMITS } from './limits'
import { readCarrier } from './read-carrier'
import { DOCUMENT, QR, anInput } from './testing/certificates'

let pdf: Uint8Array

beforeAll(async () => {
  pdf = await certificatePdf(anInput())
})

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await readCarrier(bytes)).kind
  } catch (error) {
    return error instanceof CarrierProblem ? error.code : String(error)
  }
}

async function pdfWith(...attachments: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  made.addPage()
  for (const [name, data] of attachments) await made.attach(data, name)
  return made.save()
}

describe('what carries a certificate', () => {
  it('is told by its content: a document, a picture of its QR code, the text of one, a dataset', async () => {
    const picture = await toBuffer(printQrText(QR), { scale: 4 })

    expect(await readCarrier(Buffer.from(`${DOCUMENT}\n`))).toEqual({ kind: 'document', text: DOCUMENT })
    expect(await readCarrier(picture)).toEqual({ kind: 'qr', reference: QR })
    expect(await readCarrier(Buffer.from(printQrText(QR)))).toEqual({ kind: 'qr', reference: QR })
    expect(await readCarrier(Buffer.from('{"a":1}'))).toEqual({ kind: 'dataset', dataset: { a: 1 } })
  })

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['nothing', () => Buffer.alloc(0), 'TYPE_NOT_SUPPORTED'],
    ['a program', () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'TYPE_NOT_SUPPORTED'],
    ['words', () => Buffer.from('certificate of origin'), 'TEXT_UNREADABLE'],
    ['a list', () => Buffer.from('[]'), 'TEXT_UNREADABLE'],
    ['JSON with a name twice', () => Buffer.from('{"a":1,"a":2}'), 'TEXT_UNREADABLE'],
    ['text that is not UTF-8', () => Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff])]), 'TEXT_UNREADABLE'],
    ['a text without end', () => Buffer.alloc(PAPER_LIMITS.textBytes + 1, 'a'), 'TOO_LARGE'],
    ['half a PDF', () => pdf.slice(0, pdf.length / 2), 'PDF_UNREADABLE'],
    ['a PDF of zeros', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1000)]), 'PDF_UNREADABLE'],
    ['a PDF without attachment', () => pdfWith(), 'PDF_WITHOUT_DOCUMENT'],
    ['a PDF with another file', () => pdfWith(['invoice.xml', Buffer.from('<x/>')]), 'PDF_WITHOUT_DOCUMENT'],
    [
      'a PDF with something else in our name',
      () => pdfWith([ATTACHMENT_NAME, Buffer.from('{}')]),
      'PDF_WITHOUT_DOCUMENT',
    ],
    [
      'a PDF whose attachment unfolds to 40 MiB',
      () => pdfWith([ATTACHMENT_NAME, Buffer.alloc(40 * 1024 * 1024, 'a')]),
      'TOO_LARGE',
    ],
    ['a PNG that ends at once', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'PICTURE_UNREADABLE'],
    ['a PNG that says to have 10^18 pixels', () => hugePng(), 'TOO_LARGE'],
    ['a JPEG without a frame', () => Buffer.from('ffd8ffe000104a4649', 'hex'), 'PICTURE_UNREADABLE'],
    ['a QR code of something else', () => toBuffer('https://example.org'), 'CODE_OF_ANOTHER_KIND'],
  ])('is not %s', async (_, make, code) => {
    expect(await codeOf(await make())).toBe(code)
  })

  it('is looked for in bytes of any shape without an error of another kind', async () => {
    const head = fc.constantFrom('%PDF-1.4\n', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', '{', '')

    await fc.assert(
      fc.asyncProperty(head, fc.uint8Array({ maxLength: 300 }), async (first, rest) => {
        const code = await codeOf(Buffer.concat([Buffer.from(first, 'latin1'), rest]))

        expect(code).toMatch(/^[A-Z_]+$|^(document|qr|dataset)$/)
      }),
      { numRuns: 25 },
    )
  })
})

function hugePng(): Uint8Array {
  const bytes = Buffer.alloc(64)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  bytes.writeUInt32BE(1_000_000_000, 16)
  bytes.writeUInt32BE(1_000_000_000, 20)
  return bytes
}
