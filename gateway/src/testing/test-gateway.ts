import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import { MEMBERS, parsePublicJwk } from '@eco/domain'
import type { CertificateId, MemberCode, PublicJwk, Role, SeedMember } from '@eco/domain'
import { seedMembers } from '@eco/domain/testing'
import type { GatewayConfig } from '../config'
import { startGateway } from '../start'
import type { RunningGateway } from '../start'
import { authorityOf, InMemoryLedger, TODAY } from './in-memory-register'

export { authorityOf, TODAY }

/** An answer with its body read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

/** One request to a gateway of the test. */
export interface Call {
  readonly as?: Role | 'nobody'
  readonly body?: unknown
  readonly raw?: Uint8Array | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Gateways of several members over one ledger in memory, each with a folder, keys and tokens of its own. */
export class TestGateways {
  readonly ledger: InMemoryLedger
  /** The key-agreement keys that the members declared. */
  readonly agreements: ReadonlyMap<MemberCode, PublicJwk>
  readonly #folder: string
  readonly #agreementFiles = new Map<MemberCode, string[]>()
  readonly #running = new Map<MemberCode, RunningGateway>()
  readonly #tokens = new Map<string, string>()

  private constructor(folder: string, ledger: InMemoryLedger, agreements: ReadonlyMap<MemberCode, PublicJwk>) {
    this.#folder = folder
    this.ledger = ledger
    this.agreements = agreements
  }

  static async start(...members: readonly MemberCode[]): Promise<TestGateways> {
    const folder = await mkdtemp(join(tmpdir(), 'eco-gateway-'))
    const trusted = await writeTrust(folder, members)
    const agreements = await writeAgreementKeys(folder)
    const declared = declarations(trusted).map((entry) => ({
      ...entry,
      keyAgreement: agreements.get(entry.member) ?? entry.keyAgreement,
    }))
    const gateways = new TestGateways(folder, await InMemoryLedger.seeded(folder, declared), agreements)
    for (const member of members) await gateways.open(member)
    return gateways
  }

  /** Starts a member's gateway, on the folder of an earlier one if there was one; resolves when it is ready. */
  async open(member: MemberCode, ledger = this.ledger): Promise<RunningGateway> {
    const gateway = await startGateway(this.config(member), {
      register: ledger.as(member, authorityOf(member)),
      clock: () => TODAY,
    })
    this.#running.set(member, gateway)
    await this.until(member, (answer) => answer.status === 200)
    return gateway
  }

  /** The key-agreement keys that a member's gateway is started with; a test may add one, or take one away. */
  agreementFiles(member: MemberCode): string[] {
    const files = this.#agreementFiles.get(member) ?? [agreementFile(this.#folder, member)]
    this.#agreementFiles.set(member, files)
    return files
  }

