import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Turns } from './ordering'

describe('turns', () => {
  it('let shared work run together, and let nothing run beside work that wants to be alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        fc.scheduler(),
        async (kinds, steps) => {
          const turns = new Turns()
          const running = new Set<number>()
          let mixed = false
          const done = kinds.map((alone, index) => {
            const work = async (): Promise<void> => {
              running.add(index)
              mixed ||= running.size > 1 && [...running].some((other) => kinds[other] === true)
              await steps.schedule(Promise.resolve())
              running.delete(index)
            }
            return alone ? turns.alone(work) : turns.shared(work)
          })
          await steps.waitFor(Promise.all(done))

          expect(mixed).toBe(false)
          expect(running.size).toBe(0)
        },
      ),
    )
  })

  it('go on after work that failed', async () => {
    const turns = new Turns()
    const failed = turns.alone(() => Promise.reject(new Error('no')))

    await expect(failed).rejects.toThrow('no')
    await expect(turns.shared(() => Promise.resolve('next'))).resolves.toBe('next')
    await expect(turns.alone(() => Promise.resolve('last'))).resolves.toBe('last')
  })

  it('start shared work at the same time', async () => {
    const turns = new Turns()
    const both = Promise.withResolvers<string>()
    const one = turns.shared(() => both.promise)
    const two = turns.shared(() => {
      both.resolve('met')
      return Promise.resolve('second')
    })

    await expect(Promise.all([one, two])).resolves.toEqual(['met', 'second'])
  })
})
