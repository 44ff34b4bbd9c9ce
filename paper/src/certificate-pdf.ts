import { Drawing } from './draw'
import { layoutOf } from './families'
import { charactersWithoutGlyph } from './fonts'
import { textsOf } from './layout'
import type { CertificatePdfInput } from './layout'
import { ATTACHMENT_NAME } from './limits'
import { qrCodeOf } from './qr-code'
import { Sheet } from './sheet'
import { Shown } from './shown'

/** Prints a certificate as a PDF with the signed document attached. The same input always makes the same bytes. */
export async function certificatePdf(input: CertificatePdfInput): Promise<Uint8Array> {
  const shown = new Shown(input)
  const layout = layoutOf(shown)
  const created = timeOf(shown)
  const sheet = new Sheet(`${layout.title} ${layout.reference}`, created)
  sheet.attach(ATTACHMENT_NAME, 'application/dc+sd-jwt', input.document, created)
  new Drawing(sheet, layout, qrCodeOf(input.qr)).draw()
  return sheet.finish()
}

/** The characters of a certificate that no font has, each once; on paper a sign stands in their place, and a note says so. */
export function unprintableCharacters(input: Pick<CertificatePdfInput, 'dataset' | 'withheld'>): readonly string[] {
  return charactersWithoutGlyph(textsOf(layoutOf(new Shown(input))))
}

// The certificate's own time, never that of the clock.
function timeOf(shown: Shown): Date {
  const time = new Date(shown.text('/issueDateTime'))
  return Number.isNaN(time.getTime()) ? new Date(0) : time
}
