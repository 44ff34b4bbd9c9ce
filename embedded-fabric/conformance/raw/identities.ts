import { createOrganization, createSigner, issueClient, serializeIdentity } from 'embedded-fabric'
import type { ClientOptions, OrganizationMaterial, Signer } from 'embedded-fabric'

const MINUTE_MS = 60_000

/** Identities that a channel must tell apart from a member's own. */
export type IdentityKind =
  | 'client'
  | 'admin'
  | 'peer'
  | 'orderer'
  /** Its validity ended a minute ago. */
  | 'expired'
  /** Its validity begins in an hour. */
  | 'not yet valid'
  /** An authority that nobody knows, with the same name as the organisation's own. */
  | 'other authority'
  /** The same, and its validity ended a minute ago. */
  | 'other authority, expired'
  /** Of this organisation, but under the name of an MSP that is not there. */
  | 'unknown MSP'
  /** The organisation's own authority's certificate. */
  | 'authority'
  | 'expired peer'
  | 'other authority, peer'

/** A signer of an organisation, as good or as bad as its kind says. */
export async function identityOf(material: OrganizationMaterial, kind: IdentityKind): Promise<Signer> {
  const { mspId } = material
  if (kind === 'authority') return createSigner(mspId, material.ca)
  const issuer = kind.startsWith('other authority')
    ? await createOrganization({ mspId, domain: material.domain })
    : material
  const credentials = await issueClient(issuer, { name: 'conformance', ...optionsOf(kind) })
  return createSigner(kind === 'unknown MSP' ? 'NowhereMSP' : mspId, credentials)
}

function optionsOf(kind: IdentityKind): Partial<ClientOptions> {
  if (kind === 'admin' || kind === 'peer' || kind === 'orderer') return { role: kind }
  if (kind === 'not yet valid') return { notBefore: new Date(Date.now() + 60 * MINUTE_MS) }
  return { ...(kind.includes('expired') && expired()), ...(kind.includes('peer') && { role: 'peer' }) }
}

function expired(): Pick<ClientOptions, 'notBefore' | 'notAfter'> {
  const end = Date.now() - MINUTE_MS
  return { notBefore: new Date(end - 2 * MINUTE_MS), notAfter: new Date(end) }
}

/** Signs as an organisation's client, but claims to be of another MSP. */
export async function claiming(material: OrganizationMaterial, mspId: string): Promise<Signer> {
  return createSigner(mspId, await issueClient(material, { name: 'conformance' }))
}

/** `msp.SerializedIdentity` whose certificate is no certificate. */
export function garbled(mspId: string): Uint8Array {
  return serializeIdentity(mspId, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
}
