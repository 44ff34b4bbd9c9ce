import { expect } from '@jest/globals'
import type { Model, Step } from '@eco/chaincode/testing/model'
import type { Round } from '@eco/chaincode/testing/model-histories'
import type { Scene } from '@eco/chaincode/testing/model-entries'
import { newModel, resolved } from '@eco/chaincode/testing/model-rules'
import { submissionOf } from '@eco/chaincode/testing/model-submission'
import type { Cast, Fate, ModelStage } from './model-stage'

/** What a history left. */
export interface Run {
  readonly model: Model
  /** The last block of it. */
  readonly block: number
  /** How many of its steps met each fate. */
  readonly fates: Readonly<Record<Fate['kind'], number>>
}

interface Taken {
  readonly step: Step
  readonly fate: Fate
}

/**
 * Takes rounds of steps on a channel, those of a round at the same time. What was committed must be what the model does in
 * the order of the ledger; what a rule refused must be refused by the model before or after some of that; a conflict needs
 * somebody to conflict with. A history may go on where another one has left the model.
 */
export async function runHistory(
  stage: ModelStage,
  scene: Scene,
  rounds: readonly Round[],
  model: Model = newModel(),
): Promise<Run> {
  using cast = await stage.cast(scene)
  const fates = { committed: 0, refused: 0, conflict: 0 }
  let last = 0
  for (const round of rounds) {
    const taken = await takeAll(cast, scene, {
      ...round,
      steps: round.steps.map((step) => resolved(model, step, Date.now())),
    })
    for (const { fate } of taken) fates[fate.kind] += 1
    last = Math.max(last, follow(model, taken, round.together))
    // The next round is asked for by members who all know this one.
    expect((await stage.states(last)).size).toBe(1)
  }
  return { model, block: last, fates }
}

async function takeAll(cast: Cast, scene: Scene, { steps, together }: Round): Promise<readonly Taken[]> {
  const endorsed = steps.map((step) => cast.endorse(submissionOf(scene, step)))
  if (together) await Promise.all(endorsed)
  return Promise.all(
    endorsed.map(async (asked, index) => {
      const handIn = await asked
      return { step: steps[index]!, fate: await handIn() }
    }),
  )
}

/** Takes what was committed in the model too; gives its last block. */
function follow(model: Model, taken: readonly Taken[], together: boolean): number {
  const stands = [model.copy()]
  const committed = taken.flatMap(({ step, fate }) => (fate.kind === 'committed' ? [{ step, ...fate }] : []))
  committed.sort((one, other) => one.block - other.block || one.index - other.index)
  for (const { step, time } of committed) {
    expect({ committed: step, allowed: model.take(step, time) }).toEqual({ committed: step, allowed: true })
    stands.push(model.copy())
  }
  // Where nothing was handed in before everything was endorsed, a rule has seen what was before and nothing else.
  const seen = together ? stands.slice(0, 1) : stands
  for (const { step, fate } of taken) {
    const explained = seen.some((stand) => !stand.copy().take(step, fate.time))
    if (fate.kind === 'refused') expect({ step, fate, explained }).toMatchObject({ explained: true })
    if (together && fate.kind !== 'refused') expect({ step, explained }).toEqual({ step, explained: false })
    if (fate.kind === 'conflict') expect({ step, others: committed.length > 0 }).toMatchObject({ others: true })
  }
  return committed.at(-1)?.block ?? 0
}
