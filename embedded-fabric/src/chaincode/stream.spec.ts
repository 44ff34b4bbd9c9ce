import { common, msp, peer } from '@hyperledger/fabric-protos'
import { afterEach, describe, expect, it } from '@jest/globals'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

import { createOrganization, issueTlsClient, issueTlsServer } from '../identity/authority'
import type { KeyModification, KeyValue, Page, Simulator, StateIterator } from '../ledger/simulator'
import { freePort, startChaincodeProcess, startChaincodeServer } from '../testing/chaincode-server'
import { ProbeContract } from '../testing/probe-contract'
import type { ChaincodeAnswer, ChaincodeCall, ChaincodeLink } from './link'
import { connectChaincode, type ChaincodeOptions } from './stream'

const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe('an invocation', () => {
  it("reaches the contract with its arguments, transaction, channel and creator, and brings back the contract's answer", async () => {
    const { invoke } = await probe()

    const answer = await invoke(['all', JSON.stringify([['txId'], ['channel'], ['creator'], ['echo', 'ü€😀']])], 'tx7')

    expect(answer.status).toBe(200)
    expect(json(answer)).toEqual(['tx7', 'mychannel', 'Org1MSP', 'ü€😀'])
  })

  it('writes, reads and deletes state in the namespace of its chaincode', async () => {
    const memory = new MemorySimulator()
    const { invoke } = await probe({ memory })

    const read = await invoke([
      'all',
      JSON.stringify([
        ['put', 'a', '1'],
        ['put', 'b', '2'],
        ['get', 'b'],
        ['delete', 'a'],
      ]),
    ])

    expect(json(read)).toEqual(['', '', '2', ''])
    expect([...memory.state]).toEqual([['probe/b', bytes('2')]])
  })

  it('sees an absent key as empty', async () => {
    const { invoke } = await probe()

    expect(textOf(await invoke(['get', 'nothing']))).toBe('')
  })

  it('carries an event beside its answer', async () => {
    const { invoke } = await probe()

    const answer = await invoke(['event', 'happened', 'so'])

    expect(answer.event).toEqual({ name: 'happened', payload: bytes('so') })
  })

  it('that throws is an answer with status 500 and the message', async () => {
    const { invoke } = await probe()

    await expect(invoke(['throw', 'not today'])).resolves.toMatchObject({ status: 500, message: 'not today' })
  })

  it("that breaks a ledger rule tells the contract the rule in Fabric's words", async () => {
    const memory = new MemorySimulator()
    memory.putState = () => {
      throw new Error('the rule')
    }
    const { invoke } = await probe({ memory })

    const answer = await invoke(['put', 'a', '1'], 'tx1')

    expect(answer.message).toBe('PUT_STATE failed: transaction ID: tx1: the rule')
  })

  it('may make its requests at the same time', async () => {
    const { invoke } = await probe()
    const operations = Array.from({ length: 50 }, (_, i) => ['echo', String(i)])

    const answer = await invoke(['together', JSON.stringify([['put', 'a', '1'], ['get', 'a'], ...operations])])

    expect(json(answer)).toHaveLength(52)
  })

  it('may run beside others on the same stream, each with its own simulator', async () => {
    const { link } = await probe()
    const calls = Array.from({ length: 100 }, (_, i) => ({ i, memory: new MemorySimulator() }))

    const answers = await Promise.all(
      calls.map(({ i, memory }) =>
        link.invoke(
          aCall(
            [
              'all',
              JSON.stringify([
                ['put', 'k', `${i}`],
                ['get', 'k'],
              ]),
            ],
            `tx${i}`,
            memory,
          ),
        ),
      ),
    )

    expect(answers.map((answer) => json(answer))).toEqual(calls.map(({ i }) => ['', String(i)]))
  })

  it('is refused while another with the same transaction id is running', async () => {
    const { invoke } = await probe()
    const first = invoke(['hang'], 'tx1', 200)

    await expect(invoke(['echo', 'x'], 'tx1')).rejects.toThrow(
      'failed to execute transaction tx1: error sending: txid: tx1(mychannel) exists',
    )
    await expect(first).rejects.toThrow('timeout expired')
  })

  it('passes values of several megabytes both ways', async () => {
    const { invoke } = await probe()
    const value = 'x'.repeat(6 * 1024 * 1024)

    const answer = await invoke([
      'all',
      JSON.stringify([
        ['put', 'big', value],
        ['get', 'big'],
      ]),
    ])

    expect((json(answer) as string[])[1]).toHaveLength(value.length)
  })
})

