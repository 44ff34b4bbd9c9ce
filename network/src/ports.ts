import { createServer } from 'node:net'
import { LaunchError } from './launch-error'
import { PORT_RANGE } from './topology'
import type { Topology } from './topology'

/** Below the ports that systems hand out by themselves (Linux: from 32768). */
const FREE_RANGE = { from: 20_000, slots: 300 }

/** @throws LaunchError that names the first port that another program has. */
export async function requireFreePorts(topology: Topology): Promise<void> {
  const wanted = [
    ...topology.organisations.flatMap(({ name, gatewayPort, peerPort }) => [
      { port: gatewayPort, use: `the gateway of ${name}` },
      { port: peerPort, use: `the peer of ${name}` },
    ]),
    { port: topology.chaincodePort, use: 'the contract' },
  ]
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)))
  const taken = wanted.find((_, index) => free[index] === false)
  if (taken === undefined) return
  throw new LaunchError(
    `Port ${taken.port}, meant for ${taken.use}, is taken by another program: stop that, or choose other ports, for example with ECO_BASE_PORT=9080.`,
  )
}

/** A base port whose whole range is free. Processes that ask at the same time begin at different places. */
export async function freeBasePort(): Promise<number> {
  for (let attempt = 0; attempt < FREE_RANGE.slots; attempt++) {
    const slot = (process.pid + next++) % FREE_RANGE.slots
    const base = FREE_RANGE.from + slot * PORT_RANGE
    const range = Array.from({ length: PORT_RANGE }, (_, index) => base + index)
    if ((await Promise.all(range.map(isFree))).every(Boolean)) return base
  }
  throw new LaunchError('No free ports: end programs that hold ports between 20000 and 32000.')
}

let next = 0

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
