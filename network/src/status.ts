import { openIdentities } from './fabric/identities'
import { readPlan } from './fabric/network-file'
import { memoryOf, readStatus } from './fabric/status'
import type { MemberStatus, NetworkStatus, NodeStatus } from './fabric/status'
import { meantDataFolder } from './data-folder'
import { LaunchError } from './launch-error'
import { layoutOf } from './layout'
import type { Layout } from './layout'
import { readRunning } from './lock'
import type { Running } from './lock'
import { ledgerOf } from './marker'
import { drawTable } from './table'
import { DEFAULT_BASE_PORT, organisationWith, topologyAt } from './topology'
import type { Organisation } from './topology'
import { runCommand } from './run-command'

/** Names and codes only: where the network listens, it tells itself. */
const TOPOLOGY = topologyAt(DEFAULT_BASE_PORT)

/** `npm run status`: draws what every member's programs do now. */
async function main(args: readonly string[]): Promise<void> {
  const layout = layoutOf(meantDataFolder(args))
  const running = readRunning(layout.lock)
  if (running === undefined) {
    throw new LaunchError('No network runs: start one with `npm start` or `npm run start:fabric`.')
  }
  const drawn =
    (await ledgerOf(layout)) === 'fabric' ? await fabricLines(layout, running) : await embeddedLines(running)
  console.log(drawn.join('\n'))
}

async function fabricLines(layout: Layout, running: Running): Promise<readonly string[]> {
  const status = await askNodes(layout, running)
  const memory = await memoryOfAll(running)
  const rows = await Promise.all(
    status.members.map(async (member) => {
      const organisation = organisationWith(member.mspId, TOPOLOGY)
      const { code, name, observer } = organisation
      const [peer, orderer] = member.nodes
      return [
        code,
        name,
        nodeCell(peer),
        observer ? '–' : `${nodeCell(orderer)}${member.leader ? '  leader' : ''}`,
        observer ? '–' : memoryCell(pidOf(running, `${code} contract`), memory),
        await gatewayCell(running, code),
        lagCell(member),
        member.certificatesUntil.toISOString().slice(0, 10),
      ]
    }),
  )
  const head = ['', 'member', 'peer', 'orderer', 'contract', 'gateway', 'behind', 'certificates until']
  return [`Hyperledger Fabric, ${summary(status)}, ${total(memory)}`, '', ...drawTable([head, ...rows]), '', ...LEGEND]
}

const LEGEND = [
  'A node: blocks it holds, memory. The leader’s orderer proposes the blocks. Behind: blocks its peer lacks.',
  'Logs: npm run logs -- AU peer',
]

async function embeddedLines(running: Running): Promise<readonly string[]> {
  const memory = await memoryOfAll(running)
  const rows = await Promise.all(
    TOPOLOGY.organisations.map(async ({ code, name }) => [
      code,
      name,
      running.gateways[code] ?? '–',
      await gatewayCell(running, code),
    ]),
  )
  const programs = running.programs.map(({ id, pid }) => `${id} ${memoryCell(pid, memory)}`).join(', ')
  return [
    `Embedded channel: ${programs}; ${total(memory)}`,
    '',
    ...drawTable([['', 'member', 'gateway', 'state'], ...rows]),
  ]
}

/** The nodes by themselves, without the launcher: it may be busy, and they know best. */
async function askNodes(layout: Layout, running: Running): Promise<NetworkStatus> {
  const plan = await readPlan(layout.channel)
  if (plan === undefined) throw new LaunchError('The network is still making its channel: ask again in a few seconds.')
  const identities = await openIdentities(plan)
  const known = plan.members.flatMap((member) => {
    const own = identities.get(member.mspId)
    const { code } = organisationWith(member.mspId, TOPOLOGY)
    const kinds = member.observer ? (['peer'] as const) : (['peer', 'orderer'] as const)
    const nodes = kinds.map((kind) => ({ kind, pid: pidOf(running, `${code} ${kind}`) }))
    return own === undefined ? [] : [{ member, identities: own, nodes }]
  })
  return readStatus(plan.channelId, known)
}

function summary({ channelId, height, members }: NetworkStatus): string {
  const observers = members.filter(({ observer }) => observer).length
  return `channel ${channelId}: ${members.length - observers} members, ${observers} observer, ${height} blocks`
}

function nodeCell(node: NodeStatus | undefined): string {
  if (node?.running !== true) return 'down'
  const height = node.height === undefined ? 'no answer' : String(node.height)
  return `${height}, ${node.memoryMb ?? '?'} MB`
}

function lagCell({ lag }: MemberStatus): string {
  return lag === undefined ? '?' : String(lag)
}

function memoryCell(pid: number | undefined, memory: ReadonlyMap<number, number>): string {
  const own = pid === undefined ? undefined : memory.get(pid)
  return own === undefined ? 'down' : `${own} MB`
}

async function gatewayCell({ gateways }: Running, code: Organisation['code']): Promise<string> {
  try {
    const answer = await fetch(`${gateways[code] ?? ''}/health/ready`, { signal: AbortSignal.timeout(3000) })
    const { block } = (await answer.json()) as { block?: number }
    return answer.ok ? `ready, block ${block ?? '?'}` : `not ready, block ${block ?? '?'}`
  } catch {
    return 'no answer'
  }
}

async function memoryOfAll({ pid, programs }: Running): Promise<ReadonlyMap<number, number>> {
  return memoryOf([pid, ...programs.flatMap((program) => program.pid ?? [])])
}

function total(memory: ReadonlyMap<number, number>): string {
  const sum = [...memory.values()].reduce((before, own) => before + own, 0)
  return `${(sum / 1024).toFixed(1)} GB in ${memory.size} processes`
}

function pidOf({ programs }: Running, id: string): number | undefined {
  return programs.find((program) => program.id === id)?.pid
}

runCommand(main)
