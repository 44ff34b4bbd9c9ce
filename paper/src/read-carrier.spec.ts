import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { printQrText } from '@eco/domain'
import { CarrierProblem } from './carrier-problem'
import { certificatePdf } from './certificate-pdf'
import { ATTACHMENT_NAME, PAPER_LIMITS } from './limits'
import { readCarrier } from './read-carrier'
import { encryptedPdf, packedTwice, pdfOf, pdfWith, pictureOf, stream } from './testing/carriers'
import { DOCUMENT, QR, anInput } from './testing/certificates'
import { pngWith } from './testing/png'

const CATALOGUE = '<</Type/Catalog/Pages 2 0 R>>'
const PAGES = '<</Type/Pages/Kids[]/Count 0>>'
const MIB = 1024 * 1024
const ours: readonly [string, Uint8Array] = [ATTACHMENT_NAME, Buffer.from(DOCUMENT)]

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

describe('what carries a certificate', () => {
  it('is told by its content: a document, the text of its QR code, a dataset', async () => {
    expect(await readCarrier(Buffer.from(`${DOCUMENT}\n`))).toEqual({ kind: 'document', text: DOCUMENT })
    expect(await readCarrier(Buffer.from(printQrText(QR)))).toEqual({ kind: 'qr', reference: QR })
    expect(await readCarrier(Buffer.from('{"a":1}'))).toEqual({ kind: 'dataset', dataset: { a: 1 } })
  })

  it('may be a picture of the QR code, straight or taken by hand', async () => {
    const photograph = readFileSync(join(__dirname, 'testing', 'qr-code.jpg'))

    expect(await readCarrier(pictureOf(printQrText(QR)))).toEqual({ kind: 'qr', reference: QR })
    expect(await readCarrier(photograph)).toEqual({ kind: 'qr', reference: QR })
  })

  it('may be a PDF that other software wrote, with the document among other files', async () => {
    const others: (readonly [string, Uint8Array])[] = [
      ['invoice.xml', Buffer.from('<x/>')],
      ['z.txt', Buffer.from('z')],
    ]

    expect(await readCarrier(await pdfWith(...others, ours))).toEqual({ kind: 'document', text: DOCUMENT })
  })

  it('may be a PDF whose list of files is a tree with branches', async () => {
    const tree = '<</Kids[4 0 R]>>'
    const file = `<</Type/Filespec/UF(${ATTACHMENT_NAME})/EF<</F 6 0 R>>>>`
    const names = `${CATALOGUE.slice(0, -2)}/Names<</EmbeddedFiles 3 0 R>>>>`

    const made = pdfOf(names, PAGES, tree, '<</Names[(x) 5 0 R]>>', file, stream('', Buffer.from(DOCUMENT)))

    expect(await readCarrier(made)).toEqual({ kind: 'document', text: DOCUMENT })
  })

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['nothing', () => Buffer.alloc(0), 'TYPE_NOT_SUPPORTED'],
    ['a program', () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'TYPE_NOT_SUPPORTED'],
    ['words', () => Buffer.from('certificate of origin'), 'TEXT_UNREADABLE'],
    ['a list', () => Buffer.from('[]'), 'TEXT_UNREADABLE'],
    ['JSON with a name twice', () => Buffer.from('{"a":1,"a":2}'), 'TEXT_UNREADABLE'],
    ['JSON too deep', () => Buffer.from('{"a":'.repeat(100_000)), 'TEXT_UNREADABLE'],
    ['text that is not UTF-8', () => Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff])]), 'TEXT_UNREADABLE'],
    ['a text without end', () => Buffer.alloc(PAPER_LIMITS.textBytes + 1, 'a'), 'TOO_LARGE'],
    ['half a PDF', () => pdf.slice(0, pdf.length / 2), 'PDF_UNREADABLE'],
    ['a PDF of zeros', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1000)]), 'PDF_UNREADABLE'],
    ['a PDF too large', () => Buffer.alloc(PAPER_LIMITS.pdfBytes + 1, '%PDF-1.7\n'), 'TOO_LARGE'],
    ['an encrypted PDF', () => encryptedPdf(), 'PDF_ENCRYPTED'],
    ['a PDF without attachment', () => pdfWith(), 'PDF_WITHOUT_DOCUMENT'],
    ['a PDF with another file', () => pdfWith(['invoice.xml', Buffer.from('<x/>')]), 'PDF_WITHOUT_DOCUMENT'],
    ['a PDF with something else', () => pdfWith([ATTACHMENT_NAME, Buffer.from('{}')]), 'PDF_WITHOUT_DOCUMENT'],
    ['a PDF with two documents', () => pdfWith(ours, ours), 'PDF_WITH_SEVERAL_DOCUMENTS'],
    ['a PDF with a bomb in our name', () => pdfWith([ATTACHMENT_NAME, Buffer.alloc(40 * MIB, 'a')]), 'TOO_LARGE'],
    ['a PNG that ends at once', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'PICTURE_UNREADABLE'],
    ['a PNG of 10^18 pixels', () => pngWith(1_000_000_000, 1_000_000_000, Buffer.alloc(0)), 'TOO_LARGE'],
    ['a PNG whose pixels are damaged', () => pngWith(50, 50, Buffer.alloc(50, 7)), 'PICTURE_UNREADABLE'],
    ['a PNG that unfolds further', () => pngWith(10, 10, deflateSync(Buffer.alloc(40 * MIB))), 'TOO_LARGE'],
    ['a picture too large', () => Buffer.alloc(PAPER_LIMITS.pictureBytes + 1, '\xff\xd8\xff', 'latin1'), 'TOO_LARGE'],
    ['a JPEG without a frame', () => Buffer.from('ffd8ffe000104a4649', 'hex'), 'PICTURE_UNREADABLE'],
    ['a picture of nothing', () => pictureOf(), 'PICTURE_WITHOUT_CODE'],
    ['a QR code of something else', () => pictureOf('https://example.org'), 'CODE_OF_ANOTHER_KIND'],
    ['a QR code that is cut short', () => pictureOf(printQrText(QR).slice(0, -1)), 'CODE_OF_ANOTHER_KIND'],
    [
      'two QR codes',
      () => pictureOf(printQrText(QR), printQrText({ ...QR, number: 'X-2' })),
      'PICTURE_WITH_SEVERAL_CODES',
    ],
  ])('is not %s', async (_, make, code) => {
    expect(await codeOf(await make())).toBe(code)
  })

  it('ends in bounded memory when the parts of a PDF unfold to gigabytes', async () => {
    const bomb = stream('/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]', packedTwice())

    const code = await codeOf(pdfOf(CATALOGUE, PAGES, bomb))

    expect(bomb.length).toBeLessThan(100_000)
    expect(code).toBe('TOO_LARGE')
  })

  it('does not unpack what nobody asked for', async () => {
    const others: readonly [string, Uint8Array] = ['other', Buffer.alloc(20 * MIB)]

    expect(await readCarrier(await pdfWith(others, ours))).toEqual({ kind: 'document', text: DOCUMENT })
  })

  it('ends in bounded time when a PDF has no end', async () => {
    const began = performance.now()

    const code = await codeOf(Buffer.from(`%PDF-1.7\n1 0 obj\n${'['.repeat(4_000_000)}`))

    expect(['TOOK_TOO_LONG', 'PDF_UNREADABLE']).toContain(code)
    expect(performance.now() - began).toBeLessThan(3 * PAPER_LIMITS.milliseconds)
  })

  it('is read for many at once', async () => {
    const carriers = await Promise.all(Array.from({ length: 3 * PAPER_LIMITS.readers }, () => codeOf(pdf)))

    expect(new Set(carriers)).toEqual(new Set(['document']))
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

  it('is answered for whichever bytes of a PDF were changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: pdf.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
    })

    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const changed = Uint8Array.from(pdf)
        for (const [at, byte] of bytes) changed[at] = byte

        expect(await codeOf(changed)).toMatch(/^[A-Z_]+$|^document$/)
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
