import type { Step } from './model'
import { ofImporter, ofOwner } from './model-rule'
import type { Rule } from './model-rule'
import type { Modelled } from './model-state'

const MOST_COPIES = 16

const isUntouched = ({ reserved, used, drawn, refused, uses }: Modelled): boolean =>
  reserved + used + drawn + refused === 0 &&
  ![...uses.values()].some(({ state }) => ['reserved', 'used'].includes(state))

function isReplaceable(old: Modelled, { amount, carry }: Step): boolean {
  if (old.state !== 'issued' || old.reserved > 0) return false
  if (old.from !== undefined && amount > old.issued) return false
  return !carry || old.used + old.drawn <= amount
}

function taking(part: 'reserved' | 'used'): Rule {
  return ofImporter((model, found, { use, amount }) => {
    const may = found.state === 'issued' && !found.acquitted && !found.uses.has(use) && model.isSound(found)
    if (!may || amount > model.left(found)) return false
    found[part] += amount
    found.uses.set(use, { state: part, amount })
    return true
  })
}

function ending(state: 'cancelled' | 'annulled', may: (found: Modelled) => boolean): Rule {
  return ofOwner((model, found) => {
    if (found.state !== 'issued' || !may(found)) return false
    found.state = state
    const original = found.from === undefined ? undefined : model.certificates.get(found.from)
    if (state === 'cancelled' && original !== undefined) original.drawn -= found.issued
    return true
  })
}

/** The steps of a certificate's life and of its use. */
export const CERTIFICATE_RULES = {
  issue: (model, step, time) => {
    if (!model.isNew(step) || !model.mayIssue(step, time)) return false
    model.add(step)
    return true
  },
  draw: (model, step, time) => {
    if (!model.mayIssue(step, time)) return false
    const original = model.certificates.get(step.other)
    const may = original?.importer === step.member && original.state === 'issued' && !original.acquitted
    if (!model.isNew(step) || original === undefined || !may || !model.isSound(original)) return false
    if (step.amount > model.left(original)) return false
    original.drawn += step.amount
    model.add(step, { from: step.other })
    return true
  },
  replace: (model, step, time) => {
    if (!model.mayIssue(step, time)) return false
    const old = model.certificates.get(step.other)
    if (!model.isNew(step) || old?.owner !== step.member || !isReplaceable(old, step)) return false
    old.state = 'replaced'
    old.replacedBy = step.certificate
    const { used, drawn } = step.carry ? old : { used: 0, drawn: 0 }
    model.add(step, { replaces: step.other, used, drawn })
    return true
  },
  cancel: ending('cancelled', isUntouched),
  annul: ending('annulled', () => true),
  use: taking('used'),
  reserve: taking('reserved'),
  confirm: ofImporter((model, found, { use }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'reserved' || found.state !== 'issued' || !model.isSound(found)) return false
    found.reserved -= entry.amount
    found.used += entry.amount
    entry.state = 'used'
    return true
  }),
  release: ofImporter((_, found, { use }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'reserved') return false
    found.reserved -= entry.amount
    entry.state = 'released'
    return true
  }),
  correctUse: ofImporter((model, found, { use, amount }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'used') return false
    const more = amount - entry.amount
    if (more > 0 && (found.state !== 'issued' || more > model.left(found))) return false
    found.used += more
    entry.amount = amount
    return true
  }),
  refuse: ofImporter((model, found, { use }) => {
    const entry = found.uses.get(use)
    if (entry !== undefined && entry.state !== 'reserved') return false
    const amount = entry?.amount ?? model.left(found)
    if (amount === 0) return false
    if (entry !== undefined) found.reserved -= amount
    found.refused += amount
    found.uses.set(use, { state: 'refused', amount })
    return true
  }),
  clarify: ofOwner((_, found, { use }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'refused' && entry?.state !== 'clarified') return false
    entry.state = 'clarified'
    return true
  }),
  reassess: ofImporter((_, found, { use, carry }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'refused' && entry?.state !== 'clarified') return false
    if (carry) found.refused -= entry.amount
    entry.state = carry ? 'granted' : 'upheld'
    return true
  }),
  acquit: ofImporter((_, found) => {
    if (found.acquitted || found.reserved > 0) return false
    found.acquitted = true
    return true
  }),
  changeDestination: ofOwner((model, found, { importer }) => {
    if (found.state !== 'issued' || found.acquitted || !isUntouched(found)) return false
    if (!model.isInForce(found.agreement)) return false
    if (importer === found.importer || importer === found.owner) return false
    found.importer = importer
    return true
  }),
  // The agreement of the scene has copies of what is unused; a certificate that needs no agreement has none.
  certifyCopy: ofOwner((_, found) => {
    if (found.state !== 'issued' || found.agreement === 0 || !isUntouched(found)) return false
    if (found.copies >= MOST_COPIES) return false
    found.copies += 1
    return true
  }),
} as const satisfies Record<string, Rule>
