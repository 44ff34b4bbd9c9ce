import { LaunchError } from '../launch-error'

/** A gateway as its member's administrator uses it. */
export class GatewayClient {
  readonly #url: string
  readonly #token: string
  readonly #name: string

  constructor(url: string, token: string, name: string) {
    this.#url = url
    this.#token = token
    this.#name = name
  }

  /** Reads a resource below `/api/v1`. */
  get<T>(path: string): Promise<T> {
    return this.#call(path, {})
  }

  /** Posts to a resource below `/api/v1`; a repeat under the same request id is answered and written once. */
  post<T>(path: string, requestId: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': requestId }
    return this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async #call<T>(path: string, { headers = {}, ...request }: Request): Promise<T> {
    const authorized = { ...headers, authorization: `Bearer ${this.#token}` }
    const answer = await fetch(`${this.#url}/api/v1/${path}`, { ...request, headers: authorized })
    if (answer.ok) return (await answer.json()) as T
    throw new LaunchError(`The gateway of ${this.#name} did not answer as expected: ${await answer.text()}`)
  }
}

interface Request {
  readonly method?: 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
