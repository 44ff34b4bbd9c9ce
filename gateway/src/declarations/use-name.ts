import { createHmac } from 'node:crypto'
import { canonicalText } from '@eco/domain'

const TAG = 'eco/use/1'
const USE_BYTES = 16

/**
 * The name of a use (128 bits, base64url): the same for a repeat of the same request, and nothing that anybody can guess
 * who does not know the salt of the declaration.
 */
export function useNameOf(salt: string, requestId: string, line?: number): string {
  const text = canonicalText([TAG, requestId, line ?? null])
  const digest = createHmac('sha256', Buffer.from(salt, 'base64url')).update(text).digest()
  return digest.subarray(0, USE_BYTES).toString('base64url')
}
