import { createHash, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AUTHORITY_ATTRIBUTE, ROLE_ATTRIBUTE } from '@eco/domain'
import type { Role } from '@eco/domain'
import { createOrganization, issueClient, issueTlsServer } from 'embedded-fabric'
import type { Credentials, OrganizationMaterial } from 'embedded-fabric'
import { damaged } from './launch-error'
import type { Layout } from './layout'
import { developmentAuthority, rolesOf } from './topology'
import type { Organisation, Topology } from './topology'

const VALID_DAYS = 364
const DAY_MS = 24 * 60 * 60 * 1000
// So long before today that a late registration after a paper fallback can be tried.
const SEALS_SINCE_DAYS = 30

/**
 * Makes all keys and certificates of a data folder that has none yet: one MSP for each organisation, one identity for
 * each role, one authority for each member, and the file of trusted authorities.
 */
export async function makeDevelopmentKeys(layout: Layout, topology: Topology, now: Date): Promise<void> {
  const authorities = await Promise.all(
    topology.organisations.map((organisation) => makeOrganisation(layout, organisation, now)),
  )
  await writeFile(layout.trust, JSON.stringify({ authorities: authorities.flat() }, undefined, 2))
  await writeFile(layout.keysMade, JSON.stringify({ validUntil: new Date(now.getTime() + VALID_DAYS * DAY_MS) }))
}

/** Reads one organisation's authorities and node keys. */
export async function readMaterial(layout: Layout, { code }: Organisation): Promise<OrganizationMaterial> {
  const { material } = layout.keys(code)
  try {
    return JSON.parse(await readFile(material, 'utf8')) as OrganizationMaterial
  } catch (error) {
    throw damaged(layout.root, `${material} cannot be read`, error)
  }
}

interface TrustedAuthority {
  readonly member: string
  readonly id: string
  readonly name: string
  readonly keys: readonly object[]
}

async function makeOrganisation(
  layout: Layout,
  organisation: Organisation,
  now: Date,
): Promise<readonly TrustedAuthority[]> {
  const { code, mspId, observer } = organisation
  const files = layout.keys(code)
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const material = await createOrganization({ mspId, domain: `${code.toLowerCase()}.eco.example` })
  await Promise.all([
    writeSecret(files.material, JSON.stringify(material)),
    writeFile(files.tlsRoot, material.tlsCa.certificate),
    writeContractTls(files, material),
    ...rolesOf(organisation).map(async (role) => {
      await writeIdentity(layout.identity(code, role), await issueIdentity(material, organisation, role))
    }),
  ])
  return observer ? [] : [await makeAuthority(layout, organisation, now)]
}

/** What the member's service of the contract shows to its own peer. */
async function writeContractTls(files: ReturnType<Layout['keys']>, material: OrganizationMaterial): Promise<void> {
  const server = await issueTlsServer(material, { name: `contract.${material.domain}` })
  await writeIdentity({ certificate: files.contractCertificate, privateKey: files.contractKey }, server)
}

/** Issues the identity with which an organisation's gateway acts for users of a role. */
export function issueIdentity(
  material: OrganizationMaterial,
  organisation: Organisation,
  role: Role,
  validity: { readonly notBefore?: Date; readonly notAfter?: Date } = {},
): Promise<Credentials> {
  const authority = role === 'issuer' ? { [AUTHORITY_ATTRIBUTE]: developmentAuthority(organisation).id } : {}
  const attributes = { [ROLE_ATTRIBUTE]: role, ...authority }
  return issueClient(material, { name: `${role}@${material.domain}`, attributes, ...validity })
}

/** Writes a certificate and its key where the gateway looks for them. */
export async function writeIdentity(
  files: { readonly certificate: string; readonly privateKey: string },
  credentials: Credentials,
): Promise<void> {
  await writeFile(files.certificate, credentials.certificate)
  await writeSecret(files.privateKey, credentials.privateKey)
}

async function makeAuthority(layout: Layout, organisation: Organisation, now: Date): Promise<TrustedAuthority> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeSecret(layout.keys(organisation.code).signingKey, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const publicJwk = { ...publicKey.export({ format: 'jwk' }) }
  const validFrom = new Date(now.getTime() - SEALS_SINCE_DAYS * DAY_MS).toISOString()
  return {
    member: organisation.code,
    ...developmentAuthority(organisation),
    keys: [{ thumbprint: thumbprint(publicKey), publicJwk, validFrom }],
  }
}

/** RFC 7638: SHA-256 over the required members in alphabetical order. */
function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: 'jwk' })
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

async function writeSecret(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, content, { mode: 0o600 })
}
