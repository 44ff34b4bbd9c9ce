import { describe, expect, it } from '@jest/globals'
import { RateLimit } from './rate-limit'

/** A limit of 3 at once and 1 in two seconds, and its clock. */
function aLimit(): { limit: RateLimit; pass: (ms: number) => void } {
  let now = 0
  const limit = new RateLimit({ burst: 3, perSecond: 0.5 }, () => now)
  return { limit, pass: (ms) => (now += ms) }
}

function ask(limit: RateLimit, times: number, address = '192.0.2.1'): number[] {
  return Array.from({ length: times }, () => limit.waitOf(address))
}

describe('a rate limit', () => {
  it('lets an address ask a few times at once and then says how long to wait', () => {
    const { limit, pass } = aLimit()

    expect(ask(limit, 4)).toEqual([0, 0, 0, 2])
    pass(1000)
    expect(ask(limit, 1)).toEqual([1])
    pass(1000)
    expect(ask(limit, 2)).toEqual([0, 2])
  })

  it('does not let a wait grow by asking again, nor save up more than the burst', () => {
    const { limit, pass } = aLimit()

    ask(limit, 50)
    pass(2000)
    expect(ask(limit, 1)).toEqual([0])
    pass(3_600_000)
    expect(ask(limit, 4)).toEqual([0, 0, 0, 2])
  })

  it('counts every address by itself, and forgets those that asked longest ago', () => {
    const { limit } = aLimit()

    ask(limit, 3)
    expect(ask(limit, 1, '192.0.2.2')).toEqual([0])
    expect(ask(limit, 1)).toEqual([2])
    for (let address = 0; address < 10_000; address++) limit.waitOf(`2001:db8::${address.toString(16)}`)
    expect(ask(limit, 1)).toEqual([0])
  })
})