describe('queries', () => {
  it.each([0, 1, 99, 100, 101, 200, 201, 1000])(
    'a range over %i keys yields each of them once, in order',
    async (count) => {
      const memory = new MemorySimulator(numbered(count))
      const { invoke } = await probe({ memory })

      const answer = await invoke(['range', '', ''])

      expect(json(answer)).toEqual(numbered(count))
      expect(memory.openIterators).toBe(0)
    },
  )

  it('a range that the contract leaves early is closed', async () => {
    const memory = new MemorySimulator(numbered(500))
    const { invoke } = await probe({ memory })

    const answer = await invoke(['rangeStart', '', '', '3'])

    expect(json(answer)).toEqual(numbered(3))
    expect(memory.openIterators).toBe(0)
  })

  it('reads one result beyond each batch of 100, which becomes part of the read set as in Fabric', async () => {
    const memory = new MemorySimulator(numbered(500))
    const { invoke } = await probe({ memory })

    await invoke(['rangeStart', '', '', '3'])

    expect(memory.yielded).toBe(101)
  })

  it('pages follow one another by their bookmarks until an empty one', async () => {
    const { invoke } = await probe({ memory: new MemorySimulator(numbered(250)) })
    const pages: unknown[][] = []

    for (let bookmark = '', more = true; more; more = bookmark !== '') {
      const page = json(await invoke(['page', '', '', '120', bookmark])) as PageOfProbe
      expect(page.count).toBe(page.entries.length)
      pages.push(page.entries)
      bookmark = page.bookmark
    }

    expect(pages.map((page) => page.length)).toEqual([120, 120, 10])
    expect(pages.flat()).toEqual(numbered(250))
  })

  it('a history keeps transaction, value, time and deletion of each change', async () => {
    const { invoke } = await probe()

    const answer = await invoke(['timedHistory', 'k'])

    expect(json(answer)).toEqual([
      { txId: 'tx2', isDelete: true, value: '', timestamp: { seconds: 1_700_000_001, nanos: 5 } },
      { txId: 'tx1', isDelete: false, value: 'old', timestamp: { seconds: 1_700_000_000, nanos: 0 } },
    ])
  })

  it('rich queries are refused by name', async () => {
    const { invoke } = await probe()

    const answer = await invoke(['query', '{"selector":{}}'], 'tx1')

    expect(answer.message).toBe('GET_QUERY_RESULT failed: transaction ID: tx1: ExecuteQuery not supported for leveldb')
  })
})

describe('private data and key policies', () => {
  it('reads, writes, deletes, purges, hashes and ranges in a collection', async () => {
    const memory = new MemorySimulator()
    const { invoke } = await probe({ memory })
    const operations = [
      ['privatePut', 'c', 'a', '1'],
      ['privatePut', 'c', 'b', '2'],
      ['privatePut', 'c', 'd', '3'],
      ['privateGet', 'c', 'a'],
      ['privateHash', 'c', 'a'],
      ['privateRange', 'c', '', ''],
      ['privateDelete', 'c', 'a'],
      ['privatePurge', 'c', 'b'],
    ]

    const answer = json(await invoke(['all', JSON.stringify(operations)])) as unknown[]

    expect(answer.slice(3, 6)).toEqual([
      '1',
      sha256('1').toString('hex'),
      [
        ['a', '1'],
        ['b', '2'],
        ['d', '3'],
      ],
    ])
    expect([...memory.state.keys()]).toEqual(['probe/c/d'])
    expect(memory.purged).toEqual(['probe/c/b'])
  })

  it("keeps a key's endorsement policy, public and private", async () => {
    const { invoke } = await probe()
    const operations = [
      ['setPolicy', 'a', 'AQID'],
      ['getPolicy', 'a'],
      ['privateSetPolicy', 'c', 'a', 'BAUG'],
      ['privateGetPolicy', 'c', 'a'],
      ['getPolicy', 'b'],
    ]

    const answer = await invoke(['all', JSON.stringify(operations)])

    expect(json(answer)).toEqual(['', 'AQID', '', 'BAUG', ''])
  })
})

