import type { QrReference } from '@eco/domain'

/** A square of a form that is ticked or not. */
export interface Tick {
  readonly label: string
  readonly state: 'set' | 'clear' | 'withheld'
}

/** A box of a form: a number and a caption in small letters, and below them what stands in it. */
export interface Box {
  readonly number?: string
  readonly caption: string
  readonly ticks?: readonly Tick[]
  /** What the form itself says before what stands in the box. */
  readonly words?: string
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
}

/** What stands in the head beside the title, such as the day of issue. */
export interface Fact {
  readonly caption: string
  readonly text: string
}

/** Everything that is printed, in words: what a family of forms makes of a certificate. */
export interface Layout {
  readonly title: string
  readonly subtitle: string
  /** The number of the certificate, repeated on every page. */
  readonly reference: string
  readonly facts: readonly Fact[]
  /** Words such as ISSUED RETROACTIVELY, set large. */
  readonly marks: readonly string[]
  readonly top: readonly BoxRow[]
  readonly columns: readonly Column[]
  readonly items: readonly (readonly string[])[]
  readonly bottom: readonly BoxRow[]
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

/** Every text that a layout prints. */
export function textsOf({
  title,
  subtitle,
  reference,
  facts,
  marks,
  top,
  columns,
  items,
  bottom,
}: Layout): readonly string[] {
  const boxes = [...top, ...bottom].flatMap((row) => row.boxes)
  return [
    title,
    subtitle,
    reference,
    ...facts.flatMap(({ caption, text }) => [caption, text]),
    ...marks,
    ...boxes.flatMap(({ caption, words = '', text, ticks = [] }) => [
      caption,
      ...ticks.map(({ label }) => label),
      words,
      text,
    ]),
    ...columns.map(({ caption }) => caption),
    ...items.flat(),
  ]
}
