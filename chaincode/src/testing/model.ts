/** What a step of a random history asks for; certificates, uses and members are numbers of small pools. */
export interface Step {
  readonly name: keyof typeof STEPS
  readonly member: number
  /** Whether it is asked for by the member that may do it, whatever `member` says. */
  readonly entitled: boolean
  readonly certificate: number
  readonly other: number
  readonly importer: number
  readonly use: number
  readonly amount: number
  readonly carry: boolean
}

/** A certificate of one item, as simple as it can be thought. */
export interface Modelled {
  readonly owner: number
  importer: number
  state: 'issued' | 'replaced' | 'cancelled' | 'annulled'
  readonly issued: number
  reserved: number
  used: number
  drawn: number
  refused: number
  acquitted: boolean
  readonly from: number | undefined
  readonly replaces: number | undefined
  replacedBy: number | undefined
  readonly uses: Map<number, { state: string; amount: number }>
}

/** The register as a child would keep it: the reference that the contract is compared with. */
export class Model {
  readonly certificates = new Map<number, Modelled>()

  /** True if the step may be taken; it is then taken. */
  take(step: Step): boolean {
    return STEPS[step.name](this, step)
  }

  /** The step with the member that asks for it. */
  resolve(step: Step): Step {
    if (!step.entitled) return step
    const { name, certificate, other, member } = step
    const found = this.certificates.get(name === 'draw' || name === 'replace' ? other : certificate)
    const entitled = BY_OWNER.includes(name) ? found?.owner : found?.importer
    return { ...step, member: entitled ?? member }
  }

  /** What is left of a certificate. */
  left({ issued, reserved, used, drawn, refused }: Modelled): number {
    return issued - reserved - used - drawn - refused
  }

  isSound(certificate: Modelled): boolean {
    const parents = [certificate.from, certificate.replaces].filter((parent) => parent !== undefined)
    return parents.every((number) => {
      const parent = this.certificates.get(number)
      return parent === undefined || (!['annulled', 'cancelled'].includes(parent.state) && this.isSound(parent))
    })
  }

  add({ certificate, member, importer, amount }: Step, more: Partial<Modelled> = {}): void {
    this.certificates.set(certificate, {
      ...{ owner: member, importer, state: 'issued', issued: amount, reserved: 0, used: 0, drawn: 0, refused: 0 },
      ...{ acquitted: false, from: undefined, replaces: undefined, replacedBy: undefined, uses: new Map() },
      ...more,
    })
  }

  isNew({ certificate, member, importer }: Step): boolean {
    return !this.certificates.has(certificate) && member !== importer
  }
}

const BY_OWNER: readonly Step['name'][] = ['replace', 'cancel', 'annul', 'changeDestination']

type Rule = (model: Model, step: Step) => boolean

const isUntouched = ({ reserved, used, drawn, refused, uses }: Modelled): boolean =>
  reserved + used + drawn + refused === 0 &&
  ![...uses.values()].some(({ state }) => ['reserved', 'used'].includes(state))

function ofOwner(rule: (model: Model, found: Modelled, step: Step) => boolean): Rule {
  return (model, step) => {
    const found = model.certificates.get(step.certificate)
    return found?.owner === step.member && rule(model, found, step)
  }
}

function ofImporter(rule: (model: Model, found: Modelled, step: Step) => boolean): Rule {
  return (model, step) => {
    const found = model.certificates.get(step.certificate)
    return found?.importer === step.member && rule(model, found, step)
  }
}

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

const STEPS = {
  issue: (model, step) => {
    if (!model.isNew(step)) return false
    model.add(step)
    return true
  },
  draw: (model, step) => {
    const original = model.certificates.get(step.other)
    const may = original?.importer === step.member && original.state === 'issued' && !original.acquitted
    if (!model.isNew(step) || original === undefined || !may || !model.isSound(original)) return false
    if (step.amount > model.left(original)) return false
    original.drawn += step.amount
    model.add(step, { from: step.other })
    return true
  },
  replace: (model, step) => {
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
  reassess: ofImporter((_, found, { use, carry }) => {
    const entry = found.uses.get(use)
    if (entry?.state !== 'refused') return false
    if (carry) found.refused -= entry.amount
    entry.state = carry ? 'granted' : 'upheld'
    return true
  }),
  acquit: ofImporter((_, found) => {
    if (found.acquitted || found.reserved > 0) return false
    found.acquitted = true
    return true
  }),
  changeDestination: ofOwner((_, found, { importer }) => {
    if (found.state !== 'issued' || found.acquitted || !isUntouched(found)) return false
    if (importer === found.importer || importer === found.owner) return false
    found.importer = importer
    return true
  }),
} as const satisfies Record<string, Rule>

/** The names of the steps. */
export const STEP_NAMES = Object.keys(STEPS) as readonly (keyof typeof STEPS)[]
