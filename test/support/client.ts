import type { CertificateRecord, CheckAnswer } from '@eco/domain'

/** A gateway's answer. */
export interface Answer<T = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** Answer to issuing. */
export interface Issued {
  readonly certificate: CertificateRecord
  readonly document: string
  readonly documentHash: string
  readonly transactionId: string
  readonly block: number
}

/** Answer to cancelling. */
export type Changed = Pick<Issued, 'certificate' | 'transactionId' | 'block'>

/** Answer to a check. */
export type Checked = CheckAnswer & {
  readonly asOf: { readonly block: number }
  readonly certificate?: CertificateRecord
  readonly changedInBlock?: number
  readonly receipt?: string
}

/** RFC 9457. */
export interface Problem {
  readonly type: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly pointer: string; readonly rule: string }[]
}

/** A user of one gateway, with a token or without. */
export class Client {
  readonly url: string
  readonly #token: string | undefined

  constructor(url: string, token?: string) {
    this.url = url
    this.#token = token
  }

  issue<T = Issued>(dataset: unknown, requestId?: string): Promise<Answer<T>> {
    return this.post<T>('/api/v1/certificates', { dataset }, requestId)
  }

  cancel<T = Changed>(id: string, reason = 'other', requestId?: string): Promise<Answer<T>> {
    return this.post<T>(`/api/v1/certificates/${id}/cancellation`, { reason }, requestId)
  }

  check(document: string, atLeastBlock = 0): Promise<Answer<Checked>> {
    return this.post<Checked>(`/api/v1/checks?atLeastBlock=${atLeastBlock}`, { document })
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.send<T>('GET', path)
  }

  post<T>(path: string, body: unknown, requestId?: string): Promise<Answer<T>> {
    return this.send<T>('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...(requestId !== undefined && { 'idempotency-key': requestId }),
    })
  }

  /** Sends bytes as they are. */
  async send<T>(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }), ...headers },
      ...(body !== undefined && { body }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T }
  }
}
