import { call } from '../api-call'
import type { Call } from '../api-call'
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
    return this.#call(path, { method: 'POST', requestId, body })
  }

  async #call<T>(path: string, request: Call): Promise<T> {
    const { status, body } = await call<T>(`${this.#url}/api/v1/${path}`, { ...request, token: this.#token })
    if (status < 300) return body
    throw new LaunchError(`The gateway of ${this.#name} did not answer as expected: ${JSON.stringify(body)}`)
  }
}
