import type { QrReference } from '@eco/domain'
import type { Cell } from './item-cells'

/** A box of a form: a number and a caption in small letters, and below them what stands in it. */
export interface Box {
  readonly number?: string
  readonly caption: string
  readonly text: string
  /** Its share of the width of the page. */
  readonly share: number
}

/** Boxes side by side, as high as the highest needs to be. */
export interface BoxRow {
  readonly boxes: readonly Box[]
  /** Points; forms leave room for stamps. */
  readonly least?: number
}

/** A column of the items. */
export interface Column {
  readonly number?: string
  readonly caption: string
  readonly share: number
  /** What stands in it for each item. */
  readonly cell: Cell
}

/** What a family of forms makes of a certificate. */
export interface Form {
  readonly title: string
  readonly subtitle: string
  /** The number of the certificate, repeated on every page. */
  readonly reference: string
  /** Words such as ISSUED RETROACTIVELY, set large. */
  readonly marks: readonly string[]
  readonly top: readonly BoxRow[]
  readonly columns: readonly Column[]
  readonly bottom: readonly BoxRow[]
}

/** Everything that is printed, in words: the form with its items, each by the columns. */
export interface Layout extends Form {
  readonly items: readonly (readonly string[])[]
}

/** What a certificate is printed from. */
export interface CertificatePdfInput {
  /** The common dataset, as far as it is shown. */
  readonly dataset: Readonly<Record<string, unknown>>
  /** JSON Pointers of what was signed but is not shown. */
  readonly withheld?: readonly string[]
  /** The signed document itself, which is attached. */
  readonly document: string
  readonly qr: QrReference
}
