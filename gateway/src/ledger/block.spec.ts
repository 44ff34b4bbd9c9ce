import { beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { ledgerKey, shortId } from '@eco/domain'
import type { RegisterBlock } from '../register/register'
import { recordedBlocks } from '../testing/recorded-blocks'
import type { RecordedBlocks } from '../testing/recorded-blocks'
import { readBlock } from './block'

let recorded: RecordedBlocks
let blocks: readonly RegisterBlock[]

beforeAll(async () => {
  recorded = await recordedBlocks()
  blocks = recorded.blocks.map((block) => readBlock(block, 'eco'))
})

describe('a block as a peer delivers it', () => {
  it('names the hash that the next block repeats', () => {
    expect(blocks.map(({ number }) => number)).toEqual([0, 1, 2])
    expect(blocks.slice(1).map(({ previousHash }) => previousHash)).toEqual(blocks.slice(0, -1).map(({ hash }) => hash))
  })

  it('holds no change if it only configures the channel', () => {
    expect(blocks[0]?.changes).toEqual([])
  })

  it('tells who wrote which record in which transaction', () => {
    const [change] = blocks[1]?.changes ?? []

    const key = ledgerKey('certificate', shortId(recorded.certificate as CertificateId))
    expect(change).toMatchObject({ key, transactionId: recorded.issuedBy, submitter: 'AUMSP' })
    expect(change?.text).toContain('"RCEP"')
  })

  it('leaves out what its transactions wrote in vain', () => {
    expect(recorded.blocks[2]?.getData()?.getDataList_asU8()).toHaveLength(2)
    expect(blocks[2]?.changes.map(({ transactionId }) => transactionId)).toEqual([recorded.cancelledBy])
  })

  it('leaves out other namespaces', () => {
    expect(recorded.blocks.flatMap((block) => readBlock(block, 'other').changes)).toEqual([])
  })

  it('has nothing in clear that stands in the dataset', () => {
    const bytes = recorded.blocks.map((block) => Buffer.from(block.serializeBinary()).toString('latin1')).join()

    for (const clear of ['AU-2026-000001', 'Southern Wool', 'Wool', '510111', '1200.5', 'KGM'])
      expect(bytes).not.toContain(clear)
  })
})
