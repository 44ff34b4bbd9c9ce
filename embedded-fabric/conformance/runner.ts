import { ScenarioRun } from './run'
import type { Entry, Json, Scenario, Step, Transcript } from './scenario'
import type { Stage } from './stage'
import { perform } from './steps'

const SCENARIO_MS = 120_000

/** A scenario whose steps could not be taken, on any ledger: the scenario, the network or the runner is to blame. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
}

/** Plays one scenario. */
export async function play(stage: Stage, scenario: Scenario): Promise<Transcript> {
  const run = new ScenarioRun(stage, scenario)
  const seen: { readonly step: string; readonly outcome: Json }[] = []
  for (const [index, step] of scenario.steps.entries()) {
    try {
      seen.push({ step: titleOf(step), outcome: await perform(run, step) })
    } catch (error) {
      throw new ScenarioError(`${scenario.id}, step ${index + 1} (${titleOf(step)}): ${String(error)}`, {
        cause: error,
      })
    }
  }
  return seen.map(({ step, outcome }): Entry => ({ step, outcome: run.comparable(outcome) }))
}

export interface Played {
  readonly scenario: Scenario
  readonly transcript: Transcript
  /** How long it took, in milliseconds. */
  readonly ms: number
}

/** Plays scenarios, so many at a time; those that want to be alone afterwards, one by one. Tells of each as it ends. */
export async function playAll(
  stage: Stage,
  scenarios: readonly Scenario[],
  options: { readonly atOnce: number; readonly onEnd?: (played: Played | ScenarioError) => void },
): Promise<readonly Played[]> {
  const played: Played[] = []
  const tell = async (scenario: Scenario): Promise<void> => {
    const began = performance.now()
    try {
      const transcript = await inTime(scenario, play(stage, scenario))
      const result = { scenario, transcript, ms: performance.now() - began }
      played.push(result)
      options.onEnd?.(result)
    } catch (error) {
      if (!(error instanceof ScenarioError) || options.onEnd === undefined) throw error
      options.onEnd(error)
    }
  }
  const waiting = scenarios.filter(({ alone }) => alone !== true)
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await tell(next)
  }
  await Promise.all(Array.from({ length: options.atOnce }, work))
  for (const scenario of scenarios) if (scenario.alone === true) await tell(scenario)
  return played
}

/** A scenario that waits for what does not come must not hold the others up. */
async function inTime<T>({ id }: Scenario, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new ScenarioError(`${id}: not at its end after ${SCENARIO_MS / 1000} s`))
  }, SCENARIO_MS)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function titleOf(step: Step): string {
  switch (step.step) {
    case 'order':
      return `order ${step.names.join(', ')}${step.together === true ? ' together' : ''}`
    case 'events':
      return `events ${step.after === true ? 'after' : 'from'} ${step.from} until ${step.until}`
    case 'act':
      return step.title
    case 'collect':
      return `collect ${step.name}`
    case 'endorse':
      return `endorse ${step.name}`
    case 'submit':
    case 'evaluate':
      return step.step
  }
}
