import type { Model, Step } from './model'
import type { Modelled } from './model-state'

/** Takes a step, if it may be taken at this time by the submitter's clock; true if it changed something. */
export type Rule = (model: Model, step: Step, time: number) => boolean

type RuleOfOne = (model: Model, found: Modelled, step: Step, time: number) => boolean

/** A step that only the issuing member may take. */
export function ofOwner(rule: RuleOfOne): Rule {
  return (model, step, time) => {
    const found = model.certificates.get(step.certificate)
    return found?.owner === step.member && rule(model, found, step, time)
  }
}

/** A step that only the member may take into which the certificate imports today. */
export function ofImporter(rule: RuleOfOne): Rule {
  return (model, step, time) => {
    const found = model.certificates.get(step.certificate)
    return found?.importer === step.member && rule(model, found, step, time)
  }
}

/** A step that either of the two members may take. */
export function ofParty(rule: RuleOfOne): Rule {
  return (model, step, time) => {
    const found = model.certificates.get(step.certificate)
    return found !== undefined && [found.owner, found.importer].includes(step.member) && rule(model, found, step, time)
  }
}
