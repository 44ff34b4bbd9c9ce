import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { APART } from './definitions'

/** One name under which the probe contract is served, and the id that the peer expects of it. */
export interface Service {
  readonly name: string
  readonly chaincodeId: string
}

/** fabric-shim's chaincode servers, in processes of their own. */
export interface ChaincodeProcess extends AsyncDisposable {
  /** `host:port` by name. */
  readonly addresses: Readonly<Record<string, string>>
}

// Loaded from its source, as the tests of the channel load it.
const PROBE_CONTRACT = join(dirname(require.resolve('embedded-fabric/package.json')), 'src/testing/probe-contract.ts')

// A port that is found free is bound again at once: nothing else that tests start takes a port by its number.
const CHILD = `
  const { createServer } = require('node:net')
  const { Shim } = require('fabric-shim')
  const [file, services] = process.argv.slice(1)
  process.on('disconnect', () => process.exit())
  const { ProbeContract } = require(file)
  const free = () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
  const limits = { 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 }
  const serve = async () => {
    const addresses = {}
    for (const { name, chaincodeId, address = '127.0.0.1:' + await free() } of JSON.parse(services)) {
      await Shim.server(new ProbeContract(), { ccid: chaincodeId, address, ...limits }).start()
      addresses[name] = address
    }
    process.send(addresses)
  }
  serve().catch((error) => { console.error(error.message); process.exit(1) })`

type Served = Service & { readonly address?: string }
type Addresses = ChaincodeProcess['addresses']

/** Starts a server for each service, in processes that end with this one at the latest; some in one of its own, which may die. */
export async function startChaincodes(services: readonly Service[]): Promise<ChaincodeProcess> {
  const groups = [
    services.filter(({ name }) => APART[name] === undefined),
    ...services.filter(({ name }) => APART[name] !== undefined).map((service) => [service]),
  ]
  const started = await Promise.all(groups.map((group) => startGroup(group)))
  return {
    addresses: Object.assign({}, ...started.map(({ addresses }) => addresses)) as Addresses,
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((group) => group[Symbol.asyncDispose]()))
    },
  }
}

async function startGroup(services: readonly Service[]): Promise<ChaincodeProcess> {
  let closing = false
  let { child, addresses } = await startProcess(services)
  const watch = (): void => {
    child.once('exit', () => {
      if (!closing && services.every(({ name }) => APART[name] === 'restarted')) void restart()
    })
  }
  const restart = async (): Promise<void> => {
    const again = services.map((service): Served => {
      const address = addresses[service.name]
      return { ...service, ...(address !== undefined && { address }) }
    })
    ;({ child, addresses } = await startProcess(again))
    if (closing) child.kill()
    watch()
  }
  watch()
  return {
    addresses,
    async [Symbol.asyncDispose]() {
      closing = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      // Its end is waited for, so it must keep this process from ending before.
      child.ref()
      child.kill()
      await exited
    },
  }
}

async function startProcess(
  services: readonly Served[],
): Promise<{ readonly child: ChildProcess; readonly addresses: Addresses }> {
  const child = spawn(process.execPath, ['--no-warnings', '--eval', CHILD, PROBE_CONTRACT, JSON.stringify(services)], {
    cwd: __dirname,
    env: { ...process.env, CORE_CHAINCODE_LOGGING_LEVEL: 'CRITICAL' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const first = await Promise.race([once(child, 'message'), exited.then(() => undefined)])
  if (first === undefined) throw new Error('the chaincode process did not start')
  child.unref()
  child.channel?.unref()
  return { child, addresses: first[0] as Addresses }
}