describe('calls of another chaincode', () => {
  it('run in the same transaction and simulator, in their own namespace', async () => {
    const memory = new MemorySimulator()
    const { invoke } = await probe({ memory, other: 'other' })

    const answer = await invoke(['invoke', 'other', '', 'put', 'k', 'v'])

    expect(json(answer)).toEqual({ status: 200, message: '', payload: '' })
    expect([...memory.state.keys()]).toEqual(['other/k'])
  })

  it("bring back the other contract's refusal as an answer", async () => {
    const { invoke } = await probe({ other: 'other' })

    const answer = await invoke(['invoke', 'other:2.0', 'mychannel', 'throw', 'no'])

    expect(json(answer)).toEqual({ status: 500, message: 'no', payload: '' })
  })

  it('on another channel are refused by name', async () => {
    const { invoke } = await probe({ other: 'other' })

    const answer = await invoke(['invoke', 'other', 'elsewhere', 'echo', 'x'], 'tx1')

    expect(answer.message).toBe(
      'INVOKE_CHAINCODE failed: transaction ID: tx1: Failed to get policy manager for channel [elsewhere]',
    )
  })

  it('of itself are refused, since the transaction is running on that stream already', async () => {
    const { invoke } = await probe()

    const answer = await invoke(['invoke', 'probe', '', 'echo', 'x'], 'tx1')

    expect(answer.message).toBe(
      'INVOKE_CHAINCODE failed: transaction ID: tx1: execute failed: error sending: txid: tx1(mychannel) exists',
    )
  })
})

describe('a chaincode that fails', () => {
  it('to answer in time ends that invocation alone', async () => {
    const { invoke } = await probe()

    const slow = invoke(['hang'], 'tx1', 50)

    await expect(slow).rejects.toThrow(
      'failed to execute transaction tx1: error sending: timeout expired while executing transaction',
    )
    await expect(invoke(['echo', 'still here'])).resolves.toMatchObject({ status: 200 })
  })

  it('to stay alive ends every invocation in hand, and serves the next once it is back on its port', async () => {
    const port = await freePort()
    const first = await startChaincodeProcess({ port })
    const link = linkTo(first.address)
    await link.invoke(aCall(['echo', 'x'], 'tx0'))
    const inHand = [link.invoke(aCall(['hang'], 'tx1')), link.invoke(aCall(['hang'], 'tx2'))]
    const outcomes = Promise.allSettled(inHand)

    await first.kill()

    expect(await outcomes).toMatchObject([
      { reason: { message: 'failed to execute transaction tx1: error sending: chaincode stream terminated' } },
      { reason: { message: 'failed to execute transaction tx2: error sending: chaincode stream terminated' } },
    ])
    const second = await startChaincodeProcess({ port })
    closers.push(() => second.close())
    await expect(link.invoke(aCall(['echo', 'again'], 'tx3'))).resolves.toMatchObject({ status: 200 })
  })

  it('in the middle of a transaction ends it', async () => {
    const chaincode = await startChaincodeProcess()
    closers.push(() => chaincode.close())

    const answer = linkTo(chaincode.address).invoke(aCall(['exit'], 'tx1'))

    await expect(answer).rejects.toThrow('error sending: chaincode stream terminated')
  })

  it('to be there at all is reported with its name, address and cause', async () => {
    const address = `127.0.0.1:${await freePort()}`

    const answer = linkTo(address, { connectTimeoutMs: 100 }).invoke(aCall(['echo', 'x'], 'tx1'))

    await expect(answer).rejects.toThrow(
      `failed to execute transaction tx1: could not launch chaincode probe: connection to probe failed: ` +
        `error cannot create connection for probe: error creating grpc connection to ${address}: ` +
        `failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`,
    )
  })

  it('to be there yet is waited for', async () => {
    const port = await freePort()
    const answer = linkTo(`127.0.0.1:${port}`).invoke(aCall(['echo', 'x'], 'tx1'))

    const server = await startChaincodeServer(new ProbeContract(), { port })
    closers.push(() => server.close())

    await expect(answer).resolves.toMatchObject({ status: 200 })
  })

  it('to speak the protocol is reported', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const sockets = new Set<{ destroy(): void }>()
    silent.on('connection', (socket) => sockets.add(socket))
    closers.push(async () => {
      for (const socket of sockets) socket.destroy()
      silent.close()
      await once(silent, 'close')
    })
    const { port } = silent.address() as { port: number }

    const answer = linkTo(`127.0.0.1:${port}`, { connectTimeoutMs: 100 }).invoke(aCall(['echo', 'x'], 'tx1'))

    await expect(answer).rejects.toThrow('timeout expired while starting chaincode probe for transaction')
  })
})

