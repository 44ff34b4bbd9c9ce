import * as fc from 'fast-check'
import type { Step, StepName } from './model'
import { RULES } from './model-rules'

// Mostly the first certificates and whoever may, so that histories come far; sometimes anything by anybody.
const numbers = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3)
const NAMES = Object.keys(RULES) as StepName[]
const OFTEN: readonly StepName[] = [
  ...(['issue', 'issue', 'use', 'use', 'reserve', 'reserve', 'draw', 'draw', 'replace'] as const),
  ...(['confirm', 'deliver', 'markDelivered', 'requestPurge', 'resume', 'refuse', 'openCase'] as const),
]

// After these a member issues nothing more.
const SELDOM: readonly StepName[] = ['withdrawAuthority', 'reportCompromise']

const steps: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...NAMES.filter((name) => !SELDOM.includes(name)), ...NAMES, ...OFTEN),
  member: fc.nat(2),
  entitled: fc.constantFrom(true, true, true, true, false),
  certificate: numbers,
  other: numbers,
  importer: fc.nat(2),
  use: fc.nat(1),
  amount: fc.integer({ min: 1, max: 8 }),
  carry: fc.boolean(),
  case: fc.constant(1),
})

const beginning = steps.map((step): Step => ({
  ...step,
  ...{ name: 'issue', certificate: 0, member: 0, importer: 1, entitled: false, amount: step.amount + 4 },
}))

/** Steps of which each is taken before the next one is asked for; the first one issues a certificate. */
export const histories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(beginning, fc.array(steps, { minLength: 4, maxLength: 20 }))
  .map(([first, rest]) => [first, ...rest])

/** Rounds of steps that several members ask for at the same time; the first one issues a certificate. */
export const rounds: fc.Arbitrary<readonly (readonly Step[])[]> = fc
  .tuple(beginning, fc.array(fc.array(steps, { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 9 }))
  .map(([first, rest]) => [[first], ...rest])
