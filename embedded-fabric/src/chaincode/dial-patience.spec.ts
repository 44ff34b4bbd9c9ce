import { describe, expect, it } from '@jest/globals'

import { DialPatience } from './dial-patience'

const ADDRESS = '127.0.0.1:1'

describe('the time that a chaincode server is waited for', () => {
  it('is the whole time for an address of which nothing is known', () => {
    const patience = new DialPatience()
    patience.failed(ADDRESS, 0, 3_000)

    expect(patience.left('127.0.0.1:2', 3_000, 3_001)).toBe(3_000)
  })

  it('is none for a server that was there and is gone', () => {
    const patience = new DialPatience()
    patience.failed(ADDRESS, 0, 3_000)
    patience.reached(ADDRESS)

    expect(patience.left(ADDRESS, 3_000, 10_000)).toBe(0)
  })

  it('is used up for those who ask right after somebody has waited in vain', () => {
    const patience = new DialPatience()
    patience.failed(ADDRESS, 0, 3_000)

    expect(patience.left(ADDRESS, 3_000, 3_001)).toBe(0)
    patience.failed(ADDRESS, 3_001, 3_002)
    expect(patience.left(ADDRESS, 3_000, 3_003)).toBe(0)
  })

  it('goes on for one who asked a little, and gave up', () => {
    const patience = new DialPatience()
    patience.failed(ADDRESS, 0, 500)

    expect(patience.left(ADDRESS, 3_000, 600)).toBe(2_400)
  })

  it('begins anew when nobody has asked for more than a second', () => {
    const patience = new DialPatience()
    patience.failed(ADDRESS, 0, 3_000)

    expect(patience.left(ADDRESS, 3_000, 4_001)).toBe(3_000)
    patience.failed(ADDRESS, 4_001, 7_001)
    expect(patience.left(ADDRESS, 10_000, 7_002)).toBe(4_001 + 10_000 - 7_002)
  })
})
