import type { CaseEventName } from '@eco/domain'
import { stateAt } from './model'
import type { Model, Step } from './model'
import { ofImporter, ofOwner } from './model-rule'
import type { Rule } from './model-rule'
import type { Modelled, ModelledCase } from './model-state'

type VisitState = ModelledCase['visit']
type VisitStep = Exclude<VisitState, 'none'>

/** True if a case waits for something. */
export function isUndecided(one: ModelledCase | undefined): one is ModelledCase {
  return one !== undefined && ['open', 'acknowledged', 'answered'].includes(one.state)
}

function ofOpener(rule: (found: ModelledCase, model: Model, of: Modelled) => boolean): Rule {
  return (model, step) => {
    const of = model.certificates.get(step.certificate)
    const found = of?.cases[step.case - 1]
    return of !== undefined && found?.opener === step.member && rule(found, model, of)
  }
}

function ending(from: readonly ModelledCase['state'][], to: 'determined' | 'withdrawn'): Rule {
  return ofOpener((found) => from.includes(found.state) && happens(found, to, to))
}

function happens(found: ModelledCase, event: CaseEventName, state: ModelledCase['state'] = found.state): boolean {
  found.events.push(event)
  found.state = state
  return true
}

function moved(found: ModelledCase | undefined, from: readonly VisitState[], to: VisitStep): boolean {
  if (!isUndecided(found) || !from.includes(found.visit)) return false
  found.visit = to
  return happens(found, `visit-${to}`)
}

function asking(from: readonly VisitState[], to: VisitStep): Rule {
  return ofOpener((found) => moved(found, from, to))
}

function answering(from: readonly VisitState[], to: VisitStep): Rule {
  return ofOwner((_, found, step) => moved(found.cases[step.case - 1], from, to))
}

/** Whether the body may answer that a step names: the issuing authority, or another one of its member that is active. */
function isCompetent({ state }: Model, { owner }: Modelled, { carry, use }: Step, time: number): boolean {
  return carry || stateAt(state.members[owner]?.bodies.get(use) ?? [], time) === 'active'
}

/** The steps of a verification case. */
export const CASE_RULES = {
  openCase: ofImporter((model, found, step, time) => {
    const isNext = step.case === found.cases.length + 1
    if (!isNext || isUndecided(found.cases.at(-1)) || model.exchangedOf(found).purged) return false
    if (!isCompetent(model, found, step, time)) return false
    found.cases.push({ opener: step.member, state: 'open', visit: 'none', events: ['opened'] })
    return true
  }),
  acknowledgeCase: ofOwner((model, found, step, time) => {
    const asked = found.cases[step.case - 1]
    if (asked?.state !== 'open' || !isCompetent(model, found, step, time)) return false
    return happens(asked, 'acknowledged', 'acknowledged')
  }),
  answerCase: ofOwner((_, found, step) => {
    const asked = found.cases[step.case - 1]
    if (!isUndecided(asked)) return false
    return happens(asked, 'answered', 'answered')
  }),
  // Only the agreement of the scene knows an extension.
  extendCase: ofOpener((found, _, { agreement }) => {
    const isAnswered = !['open', 'acknowledged'].includes(found.state)
    return !isAnswered && !found.events.includes('extended') && agreement !== 0 && happens(found, 'extended')
  }),
  determine: ending(['answered'], 'determined'),
  withdrawCase: ending(['open', 'acknowledged', 'answered'], 'withdrawn'),
  requestVisit: asking(['none', 'refused', 'reported', 'commented'], 'requested'),
  consentToVisit: answering(['requested', 'postponed'], 'consented'),
  refuseVisit: answering(['requested', 'postponed'], 'refused'),
  postponeVisit: answering(['requested', 'consented'], 'postponed'),
  reportVisit: asking(['consented', 'postponed'], 'reported'),
  commentVisit: answering(['reported'], 'commented'),
} as const satisfies Record<string, Rule>
