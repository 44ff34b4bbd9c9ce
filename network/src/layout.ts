import { join, resolve } from 'node:path'
import type { OrganisationCode } from '@eco/domain'
import type { LedgerName } from './topology'

/** The folder that holds all workspaces. */
export const PROJECT_ROOT = resolve(__dirname, '../..')

/** The built programs of the network; each runs as a process of its own. */
export const PROGRAMS = {
  keys: join(PROJECT_ROOT, 'network/dist/keys-process.js'),
  channel: join(PROJECT_ROOT, 'network/dist/channel-process.js'),
  chaincode: join(PROJECT_ROOT, 'chaincode/dist/main.js'),
  gateways: join(PROJECT_ROOT, 'gateway/dist/main.js'),
} as const

/** Where everything is in a data folder. */
export interface Layout {
  readonly root: string
  /** Says that this is a data folder of ours; nothing without it is ever removed. */
  readonly marker: string
  /** Held by the launcher that runs on this folder; says where its gateways are. */
  readonly lock: string
  readonly channel: string
  /** Written when all keys are. */
  readonly keysMade: string
  readonly trust: string
  readonly gatewayConfig: string
  log(program: string): string
  gatewayData(code: OrganisationCode): string
  /** One organisation's keys and certificates. */
  keys(code: OrganisationCode): {
    folder: string
    material: string
    tlsRoot: string
    signingKey: string
    /** With it and another member's public one the secrets of two members are made. */
    keyAgreement: string
    token: string
    contractCertificate: string
    contractKey: string
  }
  identity(code: OrganisationCode, role: string): { certificate: string; privateKey: string }
}

/** The data folder of `npm start` or `npm run start:fabric`: ECO_DATA, else `.eco` or `.eco-fabric` in the project. */
export function usualDataFolder(ledger: LedgerName = 'embedded'): string {
  return resolve(PROJECT_ROOT, process.env.ECO_DATA ?? (ledger === 'embedded' ? '.eco' : '.eco-fabric'))
}

/** The paths in a data folder; makes nothing. */
export function layoutOf(dataFolder: string): Layout {
  const root = resolve(dataFolder)
  const keysOf = (code: OrganisationCode): string => join(root, 'keys', code)
  return {
    root,
    marker: join(root, 'eco.json'),
    lock: join(root, 'lock'),
    channel: join(root, 'channel'),
    keysMade: join(root, 'keys', 'made.json'),
    trust: join(root, 'trust.json'),
    gatewayConfig: join(root, 'gateways.json'),
    log: (program) => join(root, 'logs', `${program}.log`),
    gatewayData: (code) => join(root, 'gateways', code),
    keys: (code) => ({
      folder: keysOf(code),
      material: join(keysOf(code), 'organisation.json'),
      tlsRoot: join(keysOf(code), 'tls-root.pem'),
      signingKey: join(keysOf(code), 'authority.key.pem'),
      keyAgreement: join(keysOf(code), 'key-agreement.key.pem'),
      token: join(keysOf(code), 'development-token.key.pem'),
      contractCertificate: join(keysOf(code), 'contract.pem'),
      contractKey: join(keysOf(code), 'contract.key.pem'),
    }),
    identity: (code, role) => ({
      certificate: join(keysOf(code), `${role}.pem`),
      privateKey: join(keysOf(code), `${role}.key.pem`),
    }),
  }
}
