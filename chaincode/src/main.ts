import { failStart, hasStarted } from './start-up'
import { Shim } from 'fabric-shim'
import type { ChaincodeServerOpts } from 'fabric-shim'
import { createChaincode } from './index'
import { readServerConfig } from './server-config'

// Without these a list of certificates or a long history would be cut off at gRPC's default of 4 MiB.
const MESSAGE_BYTES = 100 * 1024 * 1024
const GRPC_OPTIONS = {
  'grpc.max_receive_message_length': MESSAGE_BYTES,
  'grpc.max_send_message_length': MESSAGE_BYTES,
}

/** Serves the contract to peers until it is told to end, or until the process that started it is gone. */
async function main(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
  process.on('disconnect', () => process.exit(0))
  const { chaincodeId, address, tls } = readServerConfig(process.env)
  const options = { ccid: chaincodeId, address, ...GRPC_OPTIONS, ...(tls === undefined ? {} : { tlsProps: tls }) }
  // The shim's types ask for TLS and client certificates, its code asks for neither.
  await Shim.server(createChaincode(), options as ChaincodeServerOpts).start()
  hasStarted()
  process.send?.({ ready: true })
}

main().catch(failStart)
