import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import type { LedgerIdentity } from './identity'
import { plainSerial, revokedSerials } from './revocation-list'

/** What a certificate of an organisation is for, as its organisational unit says. */
export type NodeRole = 'client' | 'peer' | 'admin' | 'orderer'

/** One organisation as the channel's configuration knows it: whose certificates count as its own. */
export interface Msp {
  readonly mspId: string
  readonly authorities: readonly X509Certificate[]
  /** SHA-256 fingerprints of those that chains may end at. */
  readonly roots: ReadonlySet<string>
  /** Serial numbers that its authorities have revoked. */
  readonly revoked: ReadonlySet<string>
  /** Which organisational unit stands for which role. */
  readonly units: ReadonlyMap<NodeRole, string>
}

/** Reads `msp.MSPConfig`; @throws Error for anything but X.509. */
export function readMsp(bytes: Uint8Array): Msp {
  const config = msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(bytes).getConfig_asU8())
  const roots = config.getRootCertsList_asU8().map((pem) => new X509Certificate(pem))
  const intermediates = config.getIntermediateCertsList_asU8().map((pem) => new X509Certificate(pem))
  const authorities = [...roots, ...intermediates]
  const units = config.getFabricNodeOus()
  const named = [
    ['client', units?.getClientOuIdentifier()],
    ['peer', units?.getPeerOuIdentifier()],
    ['admin', units?.getAdminOuIdentifier()],
    ['orderer', units?.getOrdererOuIdentifier()],
  ] as const
  return {
    mspId: config.getName(),
    authorities,
    roots: new Set(roots.map(({ fingerprint256 }) => fingerprint256)),
    revoked: new Set(config.getRevocationListList_asU8().flatMap((list) => revokedSerials(list, authorities))),
    units: new Map(
      named.flatMap(([role, unit]) =>
        unit === undefined ? [] : [[role, unit.getOrganizationalUnitIdentifier()] as const],
      ),
    ),
  }
}

/** Why a certificate does not count as one of this organisation at a time; undefined if it does. */
export function problemOf(
  own: Msp,
  { certificate }: Pick<LedgerIdentity, 'certificate'>,
  time: string,
): string | undefined {
  const chain = chainOf(own, certificate)
  if (chain === undefined) return 'its certificate does not lead to a certificate authority of the member'
  if (own.revoked.has(plainSerial(certificate.serialNumber))) return 'its certificate is revoked'
  const at = Date.parse(time)
  for (const { validFromDate, validToDate } of chain) {
    if (at < validFromDate.getTime()) return `its certificate was not in force yet at ${time}`
    if (at > validToDate.getTime()) return `its certificate was no longer in force at ${time}`
  }
  return undefined
}

/** Whether a certificate is for this. */
export function hasRole(own: Msp, { units }: LedgerIdentity, role: NodeRole): boolean {
  const unit = own.units.get(role)
  return unit !== undefined && units.includes(unit)
}

const CHAINS = new WeakMap<Msp, Map<string, readonly X509Certificate[] | undefined>>()
const LONGEST = 5

function chainOf(own: Msp, certificate: X509Certificate): readonly X509Certificate[] | undefined {
  const known = CHAINS.get(own) ?? new Map<string, readonly X509Certificate[] | undefined>()
  CHAINS.set(own, known)
  const name = certificate.fingerprint256
  if (!known.has(name)) known.set(name, findChain(own, [certificate]))
  return known.get(name)
}

function findChain(own: Msp, chain: readonly X509Certificate[]): readonly X509Certificate[] | undefined {
  const last = chain.at(-1)
  if (last === undefined || chain.length > LONGEST) return undefined
  const issuers = own.authorities.filter(
    (candidate) => candidate.ca && last.checkIssued(candidate) && last.verify(candidate.publicKey),
  )
  for (const issuer of issuers) {
    if (own.roots.has(issuer.fingerprint256)) return [...chain, issuer]
    const found = findChain(own, [...chain, issuer])
    if (found !== undefined) return found
  }
  return undefined
}
