/** An answer of a gateway: its status and its body. */
export interface Answer<T> {
  readonly status: number
  readonly body: T
}

/** What to send to a gateway. */
export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly token?: string
  readonly body?: unknown
  /** Names the request: a repeat is answered and written once. */
  readonly requestId?: string
}

/** Calls a gateway and reads its answer, whatever its status. */
export async function call<T>(url: string, { method = 'GET', token, body, requestId }: Call = {}): Promise<Answer<T>> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(requestId !== undefined && { 'idempotency-key': requestId }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as T }
}
