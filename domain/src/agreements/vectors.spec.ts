import { describe, expect, it } from '@jest/globals'
import { calendarOf } from '../calendar/calendars'
import { endOfPeriod } from '../calendar/period'
import type { Period } from '../calendar/period'
import type { MemberCode } from '../member'
import { isObject } from '../shape'
import { PROFILES } from './catalogue'
import { checkAgainstProfile } from './check'
import type { CheckContext } from './context'
import { parseCriterion, printCriterion } from './criterion'
import type { Criterion, CriterionGrammar } from './criterion'
import { deadline, deadlineRule } from './deadline'
import { isKnown } from './evidence'
import { complianceOf } from './finding'
import type { Compliance } from './finding'
import { profilesBetween } from './matrix'
import { parseAgreementProfile, profileHash } from './parse-profile'
import type { DeadlineName } from './profile'
import { PROFILE_SCHEMA } from './profile-schema'
import { day } from './profiles/draft'
import { theProfile } from './testing/samples'

declare function require(path: string): unknown

interface CertificateVectors {
  readonly agreement: { readonly code: string; readonly version: string }
  readonly profileHash: string
  readonly dataset: object
  readonly cases: readonly {
    readonly name: string
    readonly changes: unknown
    readonly context?: CheckContext
    readonly compliance: Compliance
    readonly findings: readonly object[]
  }[]
}

const certificates = PROFILES.map((profile) => ({
  profile,
  ...(require(`../../vectors/agreements/${fileOf(profile.code)}`) as CertificateVectors),
}))

describe('the published profiles', () => {
  it.each(PROFILES)('are those of the code: $code', (profile) => {
    const published = require(`../../agreements/${fileOf(profile.code)}`)

    expect(parseAgreementProfile(published)).toEqual({ ok: true, profile })
  })

  it('come with the schema of the code', () => {
    expect(require('../../agreements/schema.json')).toEqual(JSON.parse(JSON.stringify(PROFILE_SCHEMA)))
  })
})

describe('the published vectors', () => {
  it.each(certificates)('are about the profile that is shipped: $agreement.code', (vectors) => {
    expect(vectors.agreement).toEqual({ code: vectors.profile.code, version: vectors.profile.version })
    expect(vectors.profileHash).toBe(profileHash(vectors.profile))
  })

  const cases = certificates.flatMap(({ profile, dataset, cases: list }) =>
    list.map((vector) => ({ ...vector, profile, dataset: merged(dataset, vector.changes), code: profile.code })),
  )

  it.each(cases)('hold for a $code certificate: $name', ({ profile, dataset, context, compliance, findings }) => {
    const found = checkAgainstProfile(dataset, profile, context)

    expect(found.map(({ rule, pointer, severity, evidence }) => ({ rule, pointer, severity, evidence }))).toEqual(
      findings,
    )
    expect(complianceOf(found)).toBe(compliance)
    for (const { sentence, source } of found) {
      expect(sentence).toMatch(/^[A-Z].*\.$/)
      expect(source).not.toBe('')
    }
  })

  const times = require('../../vectors/agreements/deadlines.json') as {
    readonly deadlines: readonly { agreement: string; deadline: DeadlineName; start: string; answer: object }[]
    readonly periods: readonly { country: string; start: string; period: Period; end: object }[]
  }

  it.each(times.deadlines)('hold for the deadline $deadline of $agreement from $start', (vector) => {
    const rule = deadlineRule(theProfile(vector.agreement), vector.deadline)

    const answer = deadline(rule, day(vector.start), calendarOf('KR'))
    const from = answer.known && isKnown(answer.from) ? { from: answer.from.value } : {}
    expect({ ...answer, from: undefined, ...from }).toMatchObject(vector.answer)
  })

  it.each(times.periods)('hold for $period.amount $period.unit in $country from $start', (vector) => {
    expect(endOfPeriod(day(vector.start), vector.period, calendarOf(vector.country))).toEqual(vector.end)
  })

  const criteria = require('../../vectors/agreements/criteria.json') as {
    readonly cases: readonly { agreement: string; text: string; criterion: Criterion | null; printed?: string }[]
  }

  it.each(criteria.cases)('hold for the criterion "$text" of $agreement', ({ agreement, text, criterion, printed }) => {
    const parsed = parseCriterion(text, grammarOf(agreement))

    expect(parsed ?? null).toEqual(criterion)
    expect(parsed && printCriterion(parsed, grammarOf(agreement))).toBe(printed)
  })

  const pairs = require('../../vectors/agreements/pairs.json') as {
    readonly cases: readonly { exporter: MemberCode; importer: MemberCode; agreements: readonly object[] }[]
  }

  it.each(pairs.cases)('hold for trade from $exporter to $importer', ({ exporter, importer, agreements }) => {
    const found = profilesBetween(exporter, importer).map(({ profile, proofs }) => ({
      code: profile.code,
      proofs: proofs.map(({ rule, forms }) => ({ kind: rule.kind, forms })),
    }))

    expect(found).toEqual(agreements)
  })
})

function fileOf(code: string): string {
  return `${code.toLowerCase().replaceAll('.', '')}.json`
}

// JSON Merge Patch (RFC 7396).
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name)
    else result[name] = merged(result[name], value)
  }
  return result
}

function grammarOf(code: string): CriterionGrammar {
  const { criterion } = theProfile(code)
  if (!isKnown(criterion)) throw new RangeError(`${code} has no grammar`)
  return criterion.value
}
