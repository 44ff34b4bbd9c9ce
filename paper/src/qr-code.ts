import { create } from 'qrcode'
import type { QrReference } from '@eco/domain'
import { printQrText } from '@eco/domain'

/** A QR code as squares: how many in a row, and which are dark; and the hash that it carries, to be read by eye. */
export interface QrCode {
  readonly size: number
  readonly isDark: (row: number, column: number) => boolean
  readonly hash: string
}

/** The QR code of a certificate: its reference and the hash of its document. */
export function qrCodeOf(reference: QrReference): QrCode {
  const { modules } = create(printQrText(reference), { errorCorrectionLevel: 'M' })
  const isDark = (row: number, column: number): boolean => modules.get(row, column) === 1
  return { size: modules.size, isDark, hash: reference.documentHash }
}
