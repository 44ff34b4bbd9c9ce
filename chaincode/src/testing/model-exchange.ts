import { isUndecided } from './model-case'
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

/** The steps by which two members exchange documents and texts, and purge what they have exchanged. */
export const EXCHANGE_RULES = {
  // The document names the key that sealed it: with another one it is another document.
  deliver: ofOwner((model, found, { importer, key }) => {
    const exchanged = model.exchangedOf(found)
    if (importer !== found.importer || key !== found.key || exchanged.purged) return false
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
  sendText: ofParty((model, found, { member, importer, use }) => {
    const { texts, purged } = model.exchangedOf(found)
    const other = member === found.owner ? found.importer : found.owner
    if (importer !== other || purged) return false
    texts.add(use)
    return true
  }),
  reportMissing: ofImporter((model, found) => {
    if (!['registered', 'delivered'].includes(model.deliveryState(found))) return false
    found.delivery = { importer: found.importer, state: 'failed', final: false }
    return true
  }),
  reportLost: ofImporter((model, found) => {
    if (model.deliveryState(found) !== 'acknowledged') return false
    found.delivery = { importer: found.importer, state: 'failed', final: false }
    return true
  }),
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
    exchanged.texts.clear()
    exchanged.purged = true
    return true
  }),
} as const satisfies Record<string, Rule>
