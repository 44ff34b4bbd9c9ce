import { randomBytes } from 'node:crypto'
import { Agent, request, type RequestOptions } from 'node:https'
import type { MemberIdentities } from './identities'
import { HOST, type MemberPlan } from './plan'

const TIMEOUT_MS = 10_000

/** What an orderer says of its part in a channel. */
export interface Participation {
  readonly name: string
  readonly status: string
  readonly consensusRelation: string
  readonly height: number
}

/** The orderer's part in the channel; undefined if it has not joined it. */
export async function participation(
  member: MemberPlan,
  identities: MemberIdentities,
  channelId: string,
): Promise<Participation | undefined> {
  const { status, body } = await ask(member, identities, `/${channelId}`, { method: 'GET' })
  if (status === 404) return undefined
  if (status !== 200) throw refused(member, status, body)
  return JSON.parse(body) as Participation
}

/** Makes the orderer take part in the channel of this first block; joining again does nothing. */
export async function joinOrderer(
  member: MemberPlan,
  identities: MemberIdentities,
  channelId: string,
  genesis: Uint8Array,
): Promise<void> {
  if ((await participation(member, identities, channelId)) !== undefined) return
  const boundary = randomBytes(16).toString('hex')
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="config-block"; filename="genesis.block"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    genesis,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length }
  const answer = await ask(member, identities, '', { method: 'POST', headers }, body)
  if (answer.status !== 201) throw refused(member, answer.status, answer.body)
}

/** One connection per request: it must not keep anything alive. */
function ask(
  member: MemberPlan,
  { adminTls, material }: MemberIdentities,
  path: string,
  options: RequestOptions,
  body?: Uint8Array,
): Promise<{ status: number; body: string }> {
  const agent = new Agent({
    cert: adminTls.certificate,
    key: adminTls.privateKey,
    ca: material.tlsCa.certificate,
    // An address is no server name in TLS; the certificate is checked against the host all the same.
    servername: '',
  })
  return new Promise((resolve, reject) => {
    const target = { host: HOST, port: member.ports.ordererAdmin, path: `/participation/v1/channels${path}` }
    const call = request({ ...options, ...target, agent, timeout: TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    call.on('timeout', () => call.destroy(new Error('no answer in time')))
    call.on('error', reject)
    call.end(body)
  })
}

function refused(member: MemberPlan, status: number, body: string): Error {
  return new Error(`The orderer of ${member.mspId} answered ${status}: ${body.trim()}`)
}
