import * as fc from 'fast-check'
import { CODE_LISTS } from '../code-lists'
import { DATASET_FORMAT } from '../dataset-format'
import type { Format, ListFormat, ObjectFormat, TextFormat } from '../format'
import { isScalar } from '../scalar'
import { FORBIDDEN_NAMES } from '../../strict-json'

/** Any JSON object. */
export type Sample = Readonly<Record<string, unknown>>

/** A dataset that is accepted, with every member that all datasets have and the given ones in place of its own. */
export function aCommonDataset(changes: Sample = {}): Sample {
  return {
    certificateNumber: 'CH-2026-000123',
    agreement: { code: 'Japan-Switzerland-EPA', version: '2009' },
    certificateType: 'original',
    isPreferential: true,
    issueDateTime: '2026-03-02T09:30:00+01:00',
    validUntil: '2027-03-01',
    issuingCountry: 'CH',
    issuingAuthority: { id: 'CH-CUSTOMS' },
    exporter: { name: 'Example Watches AG', address: { city: 'Biel', country: 'CH' } },
    exportCountry: 'CH',
    importCountry: 'JP',
    items: [aCommonItem()],
    ...changes,
  }
}

/** An item that is accepted, with the given members in place of its own. */
export function aCommonItem(changes: Sample = {}): Sample {
  return {
    sequence: 1,
    description: 'Wrist watches, electrically operated',
    hsCode: '910111',
    hsVersion: '2022',
    originCriterion: { code: 'PSR' },
    originCountry: 'CH',
    quantity: { value: '1200', unit: 'H87' },
    ...changes,
  }
}

/** Any dataset that is accepted: whatever the table of elements allows, put in agreement with itself. */
export function anyDataset(): fc.Arbitrary<Sample> {
  return valueOf(DATASET_FORMAT).map((value) => agreeing(value as Sample))
}

function valueOf(format: Format): fc.Arbitrary<unknown> {
  switch (format.kind) {
    case 'object':
      return objectOf(format)
    case 'list':
      return listOf(format)
    case 'code':
      return fc.constantFrom(...CODE_LISTS[format.list].codes)
    case 'extensions':
      return fc.dictionary(fc.constantFrom('purchaseOrder', 'urn:example:a', 'x-1'), json(), { maxKeys: 3 })
    case 'text':
      return textOf(format)
    case 'word':
      return fc.constantFrom(...format.words)
    case 'whole':
      return fc.integer({ min: format.least, max: format.most })
    case 'decimal':
      return fc.stringMatching(/^(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?$/).filter((text) => isScalar(format, text))
    default:
      return plainOf(format.kind)
  }
}

function listOf({ of, most, unique }: ListFormat): fc.Arbitrary<unknown> {
  const lengths = { minLength: 1, maxLength: Math.min(most, 3) }
  return unique ? fc.uniqueArray(valueOf(of), { ...lengths, selector: String }) : fc.array(valueOf(of), lengths)
}

// As JSON text says it: without the negative zero, which its canonical text does not know, nor names that no strict reader takes.
function json(): fc.Arbitrary<unknown> {
  const names = new RegExp(`"(${FORBIDDEN_NAMES.join('|')})":`)
  const texts = fc.jsonValue().map((value) => JSON.stringify(value))
  return texts.filter((text) => !names.test(text)).map((text) => JSON.parse(text) as unknown)
}

function plainOf(kind: 'date' | 'dateTime' | 'flag' | 'place'): fc.Arbitrary<unknown> {
  if (kind === 'flag') return fc.boolean()
  if (kind === 'place')
    return fc.constantFrom('AUMEL', 'CNSHA', 'UYMVD', 'XZ123').map((place) => place.replace('1', 'A'))
  const day = fc.date({ min: new Date('2022-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  return day.map((date) => (kind === 'date' ? date.toISOString().slice(0, 10) : date.toISOString()))
}

function textOf(format: TextFormat): fc.Arbitrary<string> {
  const maxLength = Math.min(format.most, 30)
  const free = isScalar(format, '例 é')
  const text = free
    ? fc.string({ unit: 'grapheme', minLength: 1, maxLength })
    : fc.stringMatching(new RegExp(format.pattern))
  return text.filter((candidate) => isScalar(format, candidate))
}

function objectOf({ members, oneOf }: ObjectFormat): fc.Arbitrary<Sample> {
  const values = Object.fromEntries(Object.entries(members).map(([name, { format }]) => [name, valueOf(format)]))
  const required = Object.keys(members).filter((name) => members[name]?.required === true)
  return fc.record(values, { requiredKeys: [...required, ...oneOf.slice(0, 1)] }).map((record) => ({ ...record }))
}

// What the relations between elements ask for.
function agreeing(dataset: Sample): Sample {
  const { flags, originals, thirdPartyInvoicer, exhibition, blanketPeriod, items } = dataset
  const announced = { thirdPartyInvoicing: thirdPartyInvoicer !== undefined, exhibition: exhibition !== undefined }
  const kind = originals === undefined ? 'original' : 'back-to-back'
  return present({
    ...dataset,
    certificateType: kind,
    producer: agreeingProducer(dataset.producer),
    originals: originals === undefined ? undefined : (originals as readonly Sample[]).slice(0, 1),
    flags: { ...(flags as Sample | undefined), ...announced, duplicate: false, backToBack: originals !== undefined },
    blanketPeriod: blanketPeriod === undefined ? undefined : { from: '2022-01-01', to: '2022-12-31' },
    issueDateTime: '2022-01-01T00:00:00Z',
    validUntil: '2029-12-31',
    issuingCountry: 'AU',
    importCountry: 'MG',
    items: (items as readonly Sample[]).map(agreeingItem),
  })
}

function agreeingItem(item: Sample, index: number): Sample {
  const both = item.netMass !== undefined && item.grossMass !== undefined
  return present({
    ...item,
    producer: agreeingProducer(item.producer),
    sequence: index + 1,
    netMass: both ? item.grossMass : item.netMass,
  })
}

function agreeingProducer(producer: unknown): unknown {
  return producer === undefined ? undefined : { ...(producer as Sample), confidential: true }
}

function present(members: Sample): Sample {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
