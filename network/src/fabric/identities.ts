import { X509Certificate } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from 'embedded-fabric'
import type { Credentials, OrganizationMaterial } from 'embedded-fabric'
import { nodeUnitsFile } from './msp-definition'
import { HOST, type MemberPlan, type NetworkPlan } from './plan'
import { writePrivate } from './private-file'

/** What an orderer signs blocks with and how it meets the others. */
export interface OrdererIdentity {
  readonly node: Credentials
  readonly tlsServer: Credentials
  readonly tlsClient: Credentials
}

/** Everything that one member's nodes need; an observer has no orderer. */
export interface MemberIdentities {
  readonly material: OrganizationMaterial
  /** The administrator's TLS client certificate, for the orderer's administration port. */
  readonly adminTls: Credentials
  readonly orderer?: OrdererIdentity
}

/** Makes the identities of every member, or reads those of an earlier start; private keys are readable by their owner only. */
export async function openIdentities(
  plan: NetworkPlan,
  given: ReadonlyMap<string, OrganizationMaterial> = new Map(),
): Promise<ReadonlyMap<string, MemberIdentities>> {
  const all = await Promise.all(
    plan.members.map(async (member) => [member.mspId, await openMember(member, given.get(member.mspId))] as const),
  )
  return new Map(all)
}

/** When the first certificate of the member's nodes expires. */
export function firstExpiry({ material, orderer }: MemberIdentities): Date {
  const ordering = orderer === undefined ? [] : [orderer.node, orderer.tlsServer, orderer.tlsClient]
  const nodes = [material.peer, material.peerTls, ...ordering]
  const times = nodes.map(({ certificate }) => new X509Certificate(certificate).validToDate.getTime())
  return new Date(Math.min(...times))
}

async function openMember(member: MemberPlan, given: OrganizationMaterial | undefined): Promise<MemberIdentities> {
  const file = join(member.folder, 'identities.json')
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) return parseIdentities(kept, file)
  const identities = await createMember(member, given)
  await writeNodeFolders(member, identities)
  // Last, and in one step: a start that was broken off before begins anew.
  await writePrivate(`${file}.new`, JSON.stringify(identities, null, 2))
  await rename(`${file}.new`, file)
  return identities
}

function parseIdentities(text: string, file: string): MemberIdentities {
  try {
    return JSON.parse(text) as MemberIdentities
  } catch (error) {
    throw new Error(`${file} is damaged`, { cause: error })
  }
}

async function createMember(
  { mspId, domain, observer }: MemberPlan,
  given: OrganizationMaterial | undefined,
): Promise<MemberIdentities> {
  const material = given ?? (await createOrganization({ mspId, domain }))
  const adminTls = await issueTlsClient(material, { name: `Admin@${domain}` })
  if (observer) return { material, adminTls }
  const name = `orderer0.${domain}`
  const [node, tlsServer, tlsClient] = await Promise.all([
    issueClient(material, { name, role: 'orderer' }),
    issueTlsServer(material, { name, hosts: ['localhost', HOST] }),
    issueTlsClient(material, { name }),
  ])
  return { material, adminTls, orderer: { node, tlsServer, tlsClient } }
}

async function writeNodeFolders(member: MemberPlan, { material, orderer }: MemberIdentities): Promise<void> {
  await writeNode(join(member.folder, 'peer'), material, material.peer, material.peerTls, material.peerTls)
  if (orderer === undefined) return
  await writeNode(join(member.folder, 'orderer'), material, orderer.node, orderer.tlsServer, orderer.tlsClient)
}

async function writeNode(
  folder: string,
  { ca, tlsCa }: OrganizationMaterial,
  node: Credentials,
  server: Credentials,
  client: Credentials,
): Promise<void> {
  await Promise.all([
    writePrivate(join(folder, 'msp', 'cacerts', 'ca.pem'), ca.certificate),
    writePrivate(join(folder, 'msp', 'tlscacerts', 'tlsca.pem'), tlsCa.certificate),
    writePrivate(join(folder, 'msp', 'signcerts', 'cert.pem'), node.certificate),
    writePrivate(join(folder, 'msp', 'keystore', 'key.pem'), node.privateKey),
    writePrivate(join(folder, 'msp', 'config.yaml'), nodeUnitsFile()),
    writePrivate(join(folder, 'tls', 'ca.pem'), tlsCa.certificate),
    writePrivate(join(folder, 'tls', 'server.pem'), server.certificate),
    writePrivate(join(folder, 'tls', 'server-key.pem'), server.privateKey),
    writePrivate(join(folder, 'tls', 'client.pem'), client.certificate),
    writePrivate(join(folder, 'tls', 'client-key.pem'), client.privateKey),
  ])
}
