import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { OrganizationMaterial } from 'embedded-fabric'
import { freePorts, memberFolder, PORT_NAMES, type MemberPlan, type MemberPorts, type NetworkPlan } from './plan'
import { writePrivate } from './private-file'

/** One organisation as its launcher describes it; ports that are not given are free ones. */
export interface FabricOrganization {
  readonly mspId: string
  /** Reads, but neither writes, endorses nor orders. */
  readonly observer?: boolean
  readonly domain?: string
  readonly ports?: Partial<MemberPorts>
  /** Its authorities, its peer and its administrator; absent: new ones, made with the first start. */
  readonly material?: OrganizationMaterial
}

interface NetworkFile {
  readonly format: 1
  readonly channelId: string
  readonly members: readonly KeptMember[]
}

type KeptMember = Pick<MemberPlan, 'mspId' | 'domain' | 'observer' | 'ports'>

/** The folder holds the data of another network. */
export class OtherNetworkError extends Error {
  override readonly name = 'OtherNetworkError'
}

/**
 * The plan of the network in this folder. The first start decides it, ports included, because they stand in the channel's
 * first block; later starts must want the same.
 */
export async function openPlan(options: {
  readonly folder: string
  readonly channelId: string
  readonly organizations: readonly FabricOrganization[]
}): Promise<NetworkPlan> {
  const { folder, channelId, organizations } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'network.json')
  const kept = await readNetworkFile(file)
  if (kept !== undefined) requireSame(kept, options)
  const free = kept === undefined ? await freePorts(organizations.length) : []
  const members = organizations.map((organization, index): MemberPlan => {
    const ports = kept?.members[index]?.ports ?? { ...free[index], ...organization.ports }
    return {
      mspId: organization.mspId,
      domain: organization.domain ?? `${organization.mspId.toLowerCase().replace(/msp$/, '')}.example.com`,
      observer: organization.observer ?? false,
      ports: completePorts(ports),
      folder: memberFolder(folder, organization.mspId),
    }
  })
  if (kept === undefined) {
    const content: NetworkFile = {
      format: 1,
      channelId,
      members: members.map(({ mspId, domain, observer, ports }) => ({ mspId, domain, observer, ports })),
    }
    await writePrivate(`${file}.new`, JSON.stringify(content, null, 2))
    await rename(`${file}.new`, file)
  }
  return { channelId, folder, members }
}

/** The plan that the first start in this folder made; nothing if there was none. */
export async function readPlan(folder: string): Promise<NetworkPlan | undefined> {
  const kept = await readNetworkFile(join(folder, 'network.json'))
  if (kept === undefined) return undefined
  const members = kept.members.map((member) => ({ ...member, folder: memberFolder(folder, member.mspId) }))
  return { channelId: kept.channelId, folder, members }
}

async function readNetworkFile(file: string): Promise<NetworkFile | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as NetworkFile
  } catch (error) {
    throw new Error(`${file} is damaged`, { cause: error })
  }
}

function completePorts(ports: Partial<MemberPorts>): MemberPorts {
  const missing = PORT_NAMES.find((name) => ports[name] === undefined)
  if (missing !== undefined) throw new Error(`No port for ${missing}`)
  return ports as MemberPorts
}

function requireSame(
  kept: NetworkFile,
  wanted: {
    readonly folder: string
    readonly channelId: string
    readonly organizations: readonly FabricOrganization[]
  },
): void {
  const before = [
    kept.channelId,
    ...kept.members.map(({ mspId, observer }) => `${mspId}${observer ? ' (observer)' : ''}`),
  ]
  const now = [
    wanted.channelId,
    ...wanted.organizations.map(({ mspId, observer }) => `${mspId}${observer === true ? ' (observer)' : ''}`),
  ]
  if (before.join() !== now.join()) {
    throw new OtherNetworkError(
      `The folder ${wanted.folder} holds the network ${before.join(', ')}; wanted is ${now.join(', ')}. Take another folder, or remove that one.`,
    )
  }
  const moved = wanted.organizations.flatMap(({ mspId, ports = {} }, index) =>
    PORT_NAMES.filter((name) => ports[name] !== undefined && ports[name] !== kept.members[index]?.ports[name]).map(
      (name) => `${mspId} ${name} ${kept.members[index]?.ports[name] ?? 'none'}`,
    ),
  )
  if (moved.length > 0) {
    throw new OtherNetworkError(
      `The ports of a network stand in its first block: the folder ${wanted.folder} has ${moved.join(', ')}. Ask for these, or take another folder.`,
    )
  }
}
