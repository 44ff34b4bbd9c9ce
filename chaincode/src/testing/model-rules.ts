import { Model } from './model'
import type { Modelled, Step, StepName } from './model'
import { CERTIFICATE_RULES } from './model-certificate'
import { EXCHANGE_RULES } from './model-exchange'
import type { Rule } from './model-rule'

type AuthorityState = 'active' | 'suspended' | 'withdrawn'

function ofAuthority(from: readonly AuthorityState[], to: AuthorityState): Rule {
  return (model, { member }, time) => {
    const state = model.authorityAt(member, time)
    if (state === undefined || !from.includes(state)) return false
    model.authorities[member]?.push({ state: to, from: time })
    return true
  }
}

/** What may be done, and when: every step of the model. */
export const RULES = {
  ...CERTIFICATE_RULES,
  ...EXCHANGE_RULES,
  suspend: ofAuthority(['active'], 'suspended'),
  resume: ofAuthority(['suspended'], 'active'),
  reportCompromise: (model, { member }, time) => {
    if (model.compromised.has(member)) return false
    model.compromised.set(member, time)
    return true
  },
  withdrawAuthority: ofAuthority(['active', 'suspended'], 'withdrawn'),
} as const satisfies Record<string, Rule>

/** A model of a register in which every member has declared itself, its authority and the profiles, and nothing else. */
export function newModel(): Model {
  return new Model(RULES)
}

type Entitled = (found: Modelled, asking: number) => number

const owner: Entitled = (found) => found.owner
const importer: Entitled = (found) => found.importer
const opener: Entitled = ({ cases }, asking) => cases.at(-1)?.opener ?? asking
const either: Entitled = (found, asking) => (asking % 2 === 0 ? found.owner : found.importer)
const itself: Entitled = (_, asking) => asking

/** Who may take a step; whom nothing is said of here, the importing member may. */
const ENTITLED: Readonly<Partial<Record<StepName, Entitled>>> = {
  ...{ replace: owner, cancel: owner, annul: owner, changeDestination: owner, answerCase: owner },
  ...{ clarify: owner, acknowledgeCase: owner, withdrawPurgeRequest: either, reportCompromise: itself },
  ...{ deliver: owner, markDelivered: owner, determine: opener, withdrawCase: opener },
  ...{ placeHold: either, releaseHold: either, requestPurge: either, purge: either },
  ...{ issue: itself, suspend: itself, resume: itself, withdrawAuthority: itself },
}

/** The step as somebody asks for it who knows the model: which member, the next case or the last, the right addressee. */
export function resolved(model: Model, step: Step): Step {
  const { name, certificate, other, member, entitled } = step
  const found = model.certificates.get(name === 'draw' || name === 'replace' ? other : certificate)
  const count = found?.cases.length ?? 0
  const known = { ...step, case: name === 'openCase' ? count + 1 : Math.max(1, count) }
  if (!entitled || found === undefined) return known
  const by = ENTITLED[name] ?? importer
  return { ...known, member: by(found, member), ...(name === 'deliver' && { importer: found.importer }) }
}
