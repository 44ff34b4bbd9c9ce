import { TRANSACTIONS } from '@eco/domain'
import type { RefusalCode } from '@eco/domain'
import type { Rule } from './model-rule'
import type { RULES } from './model-rules'

/** The name of a step. */
export type StepName = keyof typeof RULES

/** What a step of a random history asks for; certificates, uses and members are numbers of small pools. */
export interface Step {
  readonly name: StepName
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
}

/** A verification case as far as its steps depend on it. */
export interface ModelledCase {
  readonly opener: number
  state: 'open' | 'acknowledged' | 'answered' | 'determined' | 'withdrawn'
}

/** What two members have exchanged about a certificate, by the one that it imported into. */
export interface Exchanged {
  holdsDocument: boolean
  readonly holds: Set<number>
  readonly requests: Set<number>
  purged: boolean
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
  delivery: {
    readonly importer: number
    readonly state: 'delivered' | 'acknowledged' | 'failed'
    readonly final: boolean
  }
  readonly cases: ModelledCase[]
  readonly exchanged: Map<number, Exchanged>
}

interface AuthorityEntry {
  readonly state: 'active' | 'suspended' | 'withdrawn'
  readonly from: number
}

const ISSUE_REFUSALS: readonly RefusalCode[] = TRANSACTIONS.issue.refusals
/** Whether the contract asks the register if an authority may issue, as its table says. */
export const REGISTER_DECIDES = ISSUE_REFUSALS.includes('AUTHORITY_NOT_ACTIVE')

/** The register as a child would keep it: the reference that the contract is compared with. */
export class Model {
  readonly certificates: Map<number, Modelled>
  /** What each member said of its one authority, in the order in which it was recorded. */
  readonly authorities: AuthorityEntry[][]
  /** Since when somebody else may have the key of a member's authority. */
  readonly compromised: Map<number, number>
  readonly #rules: Readonly<Record<StepName, Rule>>

  constructor(
    rules: Readonly<Record<StepName, Rule>>,
    from?: Pick<Model, 'certificates' | 'authorities' | 'compromised'>,
  ) {
    this.#rules = rules
    this.certificates = from?.certificates ?? new Map<number, Modelled>()
    this.authorities = from?.authorities ?? [0, 1, 2].map(() => [{ state: 'active', from: -Infinity }])
    this.compromised = from?.compromised ?? new Map<number, number>()
  }

  /** Another model that stands where this one stands. */
  copy(): Model {
    const { certificates, authorities, compromised } = this
    return new Model(this.#rules, structuredClone({ certificates, authorities, compromised }))
  }

  /** True if the step may be taken and changes something; it is then taken, at this time by the submitter's clock. */
  take(step: Step, time: number): boolean {
    return this.#rules[step.name](this, step, time)
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
      ...{ delivery: { importer: -1, state: 'failed', final: false }, cases: [], exchanged: new Map() },
      ...more,
    })
  }

  isNew({ certificate, member, importer }: Step): boolean {
    return !this.certificates.has(certificate) && member !== importer
  }

  mayIssue(member: number, time: number): boolean {
    const since = this.compromised.get(member) ?? Infinity
    return !REGISTER_DECIDES || (this.authorityAt(member, time) === 'active' && time < since)
  }

  /** The state of a member's authority: what was recorded later overrides what begins at its time or after it. */
  authorityAt(member: number, time: number): AuthorityEntry['state'] | undefined {
    const entries = this.authorities[member] ?? []
    const counting = entries.filter(({ from }, index) => entries.slice(index + 1).every((later) => later.from > from))
    return counting.findLast(({ from }) => from <= time)?.state
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
    const none: Exchanged = { holdsDocument: false, holds: new Set(), requests: new Set(), purged: false }
    found.exchanged.set(found.importer, none)
    return none
  }
}
