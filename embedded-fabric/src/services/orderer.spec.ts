import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { largestMessage, startOrdering, type BlockCutting, type Timers } from './orderer'

describe('ordering', () => {
  it('loses nothing, keeps the order of submission and keeps to every limit, whatever happens', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.record({ submit: fc.integer({ min: 0, max: 30 }) }) },
      { weight: 3, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 80 }) }) },
      { weight: 1, arbitrary: fc.constantFrom<'pause' | 'resume'>('pause', 'resume') },
    )
    const limits = fc.record({
      maxMessages: fc.integer({ min: 1, max: 6 }),
      maxBytes: fc.integer({ min: 1, max: 60 }),
      timeoutMs: fc.integer({ min: 1, max: 50 }),
    })
    fc.assert(
      fc.property(limits, fc.array(action, { maxLength: 60 }), (cutting, actions) => {
        const { ordering, clock, blocks } = started(cutting)
        const submitted: Uint8Array[] = []

        for (const step of actions) {
          if (step === 'pause') ordering.pause()
          else if (step === 'resume') ordering.resume()
          else if ('wait' in step) clock.advance(step.wait)
          else {
            submitted.push(new Uint8Array(step.submit).fill(submitted.length))
            ordering.submit(submitted.at(-1)!)
          }
        }
        ordering.close()

        expect(blocks.flatMap(({ envelopes }) => envelopes)).toEqual(submitted)
        for (const { envelopes } of blocks) {
          expect(envelopes.length).toBeGreaterThan(0)
          expect(envelopes.length).toBeLessThanOrEqual(cutting.maxMessages)
          if (envelopes.length > 1) expect(sizeOf(envelopes)).toBeLessThanOrEqual(cutting.maxBytes)
        }
        expect(clock.pending).toBe(0)
      }),
    )
  })

  it('cuts a block when its time is over, counted from its first message', () => {
    const { ordering, clock, blocks } = started({ timeoutMs: 50 })

    ordering.submit(message(1))
    clock.advance(40)
    ordering.submit(message(1))
    clock.advance(9)
    expect(blocks).toEqual([])
    clock.advance(1)

    expect(blocks).toMatchObject([{ at: 50, envelopes: [message(1), message(1)] }])
  })

  it('gives each block its own time: one cut by count does not shorten the next', () => {
    const { ordering, clock, blocks } = started({ maxMessages: 2, timeoutMs: 50 })

    ordering.submit(message(1))
    clock.advance(40)
    ordering.submit(message(1))
    ordering.submit(message(1))
    clock.advance(49)
    expect(blocks).toHaveLength(1)
    clock.advance(1)

    expect(blocks.map(({ at }) => at)).toEqual([40, 90])
  })

  it('cuts at once when a block is full', () => {
    const { ordering, blocks } = started({ maxMessages: 2 })

    for (let i = 0; i < 5; i++) ordering.submit(message(1))

    expect(blocks.map(({ envelopes }) => envelopes.length)).toEqual([2, 2])
  })

  it('gives a message above the size limit a block of its own, after what came before it', () => {
    const { ordering, blocks } = started({ maxBytes: 10 })

    ordering.submit(message(4))
    ordering.submit(message(11))
    ordering.submit(message(4))
    ordering.close()

    expect(blocks.map(({ envelopes }) => envelopes.map(({ length }) => length))).toEqual([[4], [11], [4]])
  })

  it('orders nothing while it is paused, and all of it afterwards', () => {
    const { ordering, clock, blocks } = started({ maxMessages: 2, timeoutMs: 50 })

    ordering.pause()
    for (let i = 0; i < 5; i++) ordering.submit(message(1))
    clock.advance(1_000)
    expect(blocks).toEqual([])
    ordering.resume()
    clock.advance(50)

    expect(blocks.map(({ envelopes }) => envelopes.length)).toEqual([2, 2, 1])
  })

  it('says once that a block could not be delivered, and takes nothing more', () => {
    const failures: string[] = []
    const clock = new ManualClock()
    const ordering = startOrdering({
      cutting: { maxMessages: 100, maxBytes: 1_000, timeoutMs: 50 },
      timers: clock,
      deliver: () => {
        throw new Error('disk is full')
      },
      onFailure: ({ message: reason }) => failures.push(reason),
    })

    ordering.submit(message(1))
    clock.advance(50)

    expect(failures).toEqual(['disk is full'])
    expect(() => {
      ordering.submit(message(1))
    }).toThrow('ordering has ended')
    ordering.close()
    expect(failures).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('orders messages of at most 10 MiB, and of a block’s size if that is more or nothing else is said', () => {
    const cutting = { maxMessages: 100, maxBytes: 1_000, timeoutMs: 50 }

    expect(largestMessage(cutting)).toBe(10 * 1024 * 1024)
    expect(largestMessage({ ...cutting, maxBytes: 20 << 20 })).toBe(20 << 20)
    expect(largestMessage({ ...cutting, maxMessageBytes: 2_000 })).toBe(2_000)
  })

  it('takes nothing more once it is closed', () => {
    const { ordering } = started({})

    ordering.close()

    expect(() => {
      ordering.submit(message(1))
    }).toThrow('ordering has ended')
  })
})

interface Block {
  readonly at: number
  readonly envelopes: readonly Uint8Array[]
}

function started(limits: Partial<BlockCutting>) {
  const clock = new ManualClock()
  const blocks: Block[] = []
  const ordering = startOrdering({
    cutting: { maxMessages: 100, maxBytes: 1_000, timeoutMs: 50, ...limits },
    timers: clock,
    deliver: (envelopes) => blocks.push({ at: clock.now, envelopes }),
  })
  return { ordering, clock, blocks }
}

function message(length: number): Uint8Array {
  return new Uint8Array(length)
}

function sizeOf(envelopes: readonly Uint8Array[]): number {
  return envelopes.reduce((sum, { length }) => sum + length, 0)
}

class ManualClock implements Timers {
  now = 0
  readonly #timers = new Map<number, { readonly due: number; readonly action: () => void }>()
  #last = 0

  get pending(): number {
    return this.#timers.size
  }

  set(action: () => void, ms: number): number {
    this.#timers.set(++this.#last, { due: this.now + ms, action })
    return this.#last
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as number)
  }

  advance(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)
      if (next === undefined || next[1].due > end) break
      this.now = next[1].due
      this.#timers.delete(next[0])
      next[1].action()
    }
    this.now = end
  }
}
