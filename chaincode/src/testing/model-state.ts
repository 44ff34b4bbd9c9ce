import type { CaseEventName } from '@eco/domain'

/** A verification case as far as its steps depend on it. */
export interface ModelledCase {
  readonly opener: number
  state: 'open' | 'acknowledged' | 'answered' | 'determined' | 'withdrawn'
  visit: 'none' | 'requested' | 'consented' | 'refused' | 'postponed' | 'reported' | 'commented'
  /** What has happened in it, in the words of the ledger. */
  readonly events: CaseEventName[]
}

/** What two members have exchanged about a certificate, by the one that it imported into. */
export interface Exchanged {
  holdsDocument: boolean
  /** Which texts the collection of the two members holds. */
  readonly texts: Set<number>
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
  copies: number
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
  /** The key that sealed it, and the agreement that it names. */
  readonly key: number
  readonly agreement: number
}

/** Since when an authority is in a state. */
export interface StateEntry {
  readonly state: 'notified' | 'active' | 'suspended' | 'withdrawn'
  readonly from: number
}

/** A key of a member's authority. */
export interface ModelledKey {
  /** Whether it may seal on the day of issue. */
  readonly sealsAlready: boolean
  isReplaced: boolean
  revoked: number | undefined
  compromised: number | undefined
}

/** Since which day a member is a party to an agreement, and until which; days are counted from the day of issue. */
export interface Period {
  readonly from: number
  until: number | undefined
}

/** A version of the agreement of a scene. */
export interface ModelledVersion {
  /** Whether it is in force only after the day of issue. */
  readonly beginsLater: boolean
  /** Whether it takes the place of the first version, at once. */
  readonly endsFirst: boolean
  /** What each member said of it. */
  readonly words: Map<number, Period[]>
}

/** Since which of two days an authority is recognised, and until when. */
export interface Recognition {
  readonly early: boolean
  readonly until: 'open' | 'ahead' | 'over'
}

/** What a member declared of itself. */
export interface ModelledMember {
  /** The states of its one issuing authority, in the order in which they were recorded. */
  readonly states: StateEntry[]
  /** Its other bodies, which only answer cases. */
  readonly bodies: Map<number, StateEntry[]>
  readonly keys: Map<number, ModelledKey>
  /** By which keys it agreed on secrets in the course of the history, one after the other. */
  readonly agreementKeys: number[]
  /** The exporters that it approved, and from when on they may declare no more. */
  readonly exporters: Map<number, number | undefined>
  /** Which members' authorities it recognises: since which of two days, and until when. */
  readonly recognised: Map<number, Recognition>
}

/** All that the model knows. */
export interface ModelState {
  readonly certificates: Map<number, Modelled>
  readonly members: readonly ModelledMember[]
  readonly versions: Map<number, ModelledVersion>
}

/** A time after everything that happens in a history: the more, the later. */
export function laterBy(amount: number): number {
  return LATER + amount
}

/** A time before everything that happens in a history: the more, the later. */
export function longBefore(amount: number): number {
  return amount - LATER
}

// Far beyond every clock, in milliseconds as in transactions.
const LATER = 1e15

/** Every member has declared itself, its authority and one key. */
export function newState(members: number): ModelState {
  return { certificates: new Map(), versions: new Map(), members: Array.from({ length: members }, newMember) }
}

function newMember(): ModelledMember {
  const key: ModelledKey = { sealsAlready: true, isReplaced: false, revoked: undefined, compromised: undefined }
  return {
    states: [
      { state: 'notified', from: -Infinity },
      { state: 'active', from: -Infinity },
    ],
    bodies: new Map(),
    keys: new Map([[0, key]]),
    agreementKeys: [],
    exporters: new Map(),
    recognised: new Map(),
  }
}
