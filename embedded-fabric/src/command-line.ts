import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { parseCollections } from './collections-file'
import type { ChaincodeOptions, ChannelOptions } from './options'
import { parseApplicationPolicy } from './policy/parse'
import type { ApplicationPolicy } from './policy/signature-policy'

/** An option that cannot be used; the message is one sentence that names it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What the command line asks for. */
export interface Command {
  readonly channel: ChannelOptions
  /** Where certificates, keys and connection profiles go. */
  readonly out: string
}

export const USAGE = `Usage: embedded-fabric --org MSPID… --chaincode NAME=HOST:PORT… --out DIR [options]

  --org MSPID                 an organisation of the channel; once for each
  --channel NAME              the channel's name (mychannel)
  --chaincode NAME=HOST:PORT  a chaincode and where its server listens; once for each
    --policy TEXT             endorsement policy of the chaincode before it (a majority of the organisations' peers),
                              or the name of a policy of the channel, such as /Channel/Application/Endorsement
    --collections FILE        private data collections of the chaincode before it: Fabric's collections_config.json
  --out DIR                   where to write certificates, keys and connection profiles
  --data DIR                  where to keep ledger and identities (in memory: gone at the end)
  --port N                    port of the first organisation's peer, the others follow (7051)
  --help                      this text`

const OPTIONS = {
  org: { type: 'string', multiple: true },
  channel: { type: 'string' },
  chaincode: { type: 'string', multiple: true },
  policy: { type: 'string', multiple: true },
  collections: { type: 'string', multiple: true },
  out: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean' },
} as const

const FIRST_PORT = 7051

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError
 */
export function parseCommand(args: readonly string[]): Command | undefined {
  const { values, tokens } = parse(args)
  if (values.help === true) return undefined
  const organizations = parseOrganizations(values.org ?? [], values.port)
  const mspIds = organizations.map(({ mspId }) => mspId)
  const { channel = 'mychannel', out, data } = values
  if (!/^[a-z][a-z0-9.-]*$/.test(channel)) {
    throw new UsageError(
      `--channel ${channel}: a lower-case letter is expected, then lower-case letters, digits, '.' and '-'.`,
    )
  }
  if (out === undefined) throw new UsageError('--out is missing: say where to write certificates and keys.')
  const chaincodes = parseChaincodes(tokens, mspIds)
  if (chaincodes.length === 0) throw new UsageError('--chaincode is missing: give at least one as NAME=HOST:PORT.')
  return {
    out,
    channel: { channelId: channel, organizations, chaincodes, ...(data !== undefined && { dataFolder: data }) },
  }
}

interface OptionToken {
  readonly name: string
  readonly value: string
}

function parse(args: readonly string[]) {
  try {
    const { values, tokens } = parseArgs({ args: [...args], options: OPTIONS, tokens: true })
    return {
      values,
      tokens: tokens.flatMap((token): OptionToken[] =>
        token.kind === 'option' && token.value !== undefined ? [{ name: token.name, value: token.value }] : [],
      ),
    }
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/, 1)
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`)
  }
}

function parseOrganizations(mspIds: readonly string[], port = String(FIRST_PORT)): { mspId: string; port: number }[] {
  if (mspIds.length === 0) throw new UsageError('--org is missing: give at least one MSP id.')
  const first = Number(port)
  if (!/^\d+$/.test(port) || first < 1 || first + mspIds.length > 65_536) {
    throw new UsageError(`--port ${port}: a port number is expected.`)
  }
  return mspIds.map((mspId, index) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(mspId)) {
      throw new UsageError(`--org ${mspId}: an MSP id is letters, digits, '.' and '-'.`)
    }
    if (mspIds.indexOf(mspId) !== index) throw new UsageError(`--org ${mspId} is given twice.`)
    return { mspId, port: first + index }
  })
}

type Draft = { -readonly [Key in keyof ChaincodeOptions]?: ChaincodeOptions[Key] } & { name: string; address: string }

function parseChaincodes(tokens: readonly OptionToken[], mspIds: readonly string[]): ChaincodeOptions[] {
  const drafts: Draft[] = []
  for (const { name, value } of tokens) {
    if (name === 'chaincode') drafts.push(parseChaincode(value, drafts))
    else if (name === 'policy') setPolicy(drafts.at(-1), value, mspIds)
    else if (name === 'collections') setCollections(drafts.at(-1), value, mspIds)
  }
  return drafts.map((draft) => ({ ...draft, policy: draft.policy ?? majority(mspIds) }))
}

function parseChaincode(value: string, others: readonly Draft[]): Draft {
  const match = /^([A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*)=(.+:\d+)$/.exec(value)
  if (match === null) throw new UsageError(`--chaincode ${value}: NAME=HOST:PORT is expected.`)
  const [, name = '', address = ''] = match
  if (others.some((other) => other.name === name)) throw new UsageError(`--chaincode ${name} is given twice.`)
  return { name, address }
}

function setPolicy(chaincode: Draft | undefined, text: string, mspIds: readonly string[]): void {
  if (chaincode === undefined) throw new UsageError('--policy belongs after the --chaincode that it is for.')
  const option = `--policy of ${chaincode.name}`
  if (chaincode.policy !== undefined) throw new UsageError(`${option} is given twice.`)
  try {
    chaincode.policy = parseApplicationPolicy(text)
  } catch (error) {
    throw new UsageError(`${option}: ${sentence(error)}`)
  }
  requireKnown(option, chaincode.policy, mspIds)
}

function setCollections(chaincode: Draft | undefined, file: string, mspIds: readonly string[]): void {
  if (chaincode === undefined) throw new UsageError('--collections belongs after the --chaincode that it is for.')
  if (chaincode.collections !== undefined) throw new UsageError(`--collections of ${chaincode.name} is given twice.`)
  const option = `--collections ${file}`
  try {
    chaincode.collections = parseCollections(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${option}: ${sentence(error)}`)
  }
  for (const { name, memberPolicy, endorsementPolicy } of chaincode.collections) {
    requireKnown(`${option}: collection ${name}`, memberPolicy, mspIds)
    if (endorsementPolicy !== undefined) requireKnown(`${option}: collection ${name}`, endorsementPolicy, mspIds)
  }
}

function requireKnown(option: string, policy: ApplicationPolicy, mspIds: readonly string[]): void {
  if ('channelPolicy' in policy) return
  const stranger = policy.principals.find(({ mspId }) => !mspIds.includes(mspId))
  if (stranger !== undefined)
    throw new UsageError(`${option}: ${stranger.mspId} is not one of the --org organisations.`)
}

/** As Fabric's default for a channel's endorsement policy. */
function majority(mspIds: readonly string[]): string {
  return `OutOf(${Math.floor(mspIds.length / 2) + 1}, ${mspIds.map((mspId) => `'${mspId}.peer'`).join(', ')})`
}

function sentence(error: unknown): string {
  const message = (error as Error).message
  return message.endsWith('.') ? message : `${message}.`
}