describe('a chaincode server with TLS', () => {
  it('is reached with its authority, and a client certificate where it asks for one', async () => {
    const { organization, server } = await secureServer()
    const { certificate, privateKey } = await issueTlsClient(organization, { name: 'peer0' })

    const tls = { rootCertificates: organization.tlsCa.certificate, certificate, privateKey }
    const answer = await linkTo(server.address, { tls }).invoke(aCall(['echo', 'secret'], 'tx1'))

    expect(textOf(answer)).toBe('secret')
  })

  it('is not spoken to when another authority has signed its certificate', async () => {
    const { server } = await secureServer()
    const other = await createOrganization({ mspId: 'Org2MSP' })

    const tls = { rootCertificates: other.tlsCa.certificate }
    const answer = linkTo(server.address, { tls, connectTimeoutMs: 1_000 }).invoke(aCall(['echo', 'secret'], 'tx1'))

    await expect(answer).rejects.toThrow('self-signed certificate in certificate chain')
  })
})

describe('a closed link', () => {
  it('ends what is in hand, refuses what comes after, and leaves nothing behind', async () => {
    const { link, invoke } = await probe()
    await invoke(['echo', 'x'])
    const inHand = expect(invoke(['hang'], 'tx1')).rejects.toThrow('chaincode stream terminated')

    await link.close()

    await inHand
    await expect(invoke(['echo', 'x'], 'tx2')).rejects.toThrow('context canceled')
  })
})

interface PageOfProbe {
  readonly entries: unknown[]
  readonly bookmark: string
  readonly count: number
}

async function secureServer() {
  const organization = await createOrganization({ mspId: 'Org1MSP' })
  const { certificate, privateKey } = await issueTlsServer(organization)
  const server = await startChaincodeServer(new ProbeContract(), {
    tls: { certificate, privateKey, clientCa: organization.tlsCa.certificate },
  })
  closers.push(() => server.close())
  return { organization, server }
}

async function probe({ memory = new MemorySimulator(), other }: { memory?: MemorySimulator; other?: string } = {}) {
  const server = await startChaincodeServer(new ProbeContract())
  closers.push(() => server.close())
  const links = new Map<string, ChaincodeLink>()
  for (const name of other === undefined ? ['probe'] : ['probe', other]) {
    links.set(
      name,
      linkTo(server.address, {
        name,
        invokeChaincode: ({ chaincode, args, parent }) => links.get(chaincode)!.invoke({ ...parent, args }),
      }),
    )
  }
  const link = links.get('probe')!
  const invoke = (args: readonly string[], txId = 'tx', timeoutMs = 5_000) =>
    link.invoke({ ...aCall(args, txId, memory), timeoutMs })
  return { link, invoke }
}

function linkTo(address: string, options: Partial<ChaincodeOptions> = {}): ChaincodeLink {
  const link = connectChaincode({
    name: 'probe',
    address,
    invokeChaincode: () => Promise.reject(new Error('no other chaincode')),
    ...options,
  })
  closers.push(() => link.close())
  return link
}

function aCall(args: readonly string[], txId: string, simulator: Simulator = new MemorySimulator()): ChaincodeCall {
  return {
    channelId: 'mychannel',
    txId,
    args: args.map((arg) => bytes(arg)),
    signedProposal: SIGNED_PROPOSAL,
    simulator,
    timeoutMs: 5_000,
  }
}

const SIGNED_PROPOSAL = signedProposal('Org1MSP')

