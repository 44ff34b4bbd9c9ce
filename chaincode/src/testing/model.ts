import type { Rule } from './model-rule'
import type { RULES } from './model-rules'
import type { ModelState, Modelled, Exchanged, Period, StateEntry } from './model-state'

/** The name of a step. */
export type StepName = keyof typeof RULES

/** What a step of a random history asks for; certificates, uses, keys and members are numbers of small pools. */
export interface Step {
  readonly name: StepName
  /** What to ask for in its place where that may not be done, the first that may. */
  readonly instead: readonly StepName[]
  readonly member: number
  /** Whether it is asked for by the member that may do it, whatever `member` says. */
  readonly entitled: boolean
  readonly certificate: number
  readonly other: number
  readonly importer: number
  readonly use: number
  readonly amount: number
  readonly carry: boolean
  /** Which verification case it is about. */
  readonly case: number
  /** With which key of its authority a member seals, or which one it speaks of. */
  readonly key: number
  /** By which agreement a certificate is issued: 0 for one that needs none, else a version of the scene's own one. */
  readonly agreement: number
  /** Whether it is to have effect in days to come, and not from now on. */
  readonly later: boolean
}

/** The register as a child would keep it: the reference that the contract is compared with. */
export class Model {
  readonly state: ModelState
  readonly #rules: Readonly<Record<StepName, Rule>>

  constructor(rules: Readonly<Record<StepName, Rule>>, state: ModelState) {
    this.#rules = rules
    this.state = state
  }

  get certificates(): ReadonlyMap<number, Modelled> {
    return this.state.certificates
  }

  /** Another model that stands where this one stands. */
  copy(): Model {
    return new Model(this.#rules, structuredClone(this.state))
  }

  /** True if the step may be taken and changes something; it is then taken, at this time by the submitter's clock. */
  take(step: Step, time: number): boolean {
    return this.#rules[step.name](this, step, time)
  }

  /** True if the step may be taken and would change something; nothing is. */
  allows(step: Step, time: number): boolean {
    return this.copy().take(step, time)
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

  add({ certificate, member, importer, amount, key, agreement }: Step, more: Partial<Modelled> = {}): void {
    this.state.certificates.set(certificate, {
      ...{ owner: member, importer, state: 'issued', issued: amount, reserved: 0, used: 0, drawn: 0, refused: 0 },
      ...{ acquitted: false, copies: 0, from: undefined, replaces: undefined, replacedBy: undefined, uses: new Map() },
      ...{ delivery: { importer: -1, state: 'failed', final: false }, cases: [], exchanged: new Map() },
      ...{ key, agreement },
      ...more,
    })
  }

  isNew({ certificate, member, importer }: Step): boolean {
    return !this.certificates.has(certificate) && member !== importer
  }

  /** Whether a member may issue a certificate now, sealed by this key and by this agreement. */
  mayIssue({ member, key, agreement }: Step, time: number): boolean {
    const own = this.state.members[member]
    const seal = own?.keys.get(key)
    if (own === undefined || seal?.sealsAlready !== true || !this.isInForce(agreement)) return false
    return stateAt(own.states, time) === 'active' && !hasBegun(seal.revoked, time) && !hasBegun(seal.compromised, time)
  }

  /** Whether an agreement is in force among the members on the day of issue. */
  isInForce(agreement: number): boolean {
    if (agreement === 0) return true
    const superseded = [...this.state.versions].some(
      ([number, { endsFirst }]) => agreement === 1 && endsFirst && this.#isAgreed(number),
    )
    return this.#isAgreed(agreement) && !superseded
  }

  #isAgreed(agreement: number): boolean {
    const version = this.state.versions.get(agreement)
    return version?.beginsLater === false && version.words.size === this.state.members.length
  }

  /** How far the document has come to the member that a certificate imports into today. */
  deliveryState({ delivery, importer }: Modelled): string {
    return delivery.importer === importer ? delivery.state : 'registered'
  }

  /** How far the last verification case has come; one that was taken back counts as none. */
  caseState({ cases }: Modelled): string {
    const state = cases.findLast((one) => one.state !== 'withdrawn')?.state ?? 'none'
    return state === 'acknowledged' ? 'open' : state
  }

  /** What was exchanged with the member that a certificate imports into today. */
  exchangedOf(found: Modelled): Exchanged {
    const known = found.exchanged.get(found.importer)
    if (known !== undefined) return known
    const none: Exchanged = {
      holdsDocument: false,
      texts: new Set(),
      holds: new Set(),
      requests: new Set(),
      purged: false,
    }
    found.exchanged.set(found.importer, none)
    return none
  }
}

/** The state of an authority at a time: what was recorded later overrides what begins at its time or after it. */
export function stateAt(entries: readonly StateEntry[], time: number): StateEntry['state'] | undefined {
  const counting = entries.filter(({ from }, index) => entries.slice(index + 1).every((later) => later.from > from))
  return counting.findLast(({ from }) => from <= time)?.state
}

/** True if something that ends a right has an effect at a time. */
export function hasBegun(from: number | undefined, time: number): boolean {
  return from !== undefined && from <= time
}

/** The last of the times in which a member is a party to an agreement, if it is one without an end. */
export function openPeriod(periods: readonly Period[]): Period | undefined {
  const last = periods.at(-1)
  return last?.until === undefined ? last : undefined
}
