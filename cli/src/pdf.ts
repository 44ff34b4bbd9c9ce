import { asTrueCopy, certificatePdf } from '@eco/paper'
import { readDocumentFile } from './documents'
import { EXIT } from './io'
import type { Io } from './io'

/** How a document is printed. */
export interface PdfOptions {
  readonly output: string
  /** With the words that its agreement has for a copy of a certificate that was lost. */
  readonly trueCopy?: boolean
}

/** Prints a document, as far as it shows its elements, with the document itself attached. */
export async function pdf(file: string, { output, trueCopy = false }: PdfOptions, io: Io): Promise<number> {
  const { signed, disclosures, dataset, withheld, status, documentHash } = await readDocumentFile(file, io)
  const { issuer, number } = status
  const bytes = await certificatePdf({
    dataset: trueCopy ? asTrueCopy(dataset) : dataset,
    withheld,
    document: [signed, ...disclosures.values(), ''].join('~'),
    qr: { issuingMember: issuer.member, authority: issuer.authority, number, documentHash },
  })
  await io.writeFile(output, bytes)
  io.note(`Written: ${output}`)
  return EXIT.good
}
