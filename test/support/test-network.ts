import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrganisationCode, Role } from '@eco/domain'
import { startNetwork } from '@eco/network'
import type { Network, NetworkOptions, Part } from '@eco/network'
import { Client } from './client'
import { LEDGER } from './ledger'

/** Starts a network of its own: free ports, new data in a temporary folder. */
export async function startTestNetwork(
  options: Pick<NetworkOptions, 'cutting' | 'ledger' | 'readElsewhere'> = {},
): Promise<TestNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'eco-e2e-'))
  try {
    return new TestNetwork(await startNetwork({ dataFolder: folder, basePort: 0, ledger: LEDGER, ...options }), folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** A network under test, with the faults that a test may cause. */
export class TestNetwork implements AsyncDisposable {
  readonly network: Network
  readonly folder: string
  readonly #tokens = new Map<string, Promise<string>>()

  constructor(network: Network, folder: string) {
    this.network = network
    this.folder = folder
  }

  /** A user with a role at an organisation's gateway. */
  async as(code: OrganisationCode, role: Role): Promise<Client> {
    return new Client(this.network.url(code), await this.token(code, role))
  }

  /** Somebody without a token. */
  anonymous(code: OrganisationCode): Client {
    return new Client(this.network.url(code))
  }

  token(code: OrganisationCode, role: Role): Promise<string> {
    const key = `${code} ${role}`
    const known = this.#tokens.get(key) ?? this.network.token(code, role)
    this.#tokens.set(key, known)
    return known
  }

  /** The next users ask for new tokens. */
  forgetTokens(): void {
    this.#tokens.clear()
  }

  /** The newest block that an organisation's gateway has read. */
  async block(code: OrganisationCode): Promise<number> {
    const { body } = await this.anonymous(code).get<{ block: number }>('/health/ready')
    return body.block
  }

  /** Ends every process of a part as a crash would. */
  async kill(part: Part): Promise<void> {
    await Promise.all(this.network.part(part).map((program) => program.kill()))
  }

  /** Asks every process of a part to end. */
  async stop(part: Part): Promise<void> {
    await Promise.all(this.network.part(part).map((program) => program.stop()))
  }

  /** Starts every process of these parts again, on the same data; resolves when every gateway is ready. */
  async restart(...parts: readonly Part[]): Promise<void> {
    const programs = parts.flatMap((part) => this.network.part(part))
    await Promise.all(programs.map((program) => this.network.restart(program)))
    await this.network.untilReady()
  }

  async close(): Promise<void> {
    await this.network.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
