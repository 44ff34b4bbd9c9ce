import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { isFree } from '../ports'

/** The ports of one member; an observer uses those of the peer only. */
export interface MemberPorts {
  readonly peer: number
  readonly peerChaincode: number
  readonly peerOperations: number
  readonly orderer: number
  readonly ordererAdmin: number
  readonly ordererOperations: number
}

export const PORT_NAMES = [
  'peer',
  'peerChaincode',
  'peerOperations',
  'orderer',
  'ordererAdmin',
  'ordererOperations',
] as const satisfies readonly (keyof MemberPorts)[]

/** One organisation of the channel, with the place of everything it runs. */
export interface MemberPlan {
  readonly mspId: string
  readonly domain: string
  readonly observer: boolean
  readonly ports: MemberPorts
  readonly folder: string
}

export interface NetworkPlan {
  readonly channelId: string
  readonly folder: string
  readonly members: readonly MemberPlan[]
}

/** All nodes listen on this address: the network of one machine is not reachable from elsewhere. */
export const HOST = '127.0.0.1'

/** The members that order and endorse: all but observers. */
export function writers(plan: NetworkPlan): readonly MemberPlan[] {
  return plan.members.filter(({ observer }) => !observer)
}

/** The name in the certificate of the member's peer. */
export function serverName({ domain }: Pick<MemberPlan, 'domain'>): string {
  return `peer0.${domain}`
}

export function memberFolder(folder: string, mspId: string): string {
  return join(folder, 'members', mspId)
}

/** Six ports in a row for the member with this index, as in `base + 100 x index + 1…`. */
export function portsFrom(base: number, index: number): MemberPorts {
  const first = base + 100 * index
  return {
    peer: first + 1,
    peerChaincode: first + 2,
    peerOperations: first + 3,
    orderer: first + 11,
    ordererAdmin: first + 12,
    ordererOperations: first + 13,
  }
}

// Below the range from which systems take ports for outgoing connections, so that a later start finds them free again.
const FIRST_PORT = 20_000
const LAST_PORT = 32_000

/** Ports that nobody listens on now, from a random place on. */
export async function freePorts(members: number): Promise<readonly MemberPorts[]> {
  const ports: number[] = []
  let next = randomInt(FIRST_PORT, LAST_PORT)
  for (let tried = 0; ports.length < members * PORT_NAMES.length; tried += 1) {
    if (tried > LAST_PORT - FIRST_PORT) throw new Error(`No free ports between ${FIRST_PORT} and ${LAST_PORT}`)
    if (await isFree(next)) ports.push(next)
    next = next + 1 < LAST_PORT ? next + 1 : FIRST_PORT
  }
  return Array.from({ length: members }, (_, member) => {
    const own = ports.slice(member * PORT_NAMES.length, (member + 1) * PORT_NAMES.length)
    return Object.fromEntries(PORT_NAMES.map((name, index) => [name, own[index]])) as unknown as MemberPorts
  })
}

/** The ports of the plan that somebody else listens on. */
export async function takenPorts(plan: NetworkPlan): Promise<readonly string[]> {
  const all = plan.members.flatMap((member) =>
    PORT_NAMES.filter((name) => !member.observer || name.startsWith('peer')).map((name) => ({
      text: `${member.mspId} ${name} ${member.ports[name]}`,
      port: member.ports[name],
    })),
  )
  const taken = await Promise.all(all.map(async ({ text, port }) => ((await isFree(port)) ? [] : [text])))
  return taken.flat()
}
