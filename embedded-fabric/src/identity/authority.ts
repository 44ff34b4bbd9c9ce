import { X509Certificate, createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { writeCertificate } from './certificate-writer'
import type { Credentials, NodeRole, OrganizationMaterial } from './identity'

const DAY_MS = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 15 * 365
const LEAF_DAYS = 365
/** A clock that is a little behind ours must not find a new certificate "not yet valid"; as in `cryptogen`. */
const BACKDATE_MS = 5 * 60 * 1000

export interface OrganizationOptions {
  readonly mspId: string
  /** Default: the MSP's name in lower case without `msp`, under `example.com`. */
  readonly domain?: string
  readonly clock?: () => Date
}

/** Makes an organisation's two authorities (identities and TLS), its peer and its administrator. */
export async function createOrganization(options: OrganizationOptions): Promise<OrganizationMaterial> {
  const { mspId, clock = () => new Date() } = options
  const domain = options.domain ?? `${mspId.toLowerCase().replace(/msp$/, '')}.example.com`
  const now = clock()
  const [ca, tlsCa] = await Promise.all([
    createAuthority(`ca.${domain}`, domain, now),
    createAuthority(`tlsca.${domain}`, domain, now),
  ])
  const host = `peer0.${domain}`
  const [peer, peerTls, admin] = await Promise.all([
    issue(ca, { name: host, unit: 'peer', now }),
    issue(tlsCa, { name: host, tls: { server: true, hosts: serverHosts(domain) }, now }),
    issue(ca, { name: `Admin@${domain}`, unit: 'admin', now }),
  ])
  return { mspId, domain, ca: ca.credentials, tlsCa: tlsCa.credentials, peer, peerTls, admin }
}

export interface Validity {
  /** Default: five minutes ago, but never before the authority's own. */
  readonly notBefore?: Date
  /** Default: a year after `notBefore`, but never after the authority's own. */
  readonly notAfter?: Date
}

export interface ClientOptions extends Validity {
  readonly name: string
  /** Attributes as Fabric CA writes them: what `getAttributeValue` of a contract's client identity reads. */
  readonly attributes?: Readonly<Record<string, string>>
  /** Default: `client`. */
  readonly role?: NodeRole
}

/** Issues an identity of the organisation. */
export async function issueClient(organization: OrganizationMaterial, options: ClientOptions): Promise<Credentials> {
  const { role = 'client', ...rest } = options
  return issue(openAuthority(organization.ca), { ...rest, unit: role, now: new Date() })
}

export interface TlsServerOptions extends Validity {
  /** Default: `peer0` of the organisation's domain. */
  readonly name?: string
  /** Names and addresses besides the host's own name; default: those of this machine. */
  readonly hosts?: readonly string[]
}

/** Issues a certificate for a TLS server of the organisation, good for its own calls too. */
export async function issueTlsServer(
  organization: OrganizationMaterial,
  options: TlsServerOptions = {},
): Promise<Credentials> {
  const { name = `peer0.${organization.domain}`, hosts, ...validity } = options
  const names = hosts === undefined ? serverHosts(organization.domain) : [...hosts]
  const tls = { server: true, hosts: [...new Set([name, ...names])] }
  return issue(openAuthority(organization.tlsCa), { ...validity, name, tls, now: new Date() })
}

/** Issues a certificate by which a TLS client of the organisation shows who it is. */
export async function issueTlsClient(
  organization: OrganizationMaterial,
  options: Validity & { readonly name: string },
): Promise<Credentials> {
  return issue(openAuthority(organization.tlsCa), {
    ...options,
    tls: { server: false, hosts: [] },
    now: new Date(),
  })
}

function serverHosts(domain: string): readonly string[] {
  return [`peer0.${domain}`, 'localhost', '127.0.0.1', '::1']
}

interface Authority {
  readonly credentials: Credentials
  readonly notBefore: Date
  readonly notAfter: Date
}

async function createAuthority(name: string, domain: string, now: Date): Promise<Authority> {
  const { publicKey, privateKey } = await newKeys()
  const notBefore = new Date(now.getTime() - BACKDATE_MS)
  const notAfter = new Date(notBefore.getTime() + AUTHORITY_DAYS * DAY_MS)
  const certificate = await writeCertificate(
    {
      subject: [
        ['O', domain],
        ['CN', name],
      ],
      notBefore,
      notAfter,
      publicKey,
      usage: 'authority',
      tlsRoles: ['client', 'server'],
      subjectKeyId: keyIdOf(publicKey),
    },
    { privateKey },
  )
  return { credentials: { certificate, privateKey }, notBefore, notAfter }
}

function openAuthority(credentials: Credentials): Authority {
  const { validFromDate: notBefore, validToDate: notAfter } = new X509Certificate(credentials.certificate)
  return { credentials, notBefore, notAfter }
}

interface Leaf extends Validity {
  readonly name: string
  readonly now: Date
  readonly unit?: NodeRole
  readonly tls?: { readonly server: boolean; readonly hosts: readonly string[] }
  readonly attributes?: Readonly<Record<string, string>>
}

async function issue(authority: Authority, leaf: Leaf): Promise<Credentials> {
  const { publicKey, privateKey } = await newKeys()
  const { name, unit, tls, attributes } = leaf
  const notBefore = leaf.notBefore ?? latest(authority.notBefore, new Date(leaf.now.getTime() - BACKDATE_MS))
  const certificate = await writeCertificate(
    {
      subject: [...(unit === undefined ? [] : [['OU', unit] as const]), ['CN', name]],
      notBefore,
      notAfter: leaf.notAfter ?? earliest(authority.notAfter, new Date(notBefore.getTime() + LEAF_DAYS * DAY_MS)),
      publicKey,
      usage: tls === undefined ? 'signature' : 'tls',
      ...(tls && { tlsRoles: tls.server ? ['server', 'client'] : ['client'], hosts: tls.hosts }),
      ...(attributes && { attributes }),
    },
    authority.credentials,
  )
  return { certificate, privateKey }
}

const makeKeys = promisify(generateKeyPair)

async function newKeys(): Promise<{ publicKey: Buffer; privateKey: string }> {
  return makeKeys('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** SHA-256 of the public key's point, the last 65 bytes of its DER: as `cryptogen` computes it (RFC 7093, method 4). */
function keyIdOf(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey.subarray(-65)).digest('hex')
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b
}
