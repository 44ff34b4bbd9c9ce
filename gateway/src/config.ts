import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { OrganisationCode, Role } from '@eco/domain'
import { MEMBERS, OBSERVER, ROLES } from '@eco/domain'
import { readAuthorities } from './config-authorities'
import type { AuthorityConfig } from './config-authorities'
import { Fields } from './config-fields'

/** Where the own peer is, and how its TLS is checked. */
export interface LedgerConfig {
  readonly channel: string
  readonly chaincode: string
  /** host:port of the own peer. */
  readonly endpoint: string
  readonly mspId: string
  readonly tlsRootCertificateFile: string
  /** Name in the peer's TLS certificate, if it differs from the endpoint's. */
  readonly serverName?: string
  readonly tlsClientCertificateFile?: string
  readonly tlsClientKeyFile?: string
  /** Peers of other members that may be read, in this order, while the own one does not answer; absent: none. */
  readonly readFallbacks?: readonly ReadFallback[]
}

/** Another member's peer: it serves what every member may read, and is never written through. */
export interface ReadFallback {
  readonly member: OrganisationCode
  /** host:port */
  readonly endpoint: string
  readonly tlsRootCertificateFile: string
  readonly serverName?: string
}

/** An X.509 identity of a role: both files PEM, the key PKCS #8. */
export interface IdentityFiles {
  readonly certificateFile: string
  readonly privateKeyFile: string
}

export interface TokensConfig {
  readonly issuer: string
  readonly audience: string
  /** Present: this gateway issues development tokens itself; the key is made if the file is missing. */
  readonly development?: { readonly keyFile: string }
  /** Public keys of an identity provider (JWK set). */
  readonly jwksFile?: string
}

const DEADLINES = {
  /** One evaluation. */
  evaluate: 5_000,
  endorse: 15_000,
  /** Handing the transaction to the orderers. */
  submit: 10_000,
  /** From there until the commit is known. */
  commit: 30_000,
  /** Until the own read model shows a block that is known to exist. */
  visible: 5_000,
  /** Between two looks at the newest block. */
  probe: 5_000,
}
export type LedgerDeadlines = Readonly<typeof DEADLINES>

/** Everything that one gateway needs to know. */
export interface GatewayConfig {
  readonly member: OrganisationCode
  readonly host: string
  readonly port: number
  readonly dataFolder: string
  readonly ledger: LedgerConfig
  readonly identities: Readonly<Partial<Record<Role, IdentityFiles>>>
  readonly authorities: readonly AuthorityConfig[]
  readonly trustFile: string
  /** Private key-agreement keys on P-256 (PEM), current and former: they make and find ids of certificates. */
  readonly keyAgreementKeyFiles?: readonly string[]
  readonly tokens: TokensConfig
  readonly deadlinesMs?: Readonly<Partial<LedgerDeadlines>>
  readonly logLevel?: string
}

/** The configured deadlines over the usual ones. */
export function deadlinesOf(config: GatewayConfig): LedgerDeadlines {
  return { ...DEADLINES, ...config.deadlinesMs }
}

/** Says everything that is wrong with a configuration, by field and rule; never a value, since values may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly problems: readonly string[]) {
    super(`Cannot start:\n  ${problems.join('\n  ')}`)
  }
}

/** Reads one gateway's configuration or a list of them; relative paths count from the file's folder. */
export async function readConfigFile(file: string): Promise<readonly GatewayConfig[]> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new ConfigError([`${file} is not a readable JSON file`])
  }
  const list: readonly unknown[] = Array.isArray(content) ? content : [content]
  return list.map((entry) => readConfig(entry, dirname(resolve(file))))
}

