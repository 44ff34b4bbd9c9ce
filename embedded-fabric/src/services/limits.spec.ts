import { status } from '@grpc/grpc-js'
import type { CloseableAsyncIterable, Contract } from '@hyperledger/fabric-gateway'
import type { common } from '@hyperledger/fabric-protos'
import { afterEach, describe, expect, it } from '@jest/globals'
import { setImmediate } from 'node:timers/promises'
import { freePort } from '../testing/chaincode-server'
import { TestChannel, text } from '../testing/test-channel'
import type { TestOptions } from '../testing/test-channel'
import { CallPlaces, goDuration } from './limits'
import type { PeerLimits } from './limits'

let test: TestChannel
afterEach(() => test[Symbol.asyncDispose]())

async function start(limits: Partial<PeerLimits>, options: TestOptions = {}): Promise<Contract> {
  test = await TestChannel.start({ limits, ...options })
  return test.contract()
}

describe('an endpoint', () => {
  it('refuses calls of the Gateway service above its limit, and takes them again when one has ended', async () => {
    const contract = await start({ gatewayCalls: 1 })
    const transaction = await contract.newProposal('put', { arguments: ['a', '1'] }).endorse()
    test.channel.controls.pauseOrdering()
    const commit = await transaction.submit()
    const waiting = commit.getStatus()

    // The wait has its place once its call has arrived.
    await until(
      () => contract.evaluateTransaction('get', 'a').then(String, String),
      'GatewayError: 2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (1)',
    )

    test.channel.controls.resumeOrdering()
    expect((await waiting).successful).toBe(true)
    expect(text(await contract.evaluateTransaction('get', 'a'))).toBe('1')
  })

  it('refuses in Fabric’s words, with the code of an error that has none', () => {
    const places = new CallPlaces('gateway.Gateway', 1)
    const release = places.take()

    expect(() => places.take()).toThrow(
      expect.objectContaining({
        code: status.UNKNOWN,
        message: 'too many requests for /gateway.Gateway, exceeding concurrency limit (1)',
      }),
    )
    release()
    release()
    places.take()
    expect(() => places.take()).toThrow('exceeding concurrency limit')
  })

  it('refuses streams of blocks above its limit, and one that has ended gives its place back', async () => {
    await start({ deliverStreams: 1 })
    const network = await test.network()
    const first = await network.getBlockEvents({ startBlock: 0n })
    await nextOf(first)

    expect(await nextOf(await network.getBlockEvents({ startBlock: 0n }))).toContain(
      'too many requests for /protos.Deliver',
    )
    first.close()

    await until(async () => nextOf(await network.getBlockEvents({ startBlock: 0n })), 'block 0')
  })
})

describe('a transaction', () => {
  it('above the largest message is refused by a quorum of orderers, with its size', async () => {
    const cutting = { maxMessages: 100, maxBytes: 1 << 20, timeoutMs: 5, maxMessageBytes: 20_000 }
    const contract = await start({}, { cutting })

    const submitted = contract.submitTransaction('put', 'a', 'x'.repeat(20_000))

    const refusal = {
      message: expect.stringMatching(
        /status=BAD_REQUEST, info=message payload is \d{5} bytes and exceeds maximum allowed 20000 bytes$/,
      ) as unknown,
    }
    await expect(submitted).rejects.toMatchObject({ code: status.UNAVAILABLE, details: [refusal, refusal] })
  })

  it('above a block’s size, but not above the largest message, is committed in a block of its own', async () => {
    const contract = await start({}, { cutting: { maxMessages: 100, maxBytes: 20_000, timeoutMs: 5 } })

    const big = await contract.submitAsync('put', { arguments: ['a', 'x'.repeat(30_000)] })

    expect((await big.getStatus()).successful).toBe(true)
  })
})

describe('a contract', () => {
  it('that does not answer is given up after its time, at each organisation', async () => {
    const contract = await start({ executeTimeoutMs: 60 })

    await expect(contract.newProposal('hang').endorse()).rejects.toMatchObject({
      code: status.ABORTED,
      details: [
        {
          message: expect.stringMatching(
            /^error in simulation: failed to execute transaction \w{64}: error sending: timeout expired while executing transaction$/,
          ),
        },
      ],
    })
  })

  it('that another organisation waits for in vain counts as unreachable there', async () => {
    const contract = await start({ endorsementTimeoutMs: 60 })
    const proposal = contract.newProposal('hang', { endorsingOrganizations: ['Org2MSP'] })

    await expect(proposal.endorse()).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ mspId: 'Org2MSP', message: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded' }],
    })
  })

  it('whose server is gone costs its time once, not once for each organisation', async () => {
    const address = `127.0.0.1:${await freePort()}`
    const contract = await start({ dialTimeoutMs: 400 }, { chaincode: { address } })
    const began = performance.now()

    await expect(contract.evaluateTransaction('get', 'a')).rejects.toMatchObject({ code: status.ABORTED })

    expect(performance.now() - began).toBeLessThan(2 * 400)
  })
})

describe('a duration', () => {
  it.each([
    [1_500, '1.5s'],
    [900_000, '15m0s'],
    [3_661_000, '1h1m1s'],
  ])('of %d ms is written as Go writes it', (ms, expected) => {
    expect(goDuration(ms)).toBe(expected)
  })
})

/** `block N`, or why there is none. */
async function nextOf(blocks: CloseableAsyncIterable<common.Block>): Promise<string> {
  try {
    for await (const block of blocks) return `block ${block.getHeader()?.getNumber() ?? ''}`
    return 'the end'
  } catch (error) {
    return String((error as { readonly cause?: unknown }).cause ?? error)
  }
}

/** Asks again until the answer is this one; the test's own time limit ends it. */
async function until(ask: () => Promise<string>, wanted: string): Promise<void> {
  let answer = await ask()
  while (answer !== wanted) {
    await setImmediate()
    answer = await ask()
  }
}
