import type { ReadCertificate, DeclaredItem } from './declared-certificate'
import type { DeclarationLine } from './declaration'
import { convertUnits } from './units'
import type { LineCode } from './words'

/** What a line is about, as far as that can be told without any other line of the declaration. */
export interface FoundItem {
  readonly certificate: ReadCertificate | undefined
  readonly item: DeclaredItem | undefined
  /** The answers to the questions of citation and item. */
  readonly codes: readonly LineCode[]
}

const NOTHING = { certificate: undefined, item: undefined }

/** Finds the certificate and the item of a line; `cited` are the items that other lines name themselves. */
export function findItem(
  line: DeclarationLine,
  certificates: readonly ReadCertificate[],
  cited: (certificate: ReadCertificate, sequence: number) => boolean,
): FoundItem {
  const [certificate, citation] = citedCertificate(line, certificates)
  if (certificate === undefined) return { ...NOTHING, codes: [citation] }
  if (certificate.items.length === 0) return { certificate, item: undefined, codes: [citation, 'ITEM_NOT_READABLE'] }
  if (line.itemSequence !== undefined) {
    const item = certificate.items.find(({ sequence }) => sequence === line.itemSequence)
    return { certificate, item, codes: [citation, item === undefined ? 'ITEM_NOT_FOUND' : 'ITEM_FOUND'] }
  }
  const [item, code] = meantItem(line, certificate, cited)
  return { certificate, item, codes: [citation, code] }
}

/** The certificate that a line cites, and whether that is clear. */
export function citedCertificate(
  { certificate: cited }: DeclarationLine,
  certificates: readonly ReadCertificate[],
): readonly [ReadCertificate | undefined, LineCode] {
  if (cited === undefined) return [undefined, 'CERTIFICATE_NOT_CITED']
  const meant = certificates.filter(
    ({ certificate: { reference } }) =>
      reference.number === cited.number &&
      (cited.issuingMember === undefined || cited.issuingMember === reference.issuingMember) &&
      (cited.authority === undefined || cited.authority === reference.authority),
  )
  if (meant.length > 1) return [undefined, 'CERTIFICATE_AMBIGUOUS']
  return meant[0] === undefined ? [undefined, 'CERTIFICATE_NOT_PRESENTED'] : [meant[0], 'CERTIFICATE_CITED']
}

// By tariff code and origin, then by whatever narrows the choice without emptying it. It looks at no other line but
// at the items that those cite, so the order of the lines makes no difference.
function meantItem(
  line: DeclarationLine,
  certificate: ReadCertificate,
  cited: (certificate: ReadCertificate, sequence: number) => boolean,
): readonly [DeclaredItem | undefined, LineCode] {
  const heading = line.hsCode.slice(0, 6)
  const alike = certificate.items.filter(
    ({ facts, originCountry }) => facts.hsCode?.slice(0, 6) === heading && originCountry === line.origin,
  )
  if (alike.length === 0) return [undefined, 'ITEM_NOT_MATCHED']
  const narrowed = NARROWING.map((narrow) => narrow(line)).reduce(
    (left, fits) => narrowedBy(left, fits),
    narrowedBy(alike, ({ sequence }) => !cited(certificate, sequence)),
  )
  return narrowed.length === 1 ? [narrowed[0], 'ITEM_FOUND'] : [undefined, 'ITEM_AMBIGUOUS']
}

type Fits = (item: DeclaredItem) => boolean

const NARROWING: readonly ((line: DeclarationLine) => Fits)[] = [
  ({ quantity }) =>
    ({ unit }) =>
      unit !== undefined && 'amount' in convertUnits(0n, quantity.unit, unit),
  ({ hsCode }) =>
    ({ facts }) =>
      facts.hsCode === hsCode,
  ({ description }) =>
    (item) =>
      description !== undefined && item.description === description,
  ({ quantity }) =>
    ({ facts }) =>
      facts.quantity?.value === quantity.value && facts.quantity.unit === quantity.unit,
]

function narrowedBy(items: readonly DeclaredItem[], fits: Fits): readonly DeclaredItem[] {
  const fitting = items.filter(fits)
  return fitting.length === 0 ? items : fitting
}
