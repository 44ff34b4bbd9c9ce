import { PERIOD_UNITS } from '../calendar/period'
import { ELEMENT_NAMES } from '../dataset/elements'
import { FLAGS } from './condition'
import type { JsonSchema } from './json-schema'
import { DEADLINES, PROOF_FORMS, PROOF_KINDS, PROOF_SIGNERS, START_EVENTS } from './profile'

const KNOWN_EVIDENCE = ['read', 'secondary', 'background'] as const
const COUNTRY: JsonSchema = { type: 'string', pattern: '^[A-Z]{2}$' }
const COUNTRIES: JsonSchema = { type: 'array', items: COUNTRY, minItems: 1, maxItems: 300 }
const DATE: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
const CODE: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 35 }
const CRITERION_CODE: JsonSchema = { type: 'string', pattern: '^[A-Z][A-Z0-9-]*$', maxLength: 10 }
const TEXT: JsonSchema = { type: 'string', minLength: 1, maxLength: 512 }
const ANY_TEXT: JsonSchema = { type: 'string', maxLength: 512 }
const FLAG: JsonSchema = { type: 'boolean' }
const PERIOD = ref('period')

/** The JSON Schema (2020-12) of agreement profiles; what it cannot say is judged by `parseAgreementProfile`. */
export const PROFILE_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Agreement profile',
  description: 'What the proofs of origin of one agreement must say, for how long and until when; each rule sourced.',
  ...shape(
    {
      formatVersion: { type: 'integer', const: 1 },
      code: CODE,
      version: CODE,
      name: TEXT,
      legalAct: TEXT,
      status: words('in-use', 'pattern'),
      preferential: FLAG,
      parties: rule(ref('parties')),
      inForce: rule(shape({ from: DATE, later: list(shape({ country: COUNTRY, from: DATE })) })),
      proofs: { ...list(ref('proof')), minItems: 1 },
      elements: list(ref('element')),
      criterion: rule(ref('criterion')),
      deMinimis: rule(shape({ percent: whole(0, 100), of: words('fob') })),
      itemLimit: rule(since({ type: ['integer', 'null'], minimum: 1, maximum: 9999 })),
      tariffCode: rule(
        shape({
          least: whole(2, 12),
          most: whole(2, 12),
          tariff: words('harmonized-system', 'importing-party', 'regional'),
        }),
      ),
      hsEdition: rule(since({ type: 'string', pattern: '^\\d{4}$' })),
      validity: rule(PERIOD),
      retroactiveGrace: rule(PERIOD),
      retroactiveLimit: rule(PERIOD),
      retroactiveWords: rule(TEXT),
      trueCopy: rule(shape({ limit: orNull(PERIOD), words: ANY_TEXT, onlyIfUnused: FLAG })),
      deadlines: list(ref('deadline')),
      retention: rule(PERIOD),
      backToBack: rule(
        shape({
          allowed: FLAG,
          severalOriginals: FLAG,
          expiryNotAfterOriginals: FLAG,
          quantityNotAboveOriginals: FLAG,
        }),
      ),
      shipments: rule(shape({ covers: words('single', 'several'), blanket: orNull(PERIOD) })),
      valueWaivers: rule(list(ref('waiver'))),
      languages: rule(list({ type: 'string', pattern: '^[a-z]{2}$' })),
      minorDiscrepancies: rule(shape({ kinds: list(TEXT) })),
      electronicSeal: rule(list(words('qr-code', 'secured-website'))),
      notes: list(TEXT),
    },
    { reissue: rule(PERIOD) },
  ),
  $defs: {
    period: shape({ amount: whole(0, 1000), unit: words(...PERIOD_UNITS) }),
    parties: {
      anyOf: [
        shape({ relation: { type: 'string', const: 'any' } }),
        shape({ relation: { type: 'string', const: 'among' }, countries: COUNTRIES }),
        shape({ relation: { type: 'string', const: 'between' }, countries: COUNTRIES, counterparts: COUNTRIES }),
        shape({ relation: { type: 'string', const: 'one-way' }, exporters: COUNTRIES, importers: COUNTRIES }),
      ],
    },
    proof: shape(
      {
        kind: words(...PROOF_KINDS),
        signedBy: { ...list(words(...PROOF_SIGNERS)), minItems: 1 },
        forms: rule(list(words(...PROOF_FORMS))),
        evidence: words(...KNOWN_EVIDENCE),
        source: TEXT,
      },
      { remark: TEXT },
    ),
    element: shape(
      {
        element: words(...ELEMENT_NAMES),
        need: words('required', 'conditional', 'forbidden'),
        evidence: words(...KNOWN_EVIDENCE),
        source: TEXT,
      },
      { when: ref('condition') },
    ),
    condition: {
      anyOf: [
        shape({ flag: words(...FLAGS) }),
        shape({ criterion: list(CRITERION_CODE) }),
        shape({ exporter: COUNTRIES }),
        shape({ certificateType: CODE }),
        shape({ proof: words(...PROOF_KINDS) }),
        shape({ present: words(...ELEMENT_NAMES) }),
        shape({ not: ref('condition') }),
        shape({ all: list(ref('condition')) }),
        shape({ any: list(ref('condition')) }),
      ],
    },
    criterion: shape({
      kind: words('codes', 'free-text', 'none'),
      codes: list(ref('criterionCode')),
      combinations: list({ ...list(CRITERION_CODE), minItems: 2, maxItems: 2 }),
      extras: list(CRITERION_CODE),
    }),
    criterionCode: shape(
      {
        code: CRITERION_CODE,
        forms: { ...list({ type: 'string', pattern: '^[A-Z#~% -]+$', minLength: 1, maxLength: 20 }), minItems: 1 },
        meaning: TEXT,
      },
      { percentBelow: whole(1, 101), flag: words(...FLAGS) },
    ),
    deadline: shape({
      name: words(...DEADLINES),
      from: rule(words(...START_EVENTS)),
      period: rule({
        ...shape({ most: PERIOD, duty: words('shall', 'endeavour') }, { least: PERIOD }),
      }),
      consequence: ANY_TEXT,
    }),
    waiver: shape({
      effect: words('no-proof-needed', 'any-exporter-may-declare'),
      amount: { type: 'string', pattern: '^(?:0|[1-9]\\d{0,15})(?:\\.\\d{1,2})?$' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      basis: words('customs-value', 'fob', 'consignment-value'),
    }),
  },
}

type Shape = Readonly<Record<string, JsonSchema>>

function shape(needed: Shape, optional: Shape = {}): JsonSchema {
  const properties = { ...needed, ...optional }
  return { type: 'object', properties, required: Object.keys(needed), additionalProperties: false }
}

// A sourced rule: with its value, or not read.
function rule(value: JsonSchema): JsonSchema {
  return {
    anyOf: [
      shape({ evidence: words(...KNOWN_EVIDENCE), value, source: TEXT }),
      shape({ evidence: { type: 'string', const: 'not-read' }, source: TEXT }),
    ],
  }
}

function since(value: JsonSchema): JsonSchema {
  return { ...list(shape({ from: { ...DATE, type: ['string', 'null'] }, value })), minItems: 1 }
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items, maxItems: 200 }
}

function words(...list: readonly string[]): JsonSchema {
  return { type: 'string', enum: list }
}

function whole(minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', minimum, maximum }
}

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] }
}

function ref(name: string): JsonSchema {
  return { $ref: `#/$defs/${name}` }
}