  config(member: MemberCode): GatewayConfig {
    return {
      member,
      host: '127.0.0.1',
      port: 0,
      dataFolder: join(this.#folder, member),
      ledger: {
        channel: 'eco',
        chaincode: 'eco',
        endpoint: '127.0.0.1:1',
        mspId: `${member}MSP`,
        tlsRootCertificateFile: 'none',
      },
      identities: {},
      authorities: [
        { id: authorityOf(member), name: 'Chamber of Commerce', signingKeyFile: keyFile(this.#folder, member) },
      ],
      trustFile: join(this.#folder, 'trust.json'),
      keyAgreementKeyFiles: this.agreementFiles(member),
      tokens: {
        issuer: 'eco-test',
        audience: 'eco',
        development: { keyFile: join(this.#folder, `${member}-token.pem`) },
      },
      deadlinesMs: { visible: 300, probe: 100 },
      logLevel: 'silent',
    }
  }

  gateway(member: MemberCode): RunningGateway {
    const gateway = this.#running.get(member)
    if (gateway === undefined) throw new Error(`no gateway of ${member}`)
    return gateway
  }

  /** Asks the readiness of a gateway until the condition holds. */
  async until(member: MemberCode, condition: (answer: Answer) => boolean): Promise<void> {
    while (!condition(await this.call(member, 'GET', '/health/ready', { as: 'nobody' })));
  }

  async call(member: MemberCode, method: string, path: string, call: Call = {}): Promise<Answer> {
    const { as = 'customs', body, raw, headers = {} } = call
    const authorization = as === 'nobody' ? {} : { authorization: `Bearer ${await this.token(member, as)}` }
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(this.gateway(member).url + path, {
      method,
      headers: {
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...authorization,
        ...headers,
      },
      ...(content === undefined ? {} : { body: typeof content === 'string' ? content : Buffer.from(content) }),
    })
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    }
  }

  /** The id that the document of a dataset must carry, as the gateway of its issuing member tells it. */
  async idFor({ issuingCountry, certificateNumber, importCountry }: Record<string, unknown>): Promise<CertificateId> {
    const query = new URLSearchParams({ number: String(certificateNumber), importer: String(importCountry) })
    const path = `/api/v1/certificate-ids?${query.toString()}`
    const { body } = await this.call(issuingCountry as MemberCode, 'GET', path, { as: 'issuer' })
    return body.id as CertificateId
  }

  async token(member: MemberCode, role: Role): Promise<string> {
    const known = this.#tokens.get(`${member} ${role}`)
    if (known !== undefined) return known
    const body = role === 'issuer' ? { role, authority: authorityOf(member) } : { role }
    const answer = await this.call(member, 'POST', '/development/token', { as: 'nobody', body })
    const token = String(answer.body.access_token)
    this.#tokens.set(`${member} ${role}`, token)
    return token
  }

  async close(): Promise<void> {
    for (const gateway of this.#running.values()) await gateway.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function keyFile(folder: string, member: MemberCode): string {
  return join(folder, `${member}-authority.pem`)
}

function agreementFile(folder: string, member: MemberCode): string {
  return join(folder, `${member}-agreement.pem`)
}

/** Writes a key-agreement key for every member, also for those whose gateways do not run; the public halves. */
async function writeAgreementKeys(folder: string): Promise<ReadonlyMap<MemberCode, PublicJwk>> {
  const published = new Map<MemberCode, PublicJwk>()
  for (const { code } of MEMBERS) published.set(code, await writeAgreementKey(agreementFile(folder, code)))
  return published
}

/** Makes a key-agreement key and writes it; its public half. */
export async function writeAgreementKey(file: string): Promise<PublicJwk> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return parsePublicJwk(publicKey.export({ format: 'jwk' }), 'publicJwk')
}

/** Writes the file of trusted authorities, and the keys with which they seal; what it trusts, by member. */
async function writeTrust(folder: string, members: readonly MemberCode[]): Promise<ReadonlyMap<MemberCode, PublicJwk>> {
  const authorities: unknown[] = []
  const trusted = new Map<MemberCode, PublicJwk>()
  for (const member of members) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(keyFile(folder, member), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const publicJwk = await exportJWK(publicKey)
    const key = { thumbprint: await calculateJwkThumbprint(publicJwk), publicJwk, validFrom: '2020-01-01' }
    trusted.set(member, parsePublicJwk(publicJwk, 'publicJwk'))
    authorities.push({ member, id: authorityOf(member), name: 'Chamber of Commerce', keys: [key] })
  }
  await writeFile(join(folder, 'trust.json'), JSON.stringify({ authorities }))
  return trusted
}

/** What every member declares: the keys with which its gateway seals, where it has one. */
function declarations(trusted: ReadonlyMap<MemberCode, PublicJwk>): readonly SeedMember[] {
  return seedMembers(authorityOf).map((declared) => {
    const publicJwk = trusted.get(declared.member)
    if (publicJwk === undefined) return declared
    const authorities = declared.authorities.map((authority) => ({
      ...authority,
      keys: authority.keys.map((key) => ({ ...key, publicJwk })),
    }))
    return { ...declared, authorities }
  })
}