/** Checks a configuration as a whole and makes its paths absolute. */
export function readConfig(input: unknown, folder: string): GatewayConfig {
  const fields = new Fields(folder)
  const root = fields.object(input, '')
  const ledger = fields.object(root.ledger, 'ledger')
  const tokens = fields.object(root.tokens, 'tokens')
  const config: GatewayConfig = {
    member: fields.oneOf(root.member, 'member', ORGANISATIONS),
    host: fields.text(root.host, 'host'),
    port: fields.port(root.port, 'port'),
    dataFolder: fields.path(root.dataFolder, 'dataFolder'),
    ledger: {
      channel: fields.text(ledger.channel, 'ledger.channel'),
      chaincode: fields.text(ledger.chaincode, 'ledger.chaincode'),
      endpoint: fields.text(ledger.endpoint, 'ledger.endpoint'),
      mspId: fields.text(ledger.mspId, 'ledger.mspId'),
      tlsRootCertificateFile: fields.path(ledger.tlsRootCertificateFile, 'ledger.tlsRootCertificateFile'),
      ...fields.optional(ledger, 'serverName', (value) => fields.text(value, 'ledger.serverName')),
      ...fields.optional(ledger, 'tlsClientCertificateFile', (value) =>
        fields.path(value, 'ledger.tlsClientCertificateFile'),
      ),
      ...fields.optional(ledger, 'tlsClientKeyFile', (value) => fields.path(value, 'ledger.tlsClientKeyFile')),
      ...fields.optional(ledger, 'readFallbacks', (value) => readFallbacks(fields, value)),
    },
    identities: identities(fields, root.identities),
    authorities: readAuthorities(fields, root.authorities),
    trustFile: fields.path(root.trustFile, 'trustFile'),
    ...fields.optional(root, 'keyAgreementKeyFiles', (value) => fields.paths(value, 'keyAgreementKeyFiles')),
    tokens: {
      issuer: fields.text(tokens.issuer, 'tokens.issuer'),
      audience: fields.text(tokens.audience, 'tokens.audience'),
      ...fields.optional(tokens, 'jwksFile', (value) => fields.path(value, 'tokens.jwksFile')),
      ...fields.optional(tokens, 'development', (value) => ({
        keyFile: fields.path(fields.object(value, 'tokens.development').keyFile, 'tokens.development.keyFile'),
      })),
    },
    ...fields.optional(root, 'deadlinesMs', (value) => deadlines(fields, value)),
    ...fields.optional(root, 'logLevel', (value) => fields.oneOf(value, 'logLevel', LOG_LEVELS)),
  }
  if (fields.problems.length > 0) throw new ConfigError(fields.problems)
  return config
}

const ORGANISATIONS = [...MEMBERS.map(({ code }) => code), OBSERVER.code]
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

function identities(fields: Fields, input: unknown): GatewayConfig['identities'] {
  const files: Partial<Record<Role, IdentityFiles>> = {}
  for (const [role, entry] of Object.entries(fields.object(input, 'identities'))) {
    const at = `identities.${role}`
    const { certificateFile, privateKeyFile } = fields.object(entry, at)
    files[fields.oneOf(role, at, ROLES)] = {
      certificateFile: fields.path(certificateFile, `${at}.certificateFile`),
      privateKeyFile: fields.path(privateKeyFile, `${at}.privateKeyFile`),
    }
  }
  if (Object.keys(files).length === 0) fields.problems.push('identities: must name at least one role')
  return files
}

function readFallbacks(fields: Fields, input: unknown): readonly ReadFallback[] {
  if (!Array.isArray(input)) {
    fields.problems.push('ledger.readFallbacks: must be a list')
    return []
  }
  return (input as readonly unknown[]).map((entry, index) => {
    const at = `ledger.readFallbacks[${index}]`
    const fallback = fields.object(entry, at)
    return {
      member: fields.oneOf(fallback.member, `${at}.member`, ORGANISATIONS),
      endpoint: fields.text(fallback.endpoint, `${at}.endpoint`),
      tlsRootCertificateFile: fields.path(fallback.tlsRootCertificateFile, `${at}.tlsRootCertificateFile`),
      ...fields.optional(fallback, 'serverName', (value) => fields.text(value, `${at}.serverName`)),
    }
  })
}

function deadlines(fields: Fields, input: unknown): Partial<LedgerDeadlines> {
  const entries = Object.entries(fields.object(input, 'deadlinesMs'))
  for (const [name, value] of entries) {
    if (!(name in DEADLINES)) fields.problems.push(`deadlinesMs.${name}: is not a known deadline`)
    else if (!Number.isSafeInteger(value) || Number(value) < 1)
      fields.problems.push(`deadlinesMs.${name}: must be a positive whole number`)
  }
  return Object.fromEntries(entries)
}
