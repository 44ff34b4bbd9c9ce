import { EmbeddedLedger } from './embedded'
import { readTranscripts } from './recordings'
import { playAll, ScenarioError } from './runner'
import type { Scenario } from './scenario'
import { Stage } from './stage'
import { judge, readDifferences } from './verdict'
import type { Verdict } from './verdict'

const AT_ONCE = 8

/** Plays scenarios on an embedded channel and compares each with its recording. */
export async function replay(
  scenarios: readonly Scenario[],
  options: {
    readonly recordings: string
    readonly differences: string
    readonly onEnd?: (verdict: Verdict | ScenarioError) => void
  },
): Promise<readonly Verdict[]> {
  const recorded = readTranscripts(options.recordings)
  const listed = new Set(readDifferences(options.differences))
  const verdicts: Verdict[] = []
  await using ledger = await EmbeddedLedger.start()
  const stage = new Stage(ledger)
  await playAll(stage, scenarios, {
    atOnce: AT_ONCE,
    onEnd: (played) => {
      if (played instanceof ScenarioError) {
        options.onEnd?.(played)
        return
      }
      const { id } = played.scenario
      const verdict = judge(id, played.transcript, recorded.get(id), listed)
      verdicts.push(verdict)
      options.onEnd?.(verdict)
    },
  })
  stage.close()
  return verdicts
}
