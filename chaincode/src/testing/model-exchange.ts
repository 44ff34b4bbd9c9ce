import type { ModelledCase } from './model'
import { ofImporter, ofOwner, ofParty } from './model-rule'
import type { Rule } from './model-rule'

function answering(final: boolean): Rule {
  return ofImporter((model, found) => {
    const state = model.deliveryState(found)
    const mayStillAccept = final && state === 'acknowledged' && !found.delivery.final
    if (state !== 'delivered' && !mayStillAccept) return false
    found.delivery = { importer: found.importer, state: 'acknowledged', final }
    return true
  })
}

function isUndecided(one: ModelledCase | undefined): boolean {
  return one !== undefined && ['open', 'acknowledged', 'answered'].includes(one.state)
}

function ofOpener(from: readonly ModelledCase['state'][], to: ModelledCase['state']): Rule {
  return (model, step) => {
    const found = model.certificates.get(step.certificate)?.cases[step.case - 1]
    if (found?.opener !== step.member || !from.includes(found.state)) return false
    found.state = to
    return true
  }
}

/** The steps by which two members exchange documents, ask each other, and purge what they have exchanged. */
export const EXCHANGE_RULES = {
  deliver: ofOwner((model, found, { importer }) => {
    const exchanged = model.exchangedOf(found)
    if (importer !== found.importer || exchanged.purged) return false
    exchanged.holdsDocument = true
    return true
  }),
  markDelivered: ofOwner((model, found) => {
    if (!model.exchangedOf(found).holdsDocument || model.deliveryState(found) === 'acknowledged') return false
    found.delivery = { importer: found.importer, state: 'delivered', final: false }
    return true
  }),
  acknowledge: answering(false),
  accept: answering(true),
  reportLost: ofImporter((model, found) => {
    if (model.deliveryState(found) !== 'acknowledged') return false
    found.delivery = { importer: found.importer, state: 'failed', final: false }
    return true
  }),
  openCase: ofImporter((model, found, step) => {
    const isNext = step.case === found.cases.length + 1
    if (!isNext || isUndecided(found.cases.at(-1)) || model.exchangedOf(found).purged) return false
    found.cases.push({ opener: step.member, state: 'open' })
    return true
  }),
  acknowledgeCase: ofOwner((_, found, step) => {
    const asked = found.cases[step.case - 1]
    if (asked?.state !== 'open') return false
    asked.state = 'acknowledged'
    return true
  }),
  answerCase: ofOwner((_, found, step) => {
    const asked = found.cases[step.case - 1]
    if (asked === undefined || !isUndecided(asked)) return false
    asked.state = 'answered'
    return true
  }),
  determine: ofOpener(['answered'], 'determined'),
  withdrawCase: ofOpener(['open', 'acknowledged', 'answered'], 'withdrawn'),
  placeHold: ofParty((model, found, { member }) => {
    const { holds, purged } = model.exchangedOf(found)
    if (purged || holds.has(member)) return false
    holds.add(member)
    return true
  }),
  releaseHold: ofParty((model, found, { member }) => {
    const { holds, purged } = model.exchangedOf(found)
    return !purged && holds.delete(member)
  }),
  requestPurge: ofParty((model, found, { member }) => {
    const { requests, purged } = model.exchangedOf(found)
    if (purged || requests.has(member)) return false
    requests.add(member)
    return true
  }),
  withdrawPurgeRequest: ofParty((model, found, { member }) => {
    const { requests, purged } = model.exchangedOf(found)
    return !purged && requests.delete(member)
  }),
  purge: ofParty((model, found) => {
    const exchanged = model.exchangedOf(found)
    if (exchanged.holds.size > 0 || isUndecided(found.cases.at(-1))) return false
    if (!exchanged.purged && exchanged.requests.size < 2) return false
    exchanged.holdsDocument = false
    exchanged.purged = true
    return true
  }),
} as const satisfies Record<string, Rule>
