import type { ReadableStream } from 'node:stream/web'
import { LaunchError } from '../launch-error'
import type { Part } from './part'

/** Worth asking again: the server is busy, or stands behind one that is. */
const PASSING = [408, 416, 425, 429, 500, 502, 503, 504]

const INSTEAD = 'or take a file with `-- --archive FILE`'

/**
 * What a server sends when it sends the file.
 * @throws LaunchError that says what it answers instead; any other error when it may answer otherwise later.
 */
export async function acceptedBody(answer: Response, url: string): Promise<ReadableStream> {
  const { status, body } = answer
  if (PASSING.includes(status)) throw new Error(`the server answers ${status}`)
  if (status === 404) {
    throw new LaunchError(`There is no such release: ${url} answers 404. Look at --version and --from, ${INSTEAD}.`)
  }
  if (!answer.ok || body === null) throw new LaunchError(`${url} answers ${status}: try again later, ${INSTEAD}.`)
  const objection = objectionTo(answer, url)
  if (objection === undefined) return body
  await body.cancel()
  throw new LaunchError(`${url} ${objection}.`)
}

function objectionTo({ headers, url: end }: Response, url: string): string | undefined {
  if (url.startsWith('https:') && !end.startsWith('https:')) {
    return `leads to an address without encryption, which is not followed: name another place with --from, ${INSTEAD}`
  }
  if (headers.get('content-type')?.startsWith('text/html') === true) {
    return `answers with a web page, not with an archive: sign in where this network asks for it, ${INSTEAD}`
  }
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding === 'identity') return undefined
  return `sends the archive in another encoding (${encoding}): name another place with --from, ${INSTEAD}`
}

/** The place from which a partial answer goes on; undefined when it is no continuation of the part. */
export function beginningOf({ headers }: Response, kept: Part | undefined): number | undefined {
  const { from } = rangeOf(headers)
  const validator = headers.get('etag') ?? kept?.validator
  return kept !== undefined && from === kept.bytes && validator === kept.validator ? from : undefined
}

/** How many bytes the whole file has, where the server tells. */
export function wholeOf({ headers }: Response, from: number): number | undefined {
  const { whole } = rangeOf(headers)
  if (whole !== undefined) return whole
  const length = headers.get('content-length')
  return length === null ? undefined : from + Number(length)
}

function rangeOf(headers: Headers): { from?: number; whole?: number } {
  const [, from, whole] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  if (from === undefined) return {}
  return whole === '*' ? { from: Number(from) } : { from: Number(from), whole: Number(whole) }
}
