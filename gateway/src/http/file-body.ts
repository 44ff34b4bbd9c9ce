import type { FastifyInstance } from 'fastify'
import { PAPER_LIMITS } from '@eco/paper'
import type { TokenVerifier } from '../tokens/token-verifier'
import { ProblemError } from './problem'

/** The address that takes files; everything else takes JSON only. */
export const FILE_PATH = '/api/v1/checks/file'

/** What a file may say to be; what it is, is told by its content. */
export const FILE_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'application/dc+sd-jwt'] as const

/** Lets that one address take files as they are, up to the size of the largest; nothing is read from who has no token. */
export function acceptFiles(
  server: Pick<FastifyInstance, 'addContentTypeParser' | 'addHook'>,
  verifier: Pick<TokenVerifier, 'verify'>,
): void {
  server.addHook('onRequest', async ({ url, headers }) => {
    if (isForFiles(url)) await verifier.verify(headers.authorization)
  })
  const options = { parseAs: 'buffer', bodyLimit: PAPER_LIMITS.pdfBytes } as const
  server.addContentTypeParser([...FILE_TYPES], options, ({ url }, body, done) => {
    if (isForFiles(url)) done(null, body)
    else done(new ProblemError('MEDIA_TYPE_NOT_SUPPORTED', 'Send the body as application/json in UTF-8.'))
  })
}

function isForFiles(url: string): boolean {
  return url.split('?')[0] === FILE_PATH
}
