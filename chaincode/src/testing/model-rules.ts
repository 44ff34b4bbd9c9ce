import { Model } from './model'
import type { Step, StepName } from './model'
import { AGREEMENT_RULES } from './model-agreement'
import { CASE_RULES } from './model-case'
import { CERTIFICATE_RULES } from './model-certificate'
import { EXCHANGE_RULES } from './model-exchange'
import { REGISTER_RULES } from './model-register'
import type { Rule } from './model-rule'
import { newState } from './model-state'
import type { Modelled } from './model-state'

/** What may be done, and when: every step of the model. */
export const RULES = {
  ...CERTIFICATE_RULES,
  ...EXCHANGE_RULES,
  ...CASE_RULES,
  ...REGISTER_RULES,
  ...AGREEMENT_RULES,
} as const satisfies Record<string, Rule>

const MEMBERS = 3

/** A model of a register in which every member has declared itself and its authority, and nothing else. */
export function newModel(): Model {
  return new Model(RULES, newState(MEMBERS))
}

type Entitled = (found: Modelled, asking: number) => number

const owner: Entitled = (found) => found.owner
const opener: Entitled = ({ cases }, asking) => cases.at(-1)?.opener ?? asking
const either: Entitled = (found, asking) => (asking % 2 === 0 ? found.owner : found.importer)
const itself: Entitled = (_, asking) => asking
const importer: Entitled = (found) => found.importer

const OF_MEMBERS = [...Object.keys(REGISTER_RULES), ...Object.keys(AGREEMENT_RULES)]

/** Who may take a step about a certificate; whom nothing is said of here, the importing member may. */
const ENTITLED: Readonly<Partial<Record<StepName, Entitled>>> = {
  ...{ issue: itself, replace: owner, cancel: owner, annul: owner, changeDestination: owner, clarify: owner },
  certifyCopy: owner,
  ...{ deliver: owner, markDelivered: owner, sendText: either },
  ...{ acknowledgeCase: owner, answerCase: owner, extendCase: opener, determine: opener, withdrawCase: opener },
  ...{ requestVisit: opener, consentToVisit: owner, refuseVisit: owner, postponeVisit: owner, reportVisit: opener },
  ...{ commentVisit: owner, placeHold: either, releaseHold: either, requestPurge: either },
  ...{ withdrawPurgeRequest: either, purge: either },
}

/**
 * The step as somebody asks for it who knows the model at this time: one that may be taken if there is one among those
 * wanted, by which member, about which case, to the right addressee.
 */
export function resolved(model: Model, wanted: Step, time: number): Step {
  const [first, ...others] = [wanted.name, ...wanted.instead].map((name) => known(model, { ...wanted, name }))
  if (first === undefined) throw new Error('nothing is wanted')
  if (others.length === 0 || model.allows(first, time)) return first
  return others.find((other) => model.allows(other, time)) ?? first
}

function known(model: Model, wanted: Step): Step {
  const step = wanted.entitled ? among(model, wanted) : wanted
  const found = model.certificates.get(TAKING_FROM.includes(step.name) ? step.other : step.certificate)
  if (found === undefined) return step
  const count = found.cases.length
  const asked = { ...step, case: step.name === 'openCase' ? count + 1 : Math.max(1, count) }
  return step.entitled && !OF_MEMBERS.includes(step.name) ? asEntitled(model, found, asked) : asked
}

function asEntitled(model: Model, found: Modelled, step: Step): Step {
  const { name, member } = step
  const by = { ...step, member: (ENTITLED[name] ?? importer)(found, member) }
  const isNew = name === 'issue' || TAKING_FROM.includes(name)
  return { ...by, ...(isNew ? newlyIssued(model, by) : addressed(found, by)) }
}

const TAKING_FROM: readonly StepName[] = ['draw', 'replace']

/** The same about certificates that there are; the key that takes another one's place is no certificate. */
function among({ certificates: { size } }: Model, step: Step): Step {
  const { certificate, other } = step
  if (size === 0) return step
  return { ...step, certificate: certificate % size, ...(step.name !== 'replaceKey' && { other: other % size }) }
}

/** A certificate that there is not yet, for another member. */
function newlyIssued({ certificates }: Model, { member, importer: asked }: Step): Partial<Step> {
  return { certificate: certificates.size, importer: asked === member ? (asked + 1) % MEMBERS : asked }
}

/** To whom something goes, and under which seal. */
function addressed(found: Modelled, { name, member }: Step): Partial<Step> {
  const third = MEMBERS - found.owner - found.importer
  if (name === 'changeDestination') return { importer: third }
  if (name === 'deliver') return { importer: found.importer, key: found.key }
  return name === 'sendText' ? { importer: member === found.owner ? found.importer : found.owner } : {}
}
