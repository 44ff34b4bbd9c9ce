import { readFile } from 'node:fs/promises'
import { MEMBERS, OBSERVER, ROLES } from '@eco/domain'
import type { OrganisationCode } from '@eco/domain'
import { layoutOf, meantDataFolder } from '@eco/network'
import type { PeerConfig } from './own-peer'

/** What the command line asks for. */
export interface AuditOptions {
  readonly member: OrganisationCode
  readonly peer: PeerConfig
  readonly json: boolean
}

/** Whoever asks for something that cannot be done; the message says what to do. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck'
}

const ORGANISATIONS = [...MEMBERS, OBSERVER].map(({ code }) => code)

/** How the command is called. */
export const USAGE = `Usage: npm run -s audit -- --member MEMBER [--json] [--config FILE]
  --member  whose own peer is asked: ${ORGANISATIONS.join(' ')}
  --json    the report as JSON on standard output
  --config  the gateways’ configuration; default: that of the network on this machine
Exit code: 0 everything holds, 1 something does not, 2 it could not be checked.`

/** Reads the command line. @throws CannotCheck if it does not say what is needed. */
export async function readOptions(args: readonly string[]): Promise<AuditOptions> {
  const values = new Map<string, string>()
  for (let at = 0; at < args.length; at++) {
    const name = args[at] ?? ''
    if (name === '--json') values.set(name, '')
    else if (name === '--member' || name === '--config') values.set(name, args[++at] ?? '')
    else throw new CannotCheck(`${name} is not known.\n${USAGE}`)
  }
  const member = ORGANISATIONS.find((code) => code === values.get('--member')?.toUpperCase())
  if (member === undefined) throw new CannotCheck(`Say whose peer is to be asked.\n${USAGE}`)
  const file = values.get('--config') ?? layoutOf(meantDataFolder([])).gatewayConfig
  return { member, peer: await peerOf(member, file), json: values.has('--json') }
}

interface GatewayConfig {
  readonly member: string
  readonly ledger: Omit<PeerConfig, 'identity'>
  readonly identities: Readonly<Record<string, PeerConfig['identity']>>
}

async function peerOf(member: OrganisationCode, file: string): Promise<PeerConfig> {
  const config = (await readConfigs(file)).find((candidate) => candidate.member === member)
  if (config === undefined) throw new CannotCheck(`${file} has no gateway of ${member}.`)
  const [role] = ['auditor', ...ROLES].filter((candidate) => config.identities[candidate] !== undefined)
  const identity = config.identities[role ?? '']
  if (identity === undefined) throw new CannotCheck(`${file} has no identity for the gateway of ${member}.`)
  return { ...config.ledger, identity }
}

async function readConfigs(file: string): Promise<readonly GatewayConfig[]> {
  try {
    const config = JSON.parse(await readFile(file, 'utf8')) as GatewayConfig | readonly GatewayConfig[]
    return [config].flat()
  } catch {
    throw new CannotCheck(`${file} cannot be read: start a network once with npm start, or name a file with --config.`)
  }
}
