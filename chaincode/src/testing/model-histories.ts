import * as fc from 'fast-check'
import type { Step, StepName } from './model'
import { AGREEMENT_RULES } from './model-agreement'
import { CASE_RULES } from './model-case'
import { CERTIFICATE_RULES } from './model-certificate'
import { COURSES } from './model-courses'
import { EXCHANGE_RULES } from './model-exchange'
import { REGISTER_RULES } from './model-register'

// Mostly the first certificates and whoever may, so that histories come far; sometimes anything by anybody.
const numbers = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3)

const OFTEN: readonly StepName[] = [
  ...(['issue', 'issue', 'use', 'use', 'reserve', 'reserve', 'draw', 'draw', 'replace'] as const),
  ...(['confirm', 'deliver', 'markDelivered', 'requestPurge', 'resume', 'refuse', 'openCase'] as const),
  ...(['requestVisit', 'consentToVisit', 'reportVisit', 'proposeProfile', 'approveProfile'] as const),
]

// After these a member issues nothing more, or one of the two members holds nothing more.
const SELDOM: readonly StepName[] = ['withdrawAuthority', 'reportCompromise', 'revokeKey']

function namesOf(rules: Readonly<Partial<Record<StepName, unknown>>>): readonly StepName[] {
  return Object.keys(rules) as StepName[]
}

const OF_CERTIFICATES = [CERTIFICATE_RULES, EXCHANGE_RULES, CASE_RULES].flatMap(namesOf)
const OF_MEMBERS = [REGISTER_RULES, AGREEMENT_RULES].flatMap(namesOf)

const MOST = 8
// So that a history comes far with its first certificate.
const FIRST_HAS_MORE = 4

const mostly = (value: boolean): fc.Arbitrary<boolean> => fc.constantFrom(value, value, value, !value)

function stepsOf(names: readonly StepName[]): fc.Arbitrary<Step> {
  return fc.record({
    name: fc.constantFrom(...names),
    instead: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 3 })),
    member: fc.nat(2),
    entitled: fc.constantFrom(true, true, true, true, false),
    certificate: numbers,
    other: numbers,
    importer: fc.nat(2),
    use: fc.nat(1),
    amount: fc.integer({ min: 1, max: MOST }),
    carry: mostly(true),
    case: fc.constant(1),
    key: fc.constantFrom(0, 0, 0, 0, 1, 2),
    agreement: fc.constantFrom(0, 0, 1, 1, 2),
    later: mostly(false),
  })
}

const EVERYTHING = [
  ...[...OF_CERTIFICATES, ...OF_CERTIFICATES, ...OF_MEMBERS].filter((name) => !SELDOM.includes(name)),
  ...[...SELDOM, ...OFTEN, ...OFTEN],
]

const steps = stepsOf(EVERYTHING)

const FIRST = { instead: [], certificate: 0, member: 0, importer: 1, entitled: false, key: 0 } as const

const issue = steps.map((step): Step => ({
  ...step,
  ...{ ...FIRST, name: 'issue', agreement: 0, amount: step.amount + FIRST_HAS_MORE },
}))

/** All members agree on the first version of their agreement, and a certificate is issued by it. */
const agreed = steps.map((step): readonly Step[] => {
  const said = { ...step, ...FIRST, agreement: 1, carry: true, later: false, amount: step.amount + FIRST_HAS_MORE }
  const approvals = [1, 2].map((member): Step => ({ ...said, name: 'approveProfile', member }))
  return [{ ...said, name: 'proposeProfile' }, ...approvals, { ...said, name: 'issue' }]
})

const opening: fc.Arbitrary<readonly Step[]> = fc.oneof(
  issue.map((step) => [step]),
  agreed,
)

/** Some of what follows on each other, in its order, by those who may and about the same. */
const course = fc
  .tuple(
    steps,
    fc.constantFrom(...COURSES).chain((all) => fc.oneof(fc.constant(all), fc.subarray([...all], { minLength: 1 }))),
  )
  .map(([step, parts]) =>
    parts.map((part): Step => ({
      ...{ ...step, instead: [], entitled: true },
      ...(typeof part === 'string' ? { name: part } : part),
    })),
  )

const stretch: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 2, arbitrary: steps.map((step) => [step]) },
  { weight: 1, arbitrary: course },
)

/** Steps of which each is taken before the next one is asked for; the first ones lead to a certificate. */
export const histories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(opening, fc.array(stretch, { minLength: 4, maxLength: 10, size: 'max' }))
  .map(([first, rest]) => [...first, ...rest.flat()])

/** Steps that several members ask for at the same time. */
export interface Round {
  readonly steps: readonly Step[]
  /** Whether everybody has the endorsements before anybody hands them in: then two that change the same conflict. */
  readonly together: boolean
}

/** Whatever happens by chance: of the first two one conflicts with the other, and the third asks for more than there is. */
const clash = steps.map((step): Round => {
  const taking = { ...step, instead: [], entitled: true, certificate: 0 }
  const others: readonly Partial<Step>[] = [
    { name: 'use', use: 0, amount: 1 },
    { name: 'reserve', use: 1, amount: 2 },
    { name: 'use', use: 2, amount: MOST + FIRST_HAS_MORE + 1 },
  ]
  return { together: true, steps: others.map((other) => ({ ...taking, ...other })) }
})

// What a member declares of itself has one record, which histories beside each other on one ledger would share.
const shared = stepsOf(EVERYTHING.filter((name) => name !== 'declareMember'))

const anything: fc.Arbitrary<Round> = fc.record({
  steps: fc.array(shared, { minLength: 1, maxLength: 4 }),
  together: fc.boolean(),
})

/** A course, and beside each of its steps what others ask for at the same time. */
const crossed = fc
  .tuple(course, fc.array(shared, { maxLength: 4 }))
  .map(([steps, others]) =>
    steps.map((step, index): Round => ({ steps: [step, ...others.slice(index, index + 1)], together: false })),
  )

const passage: fc.Arbitrary<readonly Round[]> = fc.oneof(
  { weight: 3, arbitrary: anything.map((round) => [round]) },
  { weight: 1, arbitrary: crossed },
)

/** Rounds of steps that several members ask for at the same time: what leads to a certificate, a clash, whatever comes. */
export const rounds: fc.Arbitrary<readonly Round[]> = fc
  .tuple(opening, clash, fc.array(passage, { minLength: 4, maxLength: 7 }))
  .map(([first, second, rest]) => [
    ...first.map((step) => ({ steps: [step], together: false })),
    second,
    ...rest.flat(),
  ])

const declaring = stepsOf(['declareMember', 'declareMember', 'issue', 'use', 'openCase', 'declareKey'])

/** Rounds in which members also declare themselves: for one history that has the ledger for itself. */
export const declaringRounds: fc.Arbitrary<readonly Round[]> = fc
  .array(fc.record({ steps: fc.array(declaring, { minLength: 2, maxLength: 4 }), together: fc.boolean() }), {
    ...{ minLength: 8, maxLength: 8 },
  })
  .chain((others) =>
    issue.map((step) => {
      const first = [step, { ...step, name: 'declareMember' as const }]
      return [...first.map((one) => ({ steps: [one], together: false })), ...others]
    }),
  )
