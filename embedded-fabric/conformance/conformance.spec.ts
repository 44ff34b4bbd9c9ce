import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readTranscripts, recordingsIn } from './recordings'
import { replay } from './replay'
import { ScenarioError } from './runner'
import { SCENARIOS } from './scenarios/all'
import { isExpected, readDifferences } from './verdict'
import type { Verdict } from './verdict'

const RECORDINGS = recordingsIn(__dirname)
const DIFFERENCES = join(__dirname, '..', 'DIFFERENCES.md')
const REPLAY_MS = 120_000

describe('the embedded channel', () => {
  const verdicts = new Map<string, Verdict>()
  const broken: string[] = []

  beforeAll(async () => {
    await replay(SCENARIOS, {
      recordings: RECORDINGS,
      differences: DIFFERENCES,
      onEnd: (verdict) => {
        if (verdict instanceof ScenarioError) broken.push(verdict.message)
        else verdicts.set(verdict.id, verdict)
      },
    })
  }, REPLAY_MS)

  afterAll(() => {
    verdicts.clear()
  })

  it('plays every scenario to its end', () => {
    expect(broken).toEqual([])
  })

  it.each(SCENARIOS)('answers as Fabric does, or as its list of differences says: $title ($id)', ({ id }) => {
    const verdict = verdicts.get(id)

    expect(verdict).toBeDefined()
    expect(verdict && isExpected(verdict) ? undefined : verdict).toBeUndefined()
  })
})

describe('the conformance suite', () => {
  it('names every scenario once', () => {
    const ids = SCENARIOS.map(({ id }) => id)

    expect(ids).toEqual([...new Set(ids)])
  })

  it('has a recording of every scenario, and of nothing else', () => {
    const recorded = [...readTranscripts(RECORDINGS).keys()].sort()

    expect(recorded).toEqual(SCENARIOS.map(({ id }) => id).sort())
  })

  it('lists differences of scenarios that there are, each once and with a reason', () => {
    const text = readFileSync(DIFFERENCES, 'utf8')
    const listed = readDifferences(DIFFERENCES)
    const reasons = text
      .split(/^### .*$/m)
      .slice(1)
      .map((reason) => reason.trim())

    expect(listed).toEqual([...new Set(listed)])
    expect(listed.filter((id) => !SCENARIOS.some((scenario) => scenario.id === id))).toEqual([])
    expect(reasons.filter((reason) => reason.length < 40)).toEqual([])
    expect(reasons).toHaveLength(listed.length)
  })
})
