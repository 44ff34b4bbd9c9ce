import { ProblemError } from '../http/problem'

const VERSION = 1

/** The place after which the next page begins, as clients hand it back: nothing for them to read. */
export function cursorOf(position: number): string {
  return Buffer.from(`${VERSION}:${position}`).toString('base64url')
}

/** The place that a cursor stands for; the beginning without one. */
export function positionOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const [, position] = /^1:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (position !== undefined && cursorOf(Number(position)) === cursor) return Number(position)
  const sentence = 'cursor must be the next of an earlier page.'
  throw new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '/cursor', rule: 'cursor', sentence }])
}
