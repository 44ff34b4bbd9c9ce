import { openPeriod } from './model'
import type { Step } from './model'
import type { Rule } from './model-rule'
import type { ModelledVersion, Period } from './model-state'

/** The version of the scene's agreement of which a step speaks. */
export function versionOf({ agreement }: Step): number {
  return Math.max(1, agreement)
}

/** True if a step proposes a version that takes the place of the first one. */
export function endsFirst(step: Step): boolean {
  return versionOf(step) === 2 && step.carry
}

/** The day, counted from the day of issue, of which a step speaks: after every day on which a history takes place. */
export function dayAhead(amount: number): number {
  return DAYS_OF_A_HISTORY + amount
}

// It is issued yesterday, in the east of it today is two days later, and midnight may come.
const DAYS_OF_A_HISTORY = 4

const OF_OLD = -Infinity

function ofVersion(rule: (version: ModelledVersion, step: Step) => boolean): Rule {
  return ({ state }, step) => {
    const version = state.versions.get(versionOf(step))
    return version !== undefined && rule(version, step)
  }
}

const periodOf = ({ beginsLater }: Pick<ModelledVersion, 'beginsLater'>): Period => ({
  from: beginsLater ? dayAhead(0) : OF_OLD,
  until: undefined,
})

/** The steps by which the members agree on versions of an agreement. */
export const AGREEMENT_RULES = {
  proposeProfile: ({ state: { versions } }, step) => {
    const { member, later: beginsLater } = step
    if (versions.has(versionOf(step)) || (endsFirst(step) && !versions.has(1))) return false
    const words = new Map([[member, [periodOf({ beginsLater })]]])
    versions.set(versionOf(step), { beginsLater, endsFirst: endsFirst(step), words })
    return true
  },
  // Who names another text than the proposed one has approved nothing.
  approveProfile: ofVersion((version, { member, carry }) => {
    if (!carry || version.words.has(member)) return false
    version.words.set(member, [periodOf(version)])
    return true
  }),
  accede: ofVersion(({ words }, { member, amount, later }) => {
    const periods = words.get(member)
    const ended = periods?.at(-1)?.until
    const from = dayAhead(amount)
    if (periods === undefined || ended === undefined || !later || from <= ended) return false
    periods.push({ from, until: undefined })
    return true
  }),
  withdrawFromAgreement: ofVersion(({ words }, { member, amount, later }) => {
    const last = openPeriod(words.get(member) ?? [])
    const until = dayAhead(amount) - 1
    if (last === undefined || !later || until < last.from) return false
    last.until = until
    return true
  }),
} as const satisfies Record<string, Rule>
