import { malformed } from '../shape'
import type { SealedDocument } from './read-sealed'
import { matches, parsePattern } from './withholdable'
import type { WithholdablePattern } from './withholdable'

/** Which elements a redaction leaves in the document, by JSON Pointers with `*` for every item. */
export type Redaction =
  | { readonly keep: readonly WithholdablePattern[] }
  | { readonly withhold: readonly WithholdablePattern[] }
  | { readonly view: ViewName }

const PRODUCER = ['/producer', '/items/*/producer']

/** Named redactions. */
export const VIEWS = {
  /** What the importing customs administration needs: everything. */
  'importing-customs': { withhold: [] },
  /** The same without the producers, whom ChAFTA and the China–Korea FTA allow to be kept confidential. */
  'producer-confidential': { withhold: PRODUCER },
  /** What a letter of credit asks for: parties, goods, transport, invoices. */
  bank: {
    keep: [
      '/issuePlace',
      '/issuePlaceName',
      '/exportCountry',
      '/exporter',
      '/importer',
      '/consignee',
      '/loadingPlace',
      '/loadingPlaceName',
      '/dischargePort',
      '/dischargePortName',
      '/departureDate',
      '/transportMode',
      '/transportMeans',
      '/transportDocument',
      '/grossMass',
      '/packagesTotal',
      '/flags',
      '/items/*/marks',
      '/items/*/packages',
      '/items/*/otherPackages',
      '/items/*/description',
      '/items/*/grossMass',
      '/items/*/netMass',
      '/items/*/invoice',
    ],
  },
  /** Only what nobody can withhold. */
  public: { keep: [] },
} as const satisfies Readonly<Record<string, Exclude<Redaction, { readonly view: unknown }>>>

/** The name of a redaction. */
export type ViewName = keyof typeof VIEWS

/** The names of the redactions. */
export const VIEW_NAMES = Object.keys(VIEWS) as readonly ViewName[]

/** The document without what the redaction withholds. The signed part, and with it the document's hash, stays the same. */
export function redact(document: SealedDocument, redaction: Redaction): string {
  if (document.foreign > 0) throw malformed('document', 'has disclosures that its authority never signed')
  const withholds = choice('view' in redaction ? VIEWS[redaction.view] : redaction)
  const kept = [...document.disclosures].filter(([pointer]) => !withholds(pointer)).map(([, text]) => text)
  return [document.signed, ...kept, ''].join('~')
}

function choice(redaction: Exclude<Redaction, { readonly view: unknown }>): (pointer: string) => boolean {
  if ('keep' in redaction) {
    const keep = redaction.keep.map(parsePattern)
    return (pointer) => !keep.some((pattern) => matches(pattern, pointer))
  }
  const withhold = redaction.withhold.map(parsePattern)
  return (pointer) => withhold.some((pattern) => matches(pattern, pointer))
}
