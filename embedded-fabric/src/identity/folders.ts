import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { issueClient, issueTlsClient } from './authority'
import { NODE_ROLES } from './identity'
import type { Credentials, OrganizationMaterial } from './identity'

export interface OrganizationUsers {
  readonly material: OrganizationMaterial
  /** Besides `Admin`; default: a new `User1`. */
  readonly users?: Readonly<Record<string, Credentials>>
}

/**
 * Writes the organisations' keys and certificates as `cryptogen` lays them out, so that Fabric's own tools and samples
 * find them: `<directory>/peerOrganizations/<domain>/…`. Private keys are readable by their owner only.
 */
export async function writeOrganizationFolders(
  directory: string,
  organizations: readonly OrganizationUsers[],
): Promise<void> {
  await Promise.all(organizations.map((organization) => writeOrganization(directory, organization)))
}

async function writeOrganization(directory: string, { material, users }: OrganizationUsers): Promise<void> {
  const { domain, ca, tlsCa, peer, peerTls, admin } = material
  const folder = join(directory, 'peerOrganizations', domain)
  const people = { Admin: admin, ...(users ?? { User1: await issueClient(material, { name: `User1@${domain}` }) }) }
  await Promise.all([
    writeAuthority(join(folder, 'ca'), `ca.${domain}`, ca),
    writeAuthority(join(folder, 'tlsca'), `tlsca.${domain}`, tlsCa),
    writeMsp(join(folder, 'msp'), material),
    writeNode(join(folder, 'peers'), `peer0.${domain}`, material, peer, { name: 'server', credentials: peerTls }),
    ...Object.entries(people).map(async ([user, credentials]) => {
      const name = `${user}@${domain}`
      const tls = { name: 'client', credentials: await issueTlsClient(material, { name }) }
      await writeNode(join(folder, 'users'), name, material, credentials, tls)
    }),
  ])
}

async function writeAuthority(folder: string, name: string, credentials: Credentials): Promise<void> {
  await writeText(join(folder, `${name}-cert.pem`), credentials.certificate)
  await writeKey(join(folder, 'priv_sk'), credentials)
}

/** The public part of an organisation's MSP: what others check its identities by. */
async function writeMsp(folder: string, material: OrganizationMaterial): Promise<void> {
  const { domain, ca, tlsCa, revocationLists = [] } = material
  await writeText(join(folder, 'cacerts', `ca.${domain}-cert.pem`), ca.certificate)
  await writeText(join(folder, 'tlscacerts', `tlsca.${domain}-cert.pem`), tlsCa.certificate)
  await Promise.all(revocationLists.map((list, index) => writeText(join(folder, 'crls', `crl${index + 1}.pem`), list)))
  await writeText(join(folder, 'config.yaml'), nodeUnits(`cacerts/ca.${domain}-cert.pem`))
}

async function writeNode(
  folder: string,
  name: string,
  material: OrganizationMaterial,
  identity: Credentials,
  tls: { readonly name: string; readonly credentials: Credentials },
): Promise<void> {
  const msp = join(folder, name, 'msp')
  await writeMsp(msp, material)
  await writeText(join(msp, 'signcerts', `${name}-cert.pem`), identity.certificate)
  await writeKey(join(msp, 'keystore', 'priv_sk'), identity)
  await writeText(join(folder, name, 'tls', 'ca.crt'), material.tlsCa.certificate)
  await writeText(join(folder, name, 'tls', `${tls.name}.crt`), tls.credentials.certificate)
  await writeKey(join(folder, name, 'tls', `${tls.name}.key`), tls.credentials)
}

function nodeUnits(certificate: string): string {
  const units = NODE_ROLES.map((role) => {
    const key = `${role.charAt(0).toUpperCase()}${role.slice(1)}OUIdentifier`
    return `  ${key}:\n    Certificate: ${certificate}\n    OrganizationalUnitIdentifier: ${role}\n`
  })
  return `NodeOUs:\n  Enable: true\n${units.join('')}`
}

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

async function writeKey(file: string, { privateKey }: Credentials): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, privateKey, { mode: 0o600 })
}

/** A connection profile as Fabric's samples use it, for one peer at `host:port`; there is no CA server to name. */
export function connectionProfile(organization: OrganizationMaterial, endpoint: string): ConnectionProfile {
  const { mspId, domain, tlsCa } = organization
  const name = mspId.replace(/MSP$/i, '')
  const peer = `peer0.${domain}`
  return {
    name: `embedded-fabric-${name.toLowerCase()}`,
    version: '1.0.0',
    client: { organization: name, connection: { timeout: { peer: { endorser: '300' } } } },
    organizations: { [name]: { mspid: mspId, peers: [peer] } },
    peers: {
      [peer]: {
        url: `grpcs://${endpoint}`,
        tlsCACerts: { pem: tlsCa.certificate },
        grpcOptions: { 'ssl-target-name-override': peer, hostnameOverride: peer },
      },
    },
  }
}

export interface ConnectionProfile {
  readonly name: string
  readonly version: string
  readonly client: {
    readonly organization: string
    readonly connection: { readonly timeout: { readonly peer: { readonly endorser: string } } }
  }
  readonly organizations: Readonly<Record<string, { readonly mspid: string; readonly peers: readonly string[] }>>
  readonly peers: Readonly<
    Record<
      string,
      {
        readonly url: string
        readonly tlsCACerts: { readonly pem: string }
        readonly grpcOptions: { readonly 'ssl-target-name-override': string; readonly hostnameOverride: string }
      }
    >
  >
}
