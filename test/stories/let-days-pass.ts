import { PARTS } from '@eco/network'
import type { TestNetwork } from '../support/test-network'

const AHEAD = 'ECO_STORY_DAYS_AHEAD'

/**
 * Starts every program again with its clock so many days ahead: what waits for a day is due at once. On an embedded channel
 * only: nodes of Fabric have the machine's clock, and refuse whoever's differs by a quarter of an hour.
 */
export async function letDaysPass(network: TestNetwork, days: number): Promise<void> {
  const { NODE_OPTIONS } = process.env
  for (const part of PARTS.toReversed()) await network.stop(part)
  process.env[AHEAD] = String(days)
  process.env.NODE_OPTIONS = [NODE_OPTIONS, `--require ${require.resolve('./days-ahead')}`].join(' ').trim()
  try {
    for (const part of PARTS)
      await Promise.all(network.network.part(part).map((program) => network.network.restart(program)))
    await network.network.untilReady()
    network.forgetTokens()
  } finally {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what was not there before is there no more
    delete process.env[AHEAD]
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = NODE_OPTIONS
  }
}
