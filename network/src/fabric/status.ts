import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { firstExpiry, type MemberIdentities } from './identities'
import { participation } from './participation'
import { HOST, type MemberPlan } from './plan'
import type { OrdererView } from './view-watch'

const run = promisify(execFile)
const TIMEOUT_MS = 5_000

export interface NodeStatus {
  readonly kind: 'peer' | 'orderer'
  readonly running: boolean
  readonly pid?: number
  /** Blocks; absent if the node does not answer. */
  readonly height?: number
  readonly memoryMb?: number
}

export interface MemberStatus {
  readonly mspId: string
  readonly observer: boolean
  readonly nodes: readonly NodeStatus[]
  /** True for the member whose orderer proposes blocks now. */
  readonly leader: boolean
  /** Blocks that its peer lacks. */
  readonly lag?: number
  /** When the first certificate of its nodes expires. */
  readonly certificatesUntil: Date
}

export interface NetworkStatus {
  readonly channelId: string
  readonly height: number
  readonly memoryMb: number
  readonly members: readonly MemberStatus[]
}

/** One member's nodes, as whoever asks knows them; no process id while one is down. */
export interface KnownNodes {
  readonly member: MemberPlan
  readonly identities: MemberIdentities
  readonly nodes: readonly { readonly kind: 'peer' | 'orderer'; readonly pid?: number | undefined }[]
}

/** Asks every node what it does; a node that does not answer is part of the answer. */
export async function readStatus(channelId: string, organizations: readonly KnownNodes[]): Promise<NetworkStatus> {
  const pids = organizations.flatMap(({ nodes }) => nodes.flatMap(({ pid }) => pid ?? []))
  const memory = await memoryOf(pids)
  const read = await Promise.all(
    organizations.map(async (organization) => {
      const nodes = await Promise.all(
        organization.nodes.map((node) => nodeStatus(organization, node, channelId, memory)),
      )
      return { member: organization.member, nodes, certificatesUntil: firstExpiry(organization.identities) }
    }),
  )
  const leader = mostNamed(read.flatMap(({ nodes }) => nodes.flatMap(({ leaderId }) => leaderId ?? [])))
  const height = Math.max(0, ...read.flatMap(({ nodes }) => nodes.map((node) => node.status.height ?? 0)))
  let consenter = 0
  const members = read.map(({ member, nodes, certificatesUntil }): MemberStatus => {
    if (!member.observer) consenter += 1
    const peerHeight = nodes.find(({ status }) => status.kind === 'peer')?.status.height
    return {
      mspId: member.mspId,
      observer: member.observer,
      nodes: nodes.map(({ status }) => status),
      leader: !member.observer && consenter === leader,
      ...(peerHeight !== undefined && { lag: height - peerHeight }),
      certificatesUntil,
    }
  })
  return { channelId, height, memoryMb: [...memory.values()].reduce((sum, own) => sum + own, 0), members }
}

async function nodeStatus(
  { member, identities }: KnownNodes,
  { kind, pid }: KnownNodes['nodes'][number],
  channelId: string,
  memory: ReadonlyMap<number, number>,
): Promise<{ readonly status: NodeStatus; readonly leaderId?: number }> {
  if (pid === undefined) return { status: { kind, running: false } }
  const text = await metrics(kind === 'peer' ? member.ports.peerOperations : member.ports.ordererOperations)
  const height =
    kind === 'peer'
      ? metric(text, 'ledger_blockchain_height', channelId)
      : await ordererHeight(member, identities, channelId)
  const memoryMb = memory.get(pid)
  const leaderId = metric(text, 'consensus_BFT_leader_id', channelId)
  const known = { ...(height !== undefined && { height }), ...(memoryMb !== undefined && { memoryMb }) }
  return { status: { kind, running: true, pid, ...known }, ...(leaderId !== undefined && { leaderId }) }
}

/** What each orderer says of its work. */
export async function readViews(channelId: string, orderers: readonly MemberPlan[]): Promise<readonly OrdererView[]> {
  return Promise.all(
    orderers.map(async ({ mspId, ports }) => {
      const text = await metrics(ports.ordererOperations)
      return {
        mspId,
        view: metric(text, 'consensus_smartbft_view_number', channelId),
        waiting: metric(text, 'consensus_smartbft_pool_count_of_elements', channelId),
      }
    }),
  )
}

/** Asked of the orderer itself: its metrics count only the blocks that it has agreed on since its start. */
async function ordererHeight(
  member: MemberPlan,
  identities: MemberIdentities,
  channelId: string,
): Promise<number | undefined> {
  const part = await participation(member, identities, channelId).catch(() => undefined)
  return part?.height
}

/** A number out of Prometheus' text. */
export function metric(text: string, name: string, channelId: string): number | undefined {
  const line = text
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}{`) && candidate.includes(`channel="${channelId}"`))
  const value = line === undefined ? NaN : Number(line.slice(line.lastIndexOf(' ') + 1))
  return Number.isNaN(value) ? undefined : value
}

async function metrics(port: number): Promise<string> {
  try {
    const answer = await fetch(`http://${HOST}:${port}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return await answer.text()
  } catch {
    return ''
  }
}

/** Memory by process, in megabytes: its share of what it shares with others where the system tells, else all of it. */
export async function memoryOf(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (pids.length === 0) return new Map()
  const shares = await Promise.all(pids.map(async (pid) => [pid, await shareOf(pid)] as const))
  const told = shares.flatMap(([pid, share]) => (share === undefined ? [] : [[pid, share] as const]))
  return told.length > 0 ? new Map(told) : residentOf(pids)
}

/** Linux alone tells, and to the process's own user only. */
async function shareOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(text) ?? []
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024)
}

async function residentOf(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const { stdout } = await run('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')]).catch(() => ({ stdout: '' }))
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return new Map(lines.map(([pid = 0, kilobytes = 0]) => [pid, Math.round(kilobytes / 1024)]))
}

function mostNamed(ids: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}
