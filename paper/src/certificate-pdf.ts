import { Drawing } from './draw'
import { layoutOf } from './families'
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
  new Drawing(sheet, layout, { code: qrCodeOf(input.qr), hash: input.qr.documentHash }).draw()
  return sheet.finish()
}

// The certificate's own time, never that of the clock.
function timeOf(shown: Shown): Date {
  const time = new Date(shown.text('/issueDateTime'))
  return Number.isNaN(time.getTime()) ? new Date(0) : time
}
