import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openPlan } from './network-file'
import { PORT_NAMES, portsFrom } from './plan'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fabric-plan-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const organizations = [{ mspId: 'AUMSP' }, { mspId: 'WCOMSP', observer: true }]

describe('the plan of a network', () => {
  it('gives every node a port of its own', async () => {
    const plan = await openPlan({ folder, channelId: 'eco', organizations })

    const ports = plan.members.flatMap((member) => PORT_NAMES.map((name) => member.ports[name]))
    expect(new Set(ports).size).toBe(12)
  })

  it('keeps its ports from one start to the next: they stand in the first block', async () => {
    const first = await openPlan({ folder, channelId: 'eco', organizations })

    expect(await openPlan({ folder, channelId: 'eco', organizations })).toEqual(first)
  })

  it('takes the ports that it is given', async () => {
    const plan = await openPlan({
      folder,
      channelId: 'eco',
      organizations: [{ mspId: 'AUMSP', ports: portsFrom(21_000, 3) }],
    })

    expect(plan.members[0]?.ports.orderer).toBe(21_311)
  })

  it('refuses other ports than those of the first start, and names those', async () => {
    await openPlan({ folder, channelId: 'eco', organizations: [{ mspId: 'AUMSP', ports: portsFrom(21_000, 0) }] })

    const moved = openPlan({ folder, channelId: 'eco', organizations: [{ mspId: 'AUMSP', ports: { peer: 22_000 } }] })

    await expect(moved).rejects.toThrow('AUMSP peer 21001')
  })

  it('refuses the folder of a network with other members', async () => {
    await openPlan({ folder, channelId: 'eco', organizations })

    const other = openPlan({ folder, channelId: 'eco', organizations: [{ mspId: 'AUMSP' }, { mspId: 'CNMSP' }] })

    await expect(other).rejects.toThrow('eco, AUMSP, WCOMSP (observer); wanted is eco, AUMSP, CNMSP')
  })
})
