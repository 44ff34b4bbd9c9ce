import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

import type { ChaincodeInterface, ChaincodeServerOpts } from 'fabric-shim'

import { Shim } from './shim'

/** A chaincode server that runs in this process. */
export interface ChaincodeServer {
  /** `host:port` that a peer dials. */
  readonly address: string
  /** Breaks off every stream and frees the port. */
  close(): Promise<void>
}

/** A chaincode server in a process of its own. */
export interface ChaincodeProcess extends ChaincodeServer {
  readonly pid: number
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>
}

export interface ChaincodeServerOptions {
  /** Default: a free one. */
  readonly port?: number
  /** PEM; `clientCa` makes the server ask for a client certificate. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string; readonly clientCa?: string }
}

const CCID = 'probe:1.0'
/** As the shim's own command line sets them; its library leaves grpc-js's 4 MB. */
const LIMITS = { 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 }

/** Starts fabric-shim's own chaincode server with a contract, in this process. */
export async function startChaincodeServer(
  contract: ChaincodeInterface,
  options: ChaincodeServerOptions = {},
): Promise<ChaincodeServer> {
  const address = `127.0.0.1:${options.port ?? (await freePort())}`
  const { tls } = options
  const tlsProps = tls && {
    key: Buffer.from(tls.privateKey),
    cert: Buffer.from(tls.certificate),
    ...(tls.clientCa !== undefined && { clientCACerts: Buffer.from(tls.clientCa) }),
  }
  // The shim's types demand TLS properties that its code does not.
  const server = Shim.server(contract, {
    ccid: CCID,
    address,
    ...LIMITS,
    ...(tlsProps && { tlsProps }),
  } as ChaincodeServerOpts)
  await server.start()
  // The shim offers no way to stop its server.
  const inner = (server as unknown as { _server: { forceShutdown(): void } })._server
  return {
    address,
    close: () => {
      inner.forceShutdown()
      return Promise.resolve()
    },
  }
}

const CHILD = `
  const [file, name, address] = process.argv.slice(1)
  process.on('disconnect', () => process.exit())
  const Contract = require(file)[name]
  require('fabric-shim').Shim.server(new Contract(), { ccid: '${CCID}', address, ...${JSON.stringify(LIMITS)} }).start().then(
    () => process.send('listening'),
    (error) => { console.error(error.message); process.exit(1) },
  )`

/**
 * Starts fabric-shim's chaincode server in a child process that a test can kill; it ends with this process at the latest.
 * @param module file that exports the contract's class under `exportName`; default: the probe contract.
 */
export async function startChaincodeProcess(
  options: { readonly port?: number; readonly module?: string; readonly exportName?: string } = {},
): Promise<ChaincodeProcess> {
  const { module = require.resolve('./probe-contract'), exportName = 'ProbeContract' } = options
  const address = `127.0.0.1:${options.port ?? (await freePort())}`
  const child = spawn(process.execPath, ['--no-warnings', '--eval', CHILD, module, exportName, address], {
    cwd: __dirname,
    env: process.env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const ready = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)])
  if (!ready || child.pid === undefined) throw new Error(`the chaincode process on ${address} did not start`)
  // A test that fails before it ends the process must not keep its own process from ending.
  child.unref()
  child.channel?.unref()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return { address, pid: child.pid, kill: () => end('SIGKILL'), close: () => end('SIGTERM') }
}

/** A port of the loopback interface on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
