import type { ScenarioRun } from './run'

/** What JSON can hold: all that a transcript consists of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** One call of the probe contract's stub, by the name in `src/testing/probe-contract.ts`, with its parameters. `~` stands for the scenario's own key prefix. */
export type Operation = readonly [name: string, ...parameters: string[]]

/** An invocation of a chaincode by a client. */
export interface Call {
  /** The organisation whose client calls; default: `Org1MSP`. */
  readonly as?: string
  /** The organisation whose peer is asked; default: the caller's own. */
  readonly at?: string
  /** A name from `definitions.ts`, or one that is not there; default: `any`. */
  readonly chaincode?: string
  /** Default: the ledger's. */
  readonly channel?: string
  /** Performed one after the other, in one transaction. */
  readonly run?: readonly Operation[]
  /** In place of `run`: the function and its arguments as they are sent. */
  readonly args?: readonly string[]
  readonly transient?: Readonly<Record<string, string>>
  /** Organisations that shall endorse, in place of the gateway's plan. */
  readonly endorsing?: readonly string[]
  /** Which of several equal peers is asked, or answers first, is chance: the transcript has endorsers by number, and refusals without their organisation. */
  readonly chance?: boolean
  /** What the transaction is called in the transcript; default: `t1`, `t2`, … */
  readonly name?: string
}

/** Endorses, submits and waits until every organisation has committed. */
export type Submit = Call & { readonly step: 'submit' }
/** Asks for an answer only. */
export type Evaluate = Call & { readonly step: 'evaluate' }
/** Endorses through the gateway, and keeps the transaction for `order`. */
export type Endorse = Call & { readonly step: 'endorse'; readonly name: string }
/** Asks these organisations' peers themselves, around the gateway, and keeps a transaction with the first one's result and the endorsements of all that gave one. */
export type Collect = Call & { readonly step: 'collect'; readonly name: string; readonly from: readonly string[] }
/** Orders kept transactions one after the other; `together`: in one block. */
export interface Order {
  readonly step: 'order'
  readonly names: readonly string[]
  readonly together?: boolean
}
/** Reads a chaincode's events from the block of one transaction until the event of another one. */
export interface Events {
  readonly step: 'events'
  readonly as?: string
  readonly chaincode?: string
  readonly from: string
  readonly until: string
  /** Begins behind the event of `from`, as a checkpoint does. */
  readonly after?: boolean
}
/** Anything else: what it answers is the transcript. */
export interface Act {
  readonly step: 'act'
  readonly title: string
  readonly act: (run: ScenarioRun) => Promise<Json>
}

export type Step = Submit | Evaluate | Endorse | Collect | Order | Events | Act

/** What clients do, and may see, in one situation. Knows nothing of other scenarios and needs none of them. */
export interface Scenario {
  /** `group/name`: names the recording, begins its keys, and stays. */
  readonly id: string
  /** What Fabric does in this situation, as a sentence. */
  readonly title: string
  /** No other scenario runs at the same time: for what depends on the number of blocks or on all of a chaincode's keys. */
  readonly alone?: boolean
  readonly steps: readonly Step[]
}

/** What one step showed. */
export interface Entry {
  readonly step: string
  readonly outcome: Json
}

/** What a scenario showed, step by step, without anything that differs from one time to the next. */
export type Transcript = readonly Entry[]

/** The group of a scenario: its recording's file. */
export function groupOf({ id }: Pick<Scenario, 'id'>): string {
  return id.slice(0, id.indexOf('/'))
}

/** A step that submits these operations. */
export function submit(run: readonly Operation[], call: Omit<Call, 'run'> = {}): Submit {
  return { step: 'submit', ...call, run }
}

/** A step that evaluates these operations. */
export function evaluate(run: readonly Operation[], call: Omit<Call, 'run'> = {}): Evaluate {
  return { step: 'evaluate', ...call, run }
}

/** A step that endorses these operations through the gateway. */
export function endorse(name: string, run: readonly Operation[], call: Omit<Call, 'run' | 'name'> = {}): Endorse {
  return { step: 'endorse', ...call, name, run }
}

/** A step that collects these organisations' endorsements around the gateway. */
export function collect(
  name: string,
  from: readonly string[],
  run: readonly Operation[],
  call: Omit<Call, 'run' | 'name'> = {},
): Collect {
  return { step: 'collect', ...call, name, from, run }
}

/** A step that orders kept transactions in blocks as they come. */
export function order(...names: readonly string[]): Order {
  return { step: 'order', names }
}

/** A step that orders kept transactions in one block, in this order. */
export function together(...names: readonly string[]): Order {
  return { step: 'order', names, together: true }
}

/** A step that shows what this function finds. */
export function act(title: string, find: Act['act']): Act {
  return { step: 'act', title, act: find }
}
