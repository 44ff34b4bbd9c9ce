import { createServer } from 'node:net'
import { LaunchError } from './launch-error'
import { PORT_RANGE } from './topology'
import type { LedgerName, Organisation, Topology } from './topology'

/** Below the ports that systems hand out by themselves (Linux: from 32768). */
const FREE_RANGE = { from: 20_000, to: 32_000 }

/** @throws LaunchError that names the first port that another program has. */
export async function requireFreePorts(topology: Topology, ledger: LedgerName = 'embedded'): Promise<void> {
  const wanted = portsOf(topology, ledger)
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)))
  const taken = wanted.find((_, index) => free[index] === false)
  if (taken === undefined) return
  throw new LaunchError(
    `Port ${taken.port}, meant for ${taken.use}, is taken by another program: stop that, or choose other ports, for example with ECO_BASE_PORT=9080.`,
  )
}

/** Every port of the network, and what for. */
export function portsOf(topology: Topology, ledger: LedgerName): readonly { port: number; use: string }[] {
  const common = topology.organisations.flatMap(({ name, gatewayPort, peerPort }) => [
    { port: gatewayPort, use: `the gateway of ${name}` },
    { port: peerPort, use: `the peer of ${name}` },
  ])
  if (ledger === 'embedded') return [...common, { port: topology.chaincodePort, use: 'the contract' }]
  return [...common, ...topology.organisations.flatMap(nodePortsOf)]
}

function nodePortsOf({ name, observer, nodePorts }: Organisation): readonly { port: number; use: string }[] {
  const peer = [
    { port: nodePorts.peerChaincode, use: `the peer of ${name} (chaincode)` },
    { port: nodePorts.peerOperations, use: `the peer of ${name} (operations)` },
  ]
  if (observer) return peer
  return [
    ...peer,
    { port: nodePorts.contract, use: `the contract of ${name}` },
    { port: nodePorts.orderer, use: `the orderer of ${name}` },
    { port: nodePorts.ordererAdmin, use: `the orderer of ${name} (administration)` },
    { port: nodePorts.ordererOperations, use: `the orderer of ${name} (operations)` },
  ]
}

/** A base port whose whole range is free. Processes that ask at the same time begin at different places. */
export async function freeBasePort(ledger: LedgerName = 'embedded'): Promise<number> {
  const width = PORT_RANGE[ledger]
  const slots = Math.floor((FREE_RANGE.to - FREE_RANGE.from) / width)
  for (let attempt = 0; attempt < slots; attempt++) {
    const base = FREE_RANGE.from + ((process.pid + next++) % slots) * width
    const range = Array.from({ length: width }, (_, index) => base + index)
    if ((await Promise.all(range.map(isFree))).every(Boolean)) return base
  }
  throw new LaunchError('No free ports: end programs that hold ports between 20000 and 32000.')
}

let next = 0

/** Whether nobody listens on this port of the loopback interface. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
