import { canonicalText } from '../canonical'
import { dateOf, isDate } from '../date'
import type { IsoDate } from '../date'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import { compareDecimals, isDecimal } from './decimal'
import type { Problems } from './problem'

type Rule = (dataset: Unjudged, problems: Problems) => void

// What may only be there when a flag announces it.
const ANNOUNCED = [
  ['thirdPartyInvoicing', 'thirdPartyInvoicer'],
  ['exhibition', 'exhibition'],
] as const

const RULES: readonly Rule[] = [
  readValidity,
  readCountries,
  readBlanketPeriod,
  readCopies,
  readAnnouncements,
  readBackToBack,
  readOriginals,
  readReplacement,
  readHeaderProducer,
  readItems,
]

/** Notes where elements of a dataset contradict each other; elements that are not well written are passed over. */
export function readRelations(dataset: Unjudged, problems: Problems): void {
  for (const rule of RULES) rule(dataset, problems)
}

/** The day of issue, at the place of issue, when it can be read. */
export function issueDateIn({ issueDateTime }: Unjudged): IsoDate | undefined {
  return typeof issueDateTime === 'string' ? dateOf(issueDateTime) : undefined
}

function readValidity(dataset: Unjudged, problems: Problems): void {
  const [issued, until] = [issueDateIn(dataset), dayIn(dataset, 'validUntil')]
  if (issued === undefined || until === undefined || until >= issued) return
  problems.add('/validUntil', 'order', 'must not be before the day of issue')
}

function readCountries({ issuingCountry, importCountry }: Unjudged, problems: Problems): void {
  if (typeof issuingCountry !== 'string' || issuingCountry !== importCountry) return
  problems.add('/importCountry', 'order', 'must be another country than the issuing one')
}

function readBlanketPeriod({ blanketPeriod }: Unjudged, problems: Problems): void {
  const [from, to] = [dayIn(blanketPeriod, 'from'), dayIn(blanketPeriod, 'to')]
  if (from === undefined || to === undefined || from <= to) return
  problems.add('/blanketPeriod/to', 'order', 'must not be before the first day of the period')
}

function readCopies({ flags }: Unjudged, problems: Problems): void {
  if (!isRaised(flags, 'certifiedTrueCopy') || !isRaised(flags, 'duplicate')) return
  problems.add('/flags/duplicate', 'contradiction', 'must not be true together with flags.certifiedTrueCopy')
}

function readAnnouncements(dataset: Unjudged, problems: Problems): void {
  for (const [flag, member] of ANNOUNCED) {
    if (!Object.hasOwn(dataset, member) || isRaised(dataset.flags, flag)) continue
    problems.add(`/${member}`, 'contradiction', `must not be there unless flags.${flag} is true`)
  }
}

function readBackToBack({ certificateType, flags }: Unjudged, problems: Problems): void {
  const flag = memberOf(flags, 'backToBack')
  if (certificateType === 'original' && flag === true) {
    problems.add('/flags/backToBack', 'contradiction', 'must not be true for a certificate of the type original')
  } else if (certificateType === 'back-to-back' && flag === false) {
    problems.add('/flags/backToBack', 'contradiction', 'must not be false for a certificate of the type back-to-back')
  }
}

function readOriginals(dataset: Unjudged, problems: Problems): void {
  const isDrawn = dataset.certificateType === 'back-to-back' || isRaised(dataset.flags, 'backToBack')
  const isListed = Object.hasOwn(dataset, 'originals')
  if (isDrawn && !isListed) problems.add('/originals', 'V7', 'must list the certificates from which this one is drawn')
  if (!isDrawn && isListed) {
    problems.add('/originals', 'contradiction', 'must not be there for a certificate that is not back-to-back')
  }
  if (Array.isArray(dataset.originals)) readOriginalsOnce(dataset.originals, problems)
}

function readOriginalsOnce(originals: readonly unknown[], problems: Problems): void {
  const seen = new Set<string>()
  for (const [index, original] of originals.entries()) {
    const name = isObject(original) ? nameOf(original) : undefined
    if (name === undefined) continue
    if (seen.has(name)) problems.add(`/originals/${index}`, 'unique', 'is the same certificate as an earlier entry')
    seen.add(name)
  }
}

// A number names a certificate of one authority only.
function nameOf({ certificateNumber, issuingCountry, issuingAuthorityId }: Unjudged): string | undefined {
  if (typeof certificateNumber !== 'string') return undefined
  return canonicalText([certificateNumber, issuingCountry ?? null, issuingAuthorityId ?? null])
}

function readReplacement(dataset: Unjudged, problems: Problems): void {
  if (dataset.certificateType !== 'replacement' || Object.hasOwn(dataset, 'replaces')) return
  problems.add('/replaces', 'V13', 'must name the certificate in whose place this one was issued')
}

function readHeaderProducer({ producer }: Unjudged, problems: Problems): void {
  readProducer(producer, '/producer', problems)
}

// `confidential: false` alone would be a producer of which nothing is said.
function readProducer(producer: unknown, pointer: string, problems: Problems): void {
  if (memberOf(producer, 'confidential') !== false) return
  if (memberOf(producer, 'name') !== undefined || memberOf(producer, 'id') !== undefined) return
  problems.add(pointer, 'contradiction', 'must have a name or an id unless it is confidential')
}

function readItems({ items }: Unjudged, problems: Problems): void {
  if (!Array.isArray(items)) return
  const seen = new Set<unknown>()
  for (const [index, item] of items.entries()) {
    const sequence = memberOf(item, 'sequence')
    if (seen.has(sequence)) problems.add(`/items/${index}/sequence`, 'unique', 'is the number of an earlier item too')
    if (sequence !== undefined) seen.add(sequence)
    readProducer(memberOf(item, 'producer'), `/items/${index}/producer`, problems)
    readMasses(item, `/items/${index}`, problems)
  }
}

function readMasses(item: unknown, pointer: string, problems: Problems): void {
  const [net, gross] = [memberOf(item, 'netMass'), memberOf(item, 'grossMass')]
  if (memberOf(net, 'unit') !== memberOf(gross, 'unit')) return
  const [netValue, grossValue] = [memberOf(net, 'value'), memberOf(gross, 'value')]
  if (!isAmount(netValue) || !isAmount(grossValue) || compareDecimals(netValue, grossValue) <= 0) return
  problems.add(`${pointer}/netMass/value`, 'order', 'must not be more than the gross mass')
}

function isAmount(value: unknown): value is string {
  return typeof value === 'string' && isDecimal(value, { whole: 16, decimals: 6, zero: true })
}

function dayIn(holder: unknown, name: string): IsoDate | undefined {
  const day = memberOf(holder, name)
  return typeof day === 'string' && isDate(day) ? day : undefined
}

function isRaised(flags: unknown, name: string): boolean {
  return memberOf(flags, name) === true
}

function memberOf(holder: unknown, name: string): unknown {
  return isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined
}
