import { describe, expect, it } from '@jest/globals'
import type { CertificateRecord, CertificateStates } from '../certificate'
import { aRecord, aRecordWithAccount } from '../testing/samples'
import { lifeOf } from './life'
import type { LifeChange } from './life'

const START = Date.parse('2026-03-02T00:00:00.000Z')

function at(hours: number, states: Partial<CertificateStates> = {}, record: CertificateRecord = aRecord()): LifeChange {
  const time = new Date(START + hours * 3_600_000).toISOString()
  return { time, record: { ...record, states: { ...record.states, ...states } } }
}

function hours(time: number | undefined): number | undefined {
  return time === undefined ? undefined : (time - START) / 3_600_000
}

describe('the life of a certificate', () => {
  it('tells when it was first delivered, acknowledged and used, and how it stands now', () => {
    const used = aRecordWithAccount('used', 2n)

    const life = lifeOf(
      [
        at(0),
        at(2, { delivery: 'delivered' }),
        at(3, { delivery: 'failed' }),
        at(4, { delivery: 'delivered' }),
        at(5, { delivery: 'acknowledged' }),
        at(9, { delivery: 'acknowledged' }, used),
        at(20, { delivery: 'acknowledged', document: 'annulled' }, used),
      ],
      ['form'],
    )

    expect(life).toMatchObject({
      document: 'annulled',
      delivery: 'acknowledged',
      use: 'partly-used',
      refusals: ['form'],
    })
    expect([life.deliveredAt, life.acknowledgedAt, life.firstUsedAt].map(hours)).toEqual([2, 5, 9])
  })

  it('keeps several cases apart, also those that ended without a determination', () => {
    const { cases } = lifeOf([
      at(0),
      at(1, { verification: 'open' }),
      at(2, { verification: 'none' }),
      at(3, { verification: 'open' }),
      at(4, { verification: 'answered' }),
      at(6, { verification: 'determined' }),
      at(7, { verification: 'determined', document: 'annulled' }),
      at(8, { verification: 'open' }),
    ])

    const told = cases.map(({ openedAt, answeredAt, determinedAt }) => [openedAt, answeredAt, determinedAt].map(hours))
    expect(told).toEqual([
      [1, undefined, undefined],
      [3, 4, 6],
      [8, undefined, undefined],
    ])
  })

  it('says nothing of what has not happened', () => {
    expect(Object.keys(lifeOf([at(0)]))).not.toEqual(expect.arrayContaining(['deliveredAt']))
    expect(lifeOf([at(0)])).toMatchObject({ use: 'unused', delivery: 'registered', cases: [], refusals: [] })
  })
})
