import { stateAt } from './model'
import type { Step } from './model'
import type { Rule } from './model-rule'
import { laterBy, longBefore } from './model-state'
import type { ModelledKey, ModelledMember, Recognition, StateEntry } from './model-state'

type RuleOfMember = (own: ModelledMember, step: Step, time: number) => boolean

function ofMember(rule: RuleOfMember): Rule {
  return (model, step, time) => {
    const own = model.state.members[step.member]
    return own !== undefined && rule(own, step, time)
  }
}

const effectOf = ({ later, amount }: Step, time: number): number => (later ? laterBy(amount) : time)

function becoming(from: readonly StateEntry['state'][], state: StateEntry['state']): Rule {
  return ofMember(({ states }, step, time) => {
    const since = effectOf(step, time)
    const before = stateAt(states, since)
    if (before === undefined || !from.includes(before)) return false
    states.push({ state, from: since })
    return true
  })
}

/** Until when a step recognises an authority. */
export function recognisedUntil({ amount }: Step): Recognition['until'] {
  return (['open', 'ahead', 'over'] as const)[amount % 3] ?? 'open'
}

const newKey = (sealsAlready: boolean): ModelledKey => ({
  ...{ sealsAlready, isReplaced: false, revoked: undefined, compromised: undefined },
})

/** True if something that has an end, or none, can be ended from a time on: never later than was said before. */
const endsSooner = (known: number | undefined, { later }: Step, from: number): boolean =>
  known === undefined || (later && from < known)

/** The steps by which a member changes what the registers say of it. */
export const REGISTER_RULES = {
  // Of an authority in any state: what it sealed before has to be recognised, too.
  shareSpecimen: (_, { member, importer }) => importer !== member,
  suspend: becoming(['active'], 'suspended'),
  resume: becoming(['suspended'], 'active'),
  withdrawAuthority: becoming(['active', 'suspended'], 'withdrawn'),
  declareBody: ofMember(({ bodies }, { use, carry }, time) => {
    if (bodies.has(use)) return false
    const active: readonly StateEntry[] = carry ? [{ state: 'active', from: -Infinity }] : []
    bodies.set(use, [{ state: 'notified', from: carry ? -Infinity : time }, ...active])
    return true
  }),
  activateBody: ofMember(({ bodies }, step, time) => {
    const states = bodies.get(step.use)
    const since = effectOf(step, time)
    if (states === undefined || stateAt(states, since) !== 'notified') return false
    states.push({ state: 'active', from: since })
    return true
  }),
  declareKey: ofMember(({ keys }, { key, later }) => {
    if (keys.has(key)) return false
    keys.set(key, newKey(!later))
    return true
  }),
  // The successor is another key, and begins in days to come: then the replaced one still seals on the day of issue.
  replaceKey: ofMember(({ keys }, { key, later, other }) => {
    const old = keys.get(key)
    if (old === undefined || old.isReplaced || keys.has(other) || !later) return false
    old.isReplaced = true
    keys.set(other, newKey(false))
    return true
  }),
  revokeKey: ofMember(({ keys }, step, time) => {
    const key = keys.get(step.key)
    const from = effectOf(step, time)
    if (key === undefined || !endsSooner(key.revoked, step, from)) return false
    key.revoked = from
    return true
  }),
  // Nobody knows of a compromise to come; the earlier it began, the more counts.
  reportCompromise: ofMember(({ keys }, { key: number, later, carry, amount }, time) => {
    const key = keys.get(number)
    const from = carry ? time : longBefore(amount)
    if (key === undefined || later) return false
    if (key.compromised !== undefined && (carry || key.compromised <= from)) return false
    key.compromised = from
    return true
  }),
  declareMember: ofMember(({ agreementKeys }, { key }) => {
    if (agreementKeys.at(-1) !== key) agreementKeys.push(key)
    return true
  }),
  authorizeExporter: ofMember(({ exporters }, { use }) => {
    if (exporters.get(use) !== undefined) return false
    exporters.set(use, undefined)
    return true
  }),
  withdrawExporter: ofMember(({ exporters }, step, time) => {
    const from = effectOf(step, time)
    if (!exporters.has(step.use) || !endsSooner(exporters.get(step.use), step, from)) return false
    exporters.set(step.use, from)
    return true
  }),
  recognise: ofMember(({ recognised }, step) => {
    const { member, importer, carry } = step
    const known = recognised.get(importer)
    const until = recognisedUntil(step)
    if (importer === member) return false
    if (known !== undefined && (known.until === 'over' || known.early !== carry || until === 'over')) return false
    recognised.set(importer, { early: carry, until })
    return true
  }),
} as const satisfies Record<string, Rule>
