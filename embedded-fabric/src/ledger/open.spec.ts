import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { common } from '@hyperledger/fabric-protos'
import { spawnTypeScript, writeMembers } from '../testing/committing-process'
import type { TestMember } from '../testing/test-ledger'
import {
  TestLedger,
  bytes,
  testCollection,
  testDefinition,
  testGenesis,
  testMembers,
  textOf,
} from '../testing/test-ledger'
import { CHANNEL } from '../testing/test-transaction'
import { createMembership } from '../identity/msp'
import { blockHeaderBytes } from '../wire/block'
import { sha256 } from '../wire/hashing'
import { openLedger } from './open'
import { LedgerError } from './store'

const DEFINITIONS = [testDefinition({ collections: [testCollection()] })]

let members: ReadonlyMap<string, TestMember>
let folder: string
let file: string
const running: ChildProcess[] = []

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP')
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  file = join(folder, 'ledger.db')
})

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  rmSync(folder, { recursive: true })
})

function open(): TestLedger {
  return new TestLedger(members, { definitions: DEFINITIONS, file })
}

describe('a ledger on disk', () => {
  it('has after reopening all that was committed, defined and kept', () => {
    let transient
    {
      using channel = open()
      channel.commit(channel.put('a', '1'))
      channel.commit(
        channel.put('a', '2'),
        channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'k', bytes('v'))),
      )
      channel.ledger.define(testDefinition({ name: 'second', sequence: 3 }))
      transient = channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'late', bytes('w')))
    }

    using again = open()

    expect(again.ledger.height).toBe(3)
    expect(again.text('a')).toBe('2')
    expect(textOf(again.read((simulator) => simulator.getState('basic', 'a'), 'Org1MSP', { atBlock: 1 }))).toBe('1')
    expect(textOf(again.read((simulator) => simulator.getPrivateData('basic', 'pair', 'k'), 'Org2MSP'))).toBe('v')
    expect(again.ledger.definition('second')).toEqual(testDefinition({ name: 'second', sequence: 3 }))
    expect(again.commit(transient)).toEqual(['VALID'])
    expect(textOf(again.read((simulator) => simulator.getPrivateData('basic', 'pair', 'late'), 'Org2MSP'))).toBe('w')
  })

  it('leaves nothing but its file when it is closed', () => {
    open()[Symbol.dispose]()

    expect(readdirSync(folder)).toEqual(['ledger.db'])
  })

  it('refuses a second opener while the first has it', () => {
    using first = open()

    expect(() => open()).toThrow(LedgerError)
    expect(() => open()).toThrow(`The ledger ${file} is in use by process ${process.pid}: end that process first`)
    expect(first.commit(first.put('a', '1'))).toEqual(['VALID'])
  })

  it('refuses the file of another channel', () => {
    open()[Symbol.dispose]()
    const material = [...members.values()].map((member) => member.material)
    const other = {
      file,
      channelId: 'other',
      genesis: testGenesis(),
      membership: createMembership(material),
      signer: members.get('Org1MSP')!.peer,
    }

    expect(() => openLedger(other)).toThrow(`belongs to channel '${CHANNEL}', not to 'other'`)
  })

  it.each([
    ['is no database', () => writeFileSync(file, 'This is not a ledger. '.repeat(500))],
    ['was cut off', () => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['was overwritten in the middle', overwriteMiddle],
  ])('says in one sentence that a file is damaged when it %s', (_, damage) => {
    {
      using channel = open()
      channel.commit(...Array.from({ length: 40 }, (_, i) => channel.put(`key${i}`, 'x'.repeat(1000))))
    }
    damage()

    expect(() => open()).toThrow(
      /^The ledger .+ is damaged \(.+\): restore it from a copy, or remove it to begin anew\.$/s,
    )
  })

  it('says that it cannot be opened where there is no folder', () => {
    file = join(folder, 'absent', 'ledger.db')

    expect(() => open()).toThrow(/cannot be opened: does its folder exist/)
  })
})

function overwriteMiddle(): void {
  const descriptor = openSync(file, 'r+')
  const { size } = statSync(file)
  writeSync(descriptor, Buffer.alloc(8192, 0xa5), 0, 8192, Math.floor(size / 2 / 4096) * 4096)
  closeSync(descriptor)
}

