import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { status } from '@grpc/grpc-js'
import type { Gateway } from '@hyperledger/fabric-gateway'
import { common, peer as wirePeer } from '@hyperledger/fabric-protos'
import type { LedgerConfig, LedgerDeadlines } from '../config'
import { recordedBlocks } from '../testing/recorded-blocks'
import { ScriptedPeer } from '../testing/scripted-peer'
import { submit } from './submission'
import type { Submission } from './submission'

const CONFIG = { channel: 'eco', chaincode: 'eco' } as LedgerConfig
const DEADLINES: LedgerDeadlines = { evaluate: 500, endorse: 500, submit: 300, commit: 300, visible: 500, probe: 500 }
const CONFLICT = wirePeer.TxValidationCode.MVCC_READ_CONFLICT

let peer: ScriptedPeer
let client: Gateway
let marks: string[]

beforeEach(async () => {
  const { blocks } = await recordedBlocks()
  const [bytes] = blocks[1]?.getData()?.getDataList_asU8() ?? []
  peer = new ScriptedPeer(common.Envelope.deserializeBinary(bytes ?? new Uint8Array()))
  client = await peer.open()
  marks = []
})

afterEach(() => {
  client.close()
  peer.close()
})

function write(chaincode = CONFIG.chaincode): Promise<Submission> {
  const request = { role: 'issuer' as const, requestId: '1', mark: (step: string) => void marks.push(step) }
  return submit({ client, config: { ...CONFIG, chaincode }, deadlines: DEADLINES }, request, {
    name: 'issue',
    args: ['1', '[]'],
  })
}

describe('a write', () => {
  it('that is endorsed and committed answers with its transaction and block', async () => {
    const { result, place } = await write()

    expect(JSON.parse(result)).toMatchObject({ outcomes: ['done'] })
    expect(place).toEqual({ transactionId: expect.stringMatching(/^[0-9a-f]{64}$/), block: 7 })
    expect(marks).toEqual(['endorsed', 'committed'])
  })

  it('that would change nothing is not submitted', async () => {
    const { place } = await write('another chaincode than the one that was written')

    expect(place).toBeUndefined()
    expect(peer.calls.submit).toBe(0)
  })

  it('is refused with the contract’s own refusal, which only the endorsers’ details hold', async () => {
    peer.endorse[0] = {
      code: status.ABORTED,
      detail: 'chaincode response 500, CALLER_NOT_ISSUING_MEMBER: ID did not issue it',
    }

    await expect(write()).rejects.toMatchObject({
      name: 'Refusal',
      code: 'CALLER_NOT_ISSUING_MEMBER',
      detail: 'ID did not issue it',
    })
  })

  it('succeeds although the orderers said UNAVAILABLE, if it was committed', async () => {
    peer.submit[0] = { code: status.UNAVAILABLE }

    expect((await write()).place?.block).toBe(7)
  })

  it('is submitted again, the same transaction, while nobody knows of it', async () => {
    peer.submit.unshift({ code: status.UNAVAILABLE })
    peer.commitStatus.unshift({ code: status.DEADLINE_EXCEEDED })

    expect((await write()).place?.block).toBe(7)
    expect(peer.calls).toEqual({ endorse: 1, submit: 2, commitStatus: 2 })
  })

  it('is of unknown outcome, never failed, if the peer is silent until the deadline', async () => {
    peer.commitStatus[0] = { code: status.UNAVAILABLE }

    await expect(write()).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      transactionId: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('that lost a race is proposed anew, as another transaction', async () => {
    peer.commitStatus.unshift(CONFLICT, CONFLICT)

    expect((await write()).place?.block).toBe(7)
    expect(peer.calls).toEqual({ endorse: 3, submit: 3, commitStatus: 3 })
  })

  it('that loses every race ends as contention', async () => {
    peer.commitStatus[0] = CONFLICT

    await expect(write()).rejects.toMatchObject({ name: 'Contention' })
    expect(peer.calls.submit).toBe(5)
  })

  it('that is found invalid for another reason names it, and is not repeated', async () => {
    peer.commitStatus[0] = wirePeer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE

    await expect(write()).rejects.toMatchObject({
      name: 'TransactionInvalid',
      validationCode: 'ENDORSEMENT_POLICY_FAILURE',
    })
    expect(peer.calls.submit).toBe(1)
  })

  it('is proposed again if endorsers stood at different heights', async () => {
    peer.endorse.unshift({ code: status.ABORTED, detail: 'ProposalResponsePayloads do not match' })

    expect((await write()).place?.block).toBe(7)
    expect(peer.calls.endorse).toBe(2)
  })

  it.each([status.UNAVAILABLE, status.FAILED_PRECONDITION, status.DEADLINE_EXCEEDED, status.PERMISSION_DENIED])(
    'was not written if it could not be endorsed (gRPC code %s)',
    async (code) => {
      peer.endorse[0] = { code }

      await expect(write()).rejects.toMatchObject({ name: 'RegisterUnavailable' })
      expect(peer.calls.submit).toBe(0)
    },
  )
})
