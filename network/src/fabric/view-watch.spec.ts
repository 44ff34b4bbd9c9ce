import { describe, expect, it } from '@jest/globals'
import { leftBehind, watchViews } from './view-watch'
import type { OrdererView } from './view-watch'

const FAULTY = 2

function views(...numbers: readonly (number | undefined)[]): readonly OrdererView[] {
  return numbers.map((view, index) => ({ mspId: `ORG${index + 1}`, view, waiting: 1 }))
}

describe('an orderer that is left behind', () => {
  it('is one in an earlier view than f + 1 others, whichever these are in', () => {
    expect(leftBehind(views(10, 11, 11, 12, 12), FAULTY)).toEqual(['ORG1'])
    expect(leftBehind(views(10, 11, 11, 10, 10, 10, 10, 10), FAULTY)).toEqual([])
    expect(leftBehind(views(11, 11, 11, 11), FAULTY)).toEqual([])
  })

  it('is none that does not answer: nothing is known of it', () => {
    expect(leftBehind(views(undefined, 11, 11, 11), FAULTY)).toEqual([])
    expect(leftBehind(views(10, undefined, 11, 11), FAULTY)).toEqual([])
  })

  it('is none that has nothing to do: it may learn of the view with the next block', () => {
    const idle = views(10, 11, 11, 11).map((orderer) => ({ ...orderer, waiting: 0 }))

    expect(leftBehind(idle, FAULTY)).toEqual([])
  })

  it('is started again when it stays so, once, and not while it only comes after the others', async () => {
    const stays = views(10, 11, 11, 11, 11, 11)
    const comesAfter = views(11, 11, 11, 11, 11, 10)
    const level = views(11, 11, 11, 11, 11, 11)
    const seen = [comesAfter, comesAfter, comesAfter, level, comesAfter, stays, stays, stays, stays, level, level]
    const restarted: string[] = []
    const done = new AbortController()

    await watchViews(
      {
        look: () => {
          const next = seen.shift()
          if (next === undefined) done.abort()
          return Promise.resolve(next ?? [])
        },
        restart: (mspId) => {
          restarted.push(mspId)
          return Promise.resolve()
        },
        log: () => undefined,
        betweenLooksMs: 0,
      },
      FAULTY,
      done.signal,
    )

    expect(restarted).toEqual(['ORG1'])
  })
})
