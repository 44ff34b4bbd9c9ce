import { addMonths } from '../../calendar/day'
import type { IsoDate } from '../../date'
import { printCriterion } from '../criterion'
import type { Criterion } from '../criterion'
import { isKnown } from '../evidence'
import type { AgreementProfile } from '../profile'
import { PROFILES, profileNamed } from '../catalogue'
import { day } from '../profiles/draft'
import { valueOn } from '../since'

/** Any JSON object. */
export type Sample = Readonly<Record<string, unknown>>

// A trade of each agreement: from, to.
const TRADES: Readonly<Record<string, readonly [string, string]>> = {
  RCEP: ['AU', 'KR'],
  ChAFTA: ['AU', 'CN'],
  'China-Korea': ['KR', 'CN'],
  AANZFTA: ['AU', 'ID'],
  ACFTA: ['ID', 'CN'],
  AKFTA: ['KR', 'ID'],
  AJCEP: ['JP', 'ID'],
  APTA: ['KR', 'CN'],
  'IA-CEPA': ['AU', 'ID'],
  'Indonesia-Japan-EPA': ['JP', 'ID'],
  'Indonesia-Korea-CEPA': ['KR', 'ID'],
  'Korea-Australia-FTA': ['AU', 'KR'],
  'Japan-Australia-EPA': ['AU', 'JP'],
  'Japan-Switzerland-EPA': ['CH', 'JP'],
  'China-Switzerland': ['CN', 'CH'],
  'EFTA-Korea': ['CH', 'KR'],
  'EFTA-Indonesia': ['CH', 'ID'],
  CPTPP: ['AU', 'JP'],
  'China-LDC': ['MG', 'CN'],
  'Switzerland-GSP': ['MG', 'CH'],
  'Non-preferential': ['UY', 'JP'],
  ATIGA: ['ID', 'TH'],
  MERCOSUR: ['UY', 'BR'],
  'EUR.1': ['CH', 'NO'],
  COMESA: ['MG', 'KE'],
  'CEPA-type': ['ID', 'KR'],
}

const ISSUED = day('2026-03-02')

/** The shipped profile of that code. */
export function theProfile(code: string): AgreementProfile {
  const profile = profileNamed(code)
  if (profile === undefined) throw new RangeError(`no profile ${code} among ${PROFILES.length}`)
  return profile
}

/** An item that meets the profile, with the given members in place of its own. */
export function anItem(profile: AgreementProfile, changes: Sample = {}): Sample {
  const [from] = tradeOf(profile)
  const digits = isKnown(profile.tariffCode) ? profile.tariffCode.value.most : 6
  const edition = isKnown(profile.hsEdition) ? valueOn(profile.hsEdition.value, ISSUED) : undefined
  return tidy({
    sequence: 1,
    marks: ['EXAMPLE 1-100'],
    packages: { quantity: 100, type: 'CT' },
    description: 'Oranges, fresh, in cartons of 12 kg',
    hsCode: '0805100000'.slice(0, digits),
    hsVersion: edition,
    originCriterion: aCriterion(profile),
    originCountry: from,
    quantity: { value: '1200', unit: 'KGM' },
    grossMass: { value: '1300', unit: 'KGM' },
    invoice: [{ number: 'INV-2026-7', date: '2026-02-27' }],
    ...changes,
  })
}

/** A dataset that meets the profile, with the given members in place of its own; undefined removes one. */
export function aCertificate(profile: AgreementProfile, changes: Sample = {}): Sample {
  const [from, to] = tradeOf(profile)
  const selfCertified = profile.proofs[0]?.kind === 'self-certification'
  const approved = profile.proofs[0]?.kind === 'approved-exporter-declaration'
  return tidy({
    certificateNumber: `${from}-2026-000123`,
    agreement: { code: profile.code, version: profile.version },
    certificateType: 'original',
    isPreferential: profile.preferential,
    issueDateTime: `${ISSUED}T10:15:00+02:00`,
    issuePlaceName: 'Example City',
    validUntil: validUntilFor(profile, ISSUED),
    issuingCountry: from,
    issuingAuthority: { id: `${from}-CHAMBER`, name: 'Example Chamber' },
    authorisedOfficial: { id: 'OFFICER-7' },
    exporterDeclaration: { placeName: 'Example City', date: '2026-03-01', signatory: 'A. Example' },
    exporter: { name: 'Example Groves', address: { city: 'Example City', country: from } },
    producer: { name: 'Example Groves' },
    importer: { name: 'Example Fruit Imports' },
    consignee: { name: 'Example Fruit Imports' },
    certifier: selfCertified ? { role: 'exporter', name: 'Example Groves' } : undefined,
    approvedExporterCode: approved ? 'AE-0042' : undefined,
    exportCountry: from,
    importCountry: to,
    loadingPlaceName: 'Example Harbour',
    dischargePortName: 'Sample Harbour',
    departureDate: ISSUED,
    transportMeans: { name: 'MV Example' },
    items: [anItem(profile)],
    ...changes,
  })
}

/** The last day of validity that the profile gives; a year where it was not read. */
export function validUntilFor(profile: AgreementProfile, issued: IsoDate): IsoDate {
  return addMonths(issued, isKnown(profile.validity) ? profile.validity.value.amount : 12)
}

function aCriterion(profile: AgreementProfile): Criterion | undefined {
  if (!isKnown(profile.criterion)) return { code: 'WO' }
  const { kind, codes } = profile.criterion.value
  const [first] = codes
  if (kind === 'none') return undefined
  if (first === undefined) return { code: 'WO' }
  const criterion = { code: first.code }
  printCriterion(criterion, profile.criterion.value)
  return criterion
}

function tradeOf(profile: AgreementProfile): readonly [string, string] {
  const trade = TRADES[profile.code]
  if (trade === undefined) throw new RangeError(`no trade for ${profile.code}`)
  return trade
}

function tidy(sample: Sample): Sample {
  return Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== undefined))
}
