import type { FastifyInstance } from 'fastify'
import { JsonProblem, parseStrictJson } from '@eco/domain'
import { ProblemError } from './problem'

/** Bytes of a request's body: the largest document, and what stands around it. */
export const BODY_LIMIT = 2560 * 1024
/** A dataset may nest 32 levels; the rest is what stands around it. */
const BODY_DEPTH = 40

/** Bodies are strict JSON or nothing. */
export function acceptJsonOnly(
  server: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser'>,
): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseBody(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
}

function parseBody(body: Buffer): unknown {
  try {
    return parseStrictJson(body, BODY_DEPTH)
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    throw new ProblemError('MALFORMED_REQUEST', error.message, [
      { pointer: '', rule: error.rule, sentence: error.message },
    ])
  }
}
