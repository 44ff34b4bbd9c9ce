import { describe, expect, it } from '@jest/globals'
import { STORIES } from '../stories/stories'
import { Telling } from '../stories/telling'
import { startTestNetwork } from '../support/test-network'

describe('the story', () => {
  it.each(Object.keys(STORIES))(
    '%s comes out as it is told, step after step, and says what it shows',
    async (name) => {
      const { ledger, tell } = STORIES[name]!
      await using network = await startTestNetwork({ ...(ledger && { ledger }) })
      const lines: string[] = []

      await tell(new Telling(network, (line) => lines.push(line)), network)

      expect(lines.filter((line) => /^\n\d+\. /.test(line)).length).toBeGreaterThan(3)
      expect(lines.at(-1)).toMatch(/^\n[A-Z]/)
    },
    180_000,
  )
})
