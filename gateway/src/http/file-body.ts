import type { FastifyInstance } from 'fastify'
import { PAPER_LIMITS } from '@eco/paper'
import { ProblemError } from './problem'

/** The address that takes files; everything else takes JSON only. */
export const FILE_PATH = '/api/v1/checks/file'

/** What a file may say to be; what it is, is told by its content. */
export const FILE_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'application/dc+sd-jwt'] as const

/** Lets that one address take files as they are, up to the size of the largest. */
export function acceptFiles(server: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  const options = { parseAs: 'buffer', bodyLimit: PAPER_LIMITS.pdfBytes } as const
  server.addContentTypeParser([...FILE_TYPES], options, (request, body, done) => {
    if (request.url.split('?')[0] === FILE_PATH) done(null, body)
    else done(new ProblemError('MEDIA_TYPE_NOT_SUPPORTED', 'Send the body as application/json in UTF-8.'))
  })
}
