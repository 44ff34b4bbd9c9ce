import { readFileSync } from 'node:fs'

/** Where and as what the chaincode listens for peers. */
export interface ServerConfig {
  readonly chaincodeId: string
  readonly address: string
  readonly tls?: ServerTls
}

/** What the server proves itself with; with `clientCACerts` it asks the same of peers. */
export interface ServerTls {
  readonly key: Buffer
  readonly cert: Buffer
  readonly clientCACerts?: Buffer
}

type Environment = Readonly<Record<string, string | undefined>>

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d{1,5}$/
const ADDRESS = /^\S+:\d{1,5}$/

/** Reads the environment; tells everything that is wrong with it at once, and never a value. */
export function readServerConfig(env: Environment): ServerConfig {
  const problems: string[] = []
  const chaincodeId = text(env, 'CHAINCODE_ID', problems)
  const address = text(env, 'CHAINCODE_SERVER_ADDRESS', problems)
  const tls = readTls(env, problems)
  if (address !== '' && !ADDRESS.test(address)) problems.push('CHAINCODE_SERVER_ADDRESS must be host:port')
  else if (address !== '' && tls === undefined && !LOOPBACK.test(address)) {
    problems.push('CHAINCODE_TLS_KEY_FILE is needed to listen beyond this machine')
  }
  if (problems.length > 0) throw new Error(problems.join('; '))
  return { chaincodeId, address, ...(tls === undefined ? {} : { tls }) }
}

function readTls(env: Environment, problems: string[]): ServerTls | undefined {
  const key = file(env, 'CHAINCODE_TLS_KEY_FILE', problems)
  const cert = file(env, 'CHAINCODE_TLS_CERTIFICATE_FILE', problems)
  const clientCACerts = file(env, 'CHAINCODE_TLS_CLIENT_ROOT_FILE', problems)
  if (key !== undefined && cert !== undefined) {
    return { key, cert, ...(clientCACerts === undefined ? {} : { clientCACerts }) }
  }
  if (key !== undefined || cert !== undefined || clientCACerts !== undefined) {
    problems.push('CHAINCODE_TLS_KEY_FILE and CHAINCODE_TLS_CERTIFICATE_FILE belong together')
  }
  return undefined
}

function text(env: Environment, name: string, problems: string[]): string {
  const value = env[name] ?? ''
  if (value === '') problems.push(`${name} is missing`)
  return value
}

function file(env: Environment, name: string, problems: string[]): Buffer | undefined {
  const path = env[name] ?? ''
  if (path === '') return undefined
  try {
    return readFileSync(path)
  } catch {
    problems.push(`${name} names a file that cannot be read`)
    return undefined
  }
}