function signedProposal(mspId: string): Uint8Array {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(identity.serializeBinary())
  signatureHeader.setNonce(new Uint8Array(24))
  const channelHeader = new common.ChannelHeader()
  channelHeader.setTimestamp(new Timestamp())
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const proposal = new peer.Proposal()
  proposal.setHeader(header.serializeBinary())
  const payload = new peer.ChaincodeProposalPayload()
  payload.setInput(bytes('input'))
  proposal.setPayload(payload.serializeBinary())
  const signed = new peer.SignedProposal()
  signed.setProposalBytes(proposal.serializeBinary())
  return signed.serializeBinary()
}

function numbered(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`k${String(i).padStart(4, '0')}`, String(i)])
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function textOf(answer: ChaincodeAnswer): string {
  expect(answer).toMatchObject({ status: 200, message: '' })
  return Buffer.from(answer.payload).toString()
}

function json(answer: ChaincodeAnswer): unknown {
  return JSON.parse(textOf(answer))
}

/** State without rules: what is written is read at once. */
class MemorySimulator implements Simulator {
  readonly state = new Map<string, Uint8Array>()
  readonly purged: string[] = []
  openIterators = 0
  yielded = 0
  readonly #metadata = new Map<string, Map<string, Uint8Array>>()

  constructor(entries: readonly (readonly [string, string])[] = []) {
    for (const [key, value] of entries) this.putState('probe', key, bytes(value))
  }

  getState(namespace: string, key: string) {
    return this.state.get(`${namespace}/${key}`)
  }
  putState(namespace: string, key: string, value: Uint8Array): void {
    this.state.set(`${namespace}/${key}`, new Uint8Array(value))
  }
  deleteState(namespace: string, key: string): void {
    this.state.delete(`${namespace}/${key}`)
  }
  getStateMetadata(namespace: string, key: string) {
    return this.#metadata.get(`${namespace}/${key}`) ?? new Map<string, Uint8Array>()
  }
  putStateMetadata(namespace: string, key: string, name: string, value: Uint8Array): void {
    this.#metadata.set(`${namespace}/${key}`, new Map([[name, value]]))
  }
  getStateRange(namespace: string, startKey: string, endKey: string, page?: Page): StateIterator {
    const found = [...this.state]
      .map(([key, value]) => ({ key: key.slice(namespace.length + 1), value }))
      .filter(({ key }) => key >= startKey && (endKey === '' || key < endKey))
    return this.#iterate(found.slice(0, page?.pageSize), page && (found[page.pageSize]?.key ?? ''))
  }
  #iterate(results: readonly KeyValue[], bookmark = ''): StateIterator {
    this.openIterators++
    const inner = results[Symbol.iterator]()
    return {
      next: () => {
        const next = inner.next()
        if (next.done !== true) this.yielded++
        return next
      },
      bookmark: () => bookmark,
      close: () => {
        this.openIterators--
      },
    }
  }
  getHistoryForKey(): Iterator<KeyModification> {
    return [
      { txId: 'tx2', value: new Uint8Array(), timestamp: { seconds: 1_700_000_001, nanos: 5 }, isDelete: true },
      { txId: 'tx1', value: bytes('old'), timestamp: { seconds: 1_700_000_000, nanos: 0 }, isDelete: false },
    ].values()
  }
  getPrivateData(namespace: string, collection: string, key: string) {
    return this.getState(`${namespace}/${collection}`, key)
  }
  getPrivateDataHash(namespace: string, collection: string, key: string) {
    const value = this.getPrivateData(namespace, collection, key)
    return value && new Uint8Array(createHash('sha256').update(value).digest())
  }
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.putState(`${namespace}/${collection}`, key, value)
  }
  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.deleteState(`${namespace}/${collection}`, key)
  }
  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.purged.push(`${namespace}/${collection}/${key}`)
    this.deletePrivateData(namespace, collection, key)
  }
  getPrivateDataMetadata(namespace: string, collection: string, key: string) {
    return this.getStateMetadata(`${namespace}/${collection}`, key)
  }
  putPrivateDataMetadata(namespace: string, collection: string, key: string, name: string, value: Uint8Array): void {
    this.putStateMetadata(`${namespace}/${collection}`, key, name, value)
  }
  getPrivateDataRange(namespace: string, collection: string, startKey: string, endKey: string): StateIterator {
    return this.getStateRange(`${namespace}/${collection}`, startKey, endKey)
  }
  finish(): never {
    throw new Error('not finished by the link')
  }
}