describe('a ledger whose process is killed', () => {
  it('reopens at the last whole block with nothing acknowledged lost, and is no longer held', async () => {
    writeMembers(folder, members)
    for (const blocks of [10, 3, 25]) {
      const acknowledged = await killedAfter(blocks)

      using channel = open()

      const newest = channel.ledger.height - 1
      expect(newest).toBeGreaterThanOrEqual(acknowledged)
      expect(newest).toBeLessThanOrEqual(acknowledged + 1)
      expect(channel.text('x')).toBe(String(newest))
      expect(channel.text('y')).toBe(String(newest))
      expect(textOf(channel.read((simulator) => simulator.getPrivateData('basic', 'pair', 'k'), 'Org2MSP'))).toBe(
        String(newest),
      )
      expect(channel.ledger.blockByNumber(newest)?.transactions.map(({ code }) => code)).toEqual([0, 0, 0])
    }
  })

  it('refuses a second process while it lives, and names it', async () => {
    writeMembers(folder, members)
    const { child, lines } = committingProcess()
    await lines.next()

    expect(() => open()).toThrow(`is in use by process ${child.pid}`)
  })

  function committingProcess(): { readonly child: ChildProcess; readonly lines: AsyncIterator<string, undefined> } {
    const child = spawnTypeScript(join(__dirname, '..', 'testing', 'committing-process.ts'), [folder, file])
    running.push(child)
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  }

  /** Kills a committing process in the midst of it; answers the last block that it told to be committed. */
  async function killedAfter(blocks: number): Promise<number> {
    const { child, lines } = committingProcess()
    let acknowledged = 0
    for (let told = 0; ; told++) {
      const { done, value } = await lines.next()
      if (done === true) return acknowledged
      acknowledged = Number(value)
      if (told === blocks) child.kill('SIGKILL')
    }
  }
})

describe('a block', () => {
  it('is chained to the one before by its hash, and names each transaction’s code', () => {
    using channel = open()
    channel.commit(channel.put('a', '1'), channel.put('b', '1', { version: '' }))
    channel.commit(channel.put('a', '2'))

    const [genesis, first, second] = [0, 1, 2].map((number) => channel.ledger.blockByNumber(number)!)
    const message = common.Block.deserializeBinary(second!.bytes)
    const filter = common.Block.deserializeBinary(first!.bytes).getMetadata()?.getMetadataList_asU8()[2]

    expect(Buffer.from(message.getHeader()!.getPreviousHash_asU8())).toEqual(Buffer.from(first!.hash))
    expect([...filter!]).toEqual([0, 25])
    expect(channel.ledger.blockByHash(first!.hash)?.number).toBe(1)
    expect(channel.ledger.blockByNumber(3)).toBeUndefined()
    expect(genesis!.transactions).toEqual([])
  })

  it('is signed by the orderer over metadata, signature header and block header', () => {
    using channel = open()
    const block = common.Block.deserializeBinary(channel.ledger.commit([channel.put('a', '1').envelope]).bytes)
    const header = block.getHeader()!
    const metadata = common.Metadata.deserializeBinary(block.getMetadata()!.getMetadataList_asU8()[0]!)
    const [signature] = metadata.getSignaturesList()

    const message = Buffer.concat([
      metadata.getValue_asU8(),
      signature!.getSignatureHeader_asU8(),
      blockHeaderBytes(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8()),
    ])
    const orderer = createMembership([channel.member('Org1MSP').material]).identify(
      common.SignatureHeader.deserializeBinary(signature!.getSignatureHeader_asU8()).getCreator_asU8(),
    )

    expect(orderer.verify(message, signature!.getSignature_asU8())).toBe(true)
    expect(Buffer.from(header.getDataHash_asU8())).toEqual(Buffer.from(sha256(...block.getData()!.getDataList_asU8())))
  })

  it('has a commit hash that is the same at every ledger with the same blocks, and another with another outcome', () => {
    using one = new TestLedger(members, { definitions: DEFINITIONS })
    using two = new TestLedger(members, { definitions: DEFINITIONS })
    using strict = new TestLedger(members, { definitions: [testDefinition({ policy: "OR('Org2MSP.peer')" })] })
    const { envelope } = one.put('a', '1')

    for (const { ledger } of [one, two, strict]) ledger.commit([envelope])

    expect(hex(two.ledger.commitHash)).toBe(hex(one.ledger.commitHash))
    expect(hex(strict.ledger.commitHash)).not.toBe(hex(one.ledger.commitHash))
  })
})

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}
