import { createOrganization, createSigner, issueClient, writeRevocationList } from 'embedded-fabric'
import type { Credentials, OrganizationMaterial, Signer } from 'embedded-fabric'

const DAY_MS = 24 * 60 * 60 * 1000

/** Identities of `Org1MSP` that revocation lists name; these stand in block 0, so that they are as old as the channel. */
export const REVOKED_KINDS = [
  'revoked',
  'revoked peer',
  'revoked administrator',
  /** Its certificate has ended, too. */
  'revoked, expired',
  /** By a list whose successor is long due, and from next year on. */
  'revoked by an old list',
  /** By a list that says it is the organisation's own, which another authority has signed. */
  'named by a stranger',
  /** By a list of the organisation's own authority, which only another member's MSP has. */
  'named at another member',
] as const
export type RevokedKind = (typeof REVOKED_KINDS)[number]

type Revoked = Readonly<Record<RevokedKind, Credentials>>

/** The organisations whose MSPs have revocation lists, and the identities that these name. */
export interface Revocations {
  readonly materials: ReadonlyMap<string, OrganizationMaterial>
  readonly revoked: Revoked
}

/** Makes `Org1MSP`, which revokes certificates, and `Org2MSP`, which has a list that is not its own. */
export async function createRevocations(): Promise<Revocations> {
  const [own, other, stranger] = await Promise.all([
    createOrganization({ mspId: 'Org1MSP' }),
    createOrganization({ mspId: 'Org2MSP' }),
    createOrganization({ mspId: 'Org1MSP' }),
  ])
  const revoked = await issueAll(own)
  const certificate = (kind: RevokedKind): string => revoked[kind].certificate
  const [current, old, strange, elsewhere] = await Promise.all([
    writeRevocationList(own.ca, {
      certificates: (['revoked', 'revoked peer', 'revoked administrator', 'revoked, expired'] as const).map(
        certificate,
      ),
    }),
    writeRevocationList(own.ca, {
      certificates: [certificate('revoked by an old list')],
      since: inDays(365),
      thisUpdate: inDays(-60),
      nextUpdate: inDays(-30),
    }),
    writeRevocationList(
      { certificate: own.ca.certificate, privateKey: stranger.ca.privateKey },
      { certificates: [certificate('named by a stranger')] },
    ),
    writeRevocationList(own.ca, { certificates: [certificate('named at another member')] }),
  ])
  const materials = [
    { ...own, revocationLists: [strange, current, old] },
    { ...other, revocationLists: [elsewhere] },
  ]
  return { revoked, materials: new Map(materials.map((material) => [material.mspId, material])) }
}

/** A signer with a revoked certificate. */
export function revokedSigner(revoked: Revoked, kind: RevokedKind): Signer {
  return createSigner('Org1MSP', revoked[kind])
}

/** True for the kinds of identities that a ledger has had from its beginning. */
export function isRevokedKind(kind: string): kind is RevokedKind {
  return REVOKED_KINDS.some((known) => known === kind)
}

async function issueAll(organization: OrganizationMaterial): Promise<Revoked> {
  const issued = REVOKED_KINDS.map(async (kind) => {
    const options = {
      name: 'conformance',
      ...(kind === 'revoked peer' && { role: 'peer' as const }),
      ...(kind === 'revoked administrator' && { role: 'admin' as const }),
      ...(kind === 'revoked, expired' && { notBefore: inDays(-2), notAfter: inDays(-1) }),
    }
    return [kind, await issueClient(organization, options)] as const
  })
  return Object.fromEntries(await Promise.all(issued)) as Revoked
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * DAY_MS)
}
