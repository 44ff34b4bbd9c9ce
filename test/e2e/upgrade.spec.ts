import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Step } from '@eco/chaincode/testing/model'
import { modelledId } from '@eco/chaincode/testing/model-entries'
import type { Scene } from '@eco/chaincode/testing/model-entries'
import type { Round } from '@eco/chaincode/testing/model-histories'
import { modelledRecord } from '@eco/chaincode/testing/model-record'
import { parseRecordText } from '@eco/domain'
import { LEDGER } from '../support/ledger'
import { validTransactions } from '../support/ledger-writes'
import { runHistory } from '../support/model-run'
import type { Run } from '../support/model-run'
import { ModelStage } from '../support/model-stage'
import { startUpgradable } from '../support/upgradable-channel'
import type { UpgradableChannel } from '../support/upgradable-channel'

/** A step by whoever may take it, about the first certificate from Australia to Korea. */
function step(name: Step['name'], changes: Partial<Step> = {}): Round {
  const basis = {
    name,
    instead: [],
    member: 0,
    entitled: true,
    certificate: 0,
    other: 0,
    importer: 1,
    use: 0,
    amount: 2,
  }
  return {
    steps: [{ ...basis, carry: true, case: 1, key: 0, agreement: 0, later: false, ...changes }],
    together: false,
  }
}

const BEFORE = [
  step('issue', { amount: 10 }),
  ...[step('deliver'), step('markDelivered'), step('acknowledge')],
  ...[step('use'), step('reserve', { use: 1 })],
  ...[step('openCase'), step('placeHold')],
  ...[step('issue', { certificate: 1 }), step('draw', { certificate: 2, importer: 2 })],
  step('suspend', { member: 2 }),
]

const AFTER = [
  ...[step('confirm', { use: 1 }), step('correctUse', { amount: 1 }), step('refuse', { use: 2 })],
  ...[step('accept'), step('answerCase'), step('determine')],
  ...[step('releaseHold'), step('requestPurge'), step('requestPurge', { member: 1 }), step('purge')],
  ...[step('replace', { certificate: 3, other: 1 }), step('cancel', { certificate: 2 })],
  ...[step('resume', { member: 2 }), step('issue', { certificate: 4, member: 2, importer: 0 })],
  step('acquit'),
]

describe('a channel whose contract is upgraded while it runs', () => {
  let channel: UpgradableChannel
  let stage: ModelStage
  let scene: Scene
  let before: Run

  beforeAll(async () => {
    channel = await startUpgradable(LEDGER, '1.0')
    stage = await ModelStage.open(channel.connect)
    await stage.seed()
    const scenes = await stage.scenes(1)
    scene = scenes[0]!
    before = await runHistory(stage, scene, BEFORE)
  }, 180_000)

  afterAll(async () => {
    stage[Symbol.dispose]()
    await channel.close()
  }, 60_000)

  it('keeps every old record readable at every peer, and lets old certificates, cases, deliveries and authorities go on', async () => {
    const numbers = [...before.model.certificates.keys()]
    const answers = await Promise.all(numbers.map((number) => stage.answers('get', modelledId(scene, number))))
    expect(before.fates).toEqual({ committed: BEFORE.length, refused: 0, conflict: 0 })

    await channel.upgrade('2.0')
    const same = await Promise.all(numbers.map((number) => stage.answers('get', modelledId(scene, number))))
    const after = await runHistory(stage, scene, AFTER, before.model)

    expect(same).toEqual(answers)
    expect(after.fates).toEqual({ committed: AFTER.length, refused: 0, conflict: 0 })
    for (const number of after.model.certificates.keys()) {
      const [text, ...others] = await stage.answers('get', modelledId(scene, number))
      expect(others).toEqual([])
      expect(parseRecordText(text!)).toMatchObject(modelledRecord(scene, after.model, number))
    }
    expect(await ran(before.block)).toEqual(['eco 1.0'])
    expect(await ran(after.block)).toEqual(['eco 2.0'])
  }, 180_000)

  async function ran(block: number): Promise<readonly string[]> {
    const blocks = await stage.blocks(block)
    return validTransactions(blocks[block]!).map((transaction) => transaction.ran)
  }
})
