import { KeyProblem } from '../key-problem'

/** Somebody has initialised the module in this process already. */
export const ALREADY_INITIALIZED = 0x191
/** Another session of this process has given the PIN already. */
export const ALREADY_LOGGED_IN = 0x100

const PIN_PROBLEMS: ReadonlyMap<number, string> = new Map([
  [0xa0, 'The PIN is wrong; a token locks itself after a few wrong ones.'],
  [0xa1, 'The PIN has characters that the token does not take.'],
  [0xa2, 'The PIN is too short or too long for the token.'],
  [0xa3, 'The PIN has expired.'],
  [0xa4, 'The PIN is locked after too many wrong ones.'],
  [0x102, 'The token has no PIN yet.'],
])

// The device or the token is removed or not recognised, or what was opened in it is no longer known.
const GONE = new Set([0x30, 0x31, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0xe1, 0x101, 0x190])

/** The number with which a module has refused; undefined for an error of another kind. */
export function refusalOf(error: unknown): number | undefined {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'number' ? code : undefined
}

/** What a module's refusal means. */
export function tokenProblem(error: unknown): KeyProblem {
  if (error instanceof KeyProblem) return error
  const code = refusalOf(error) ?? 0
  const ofPin = PIN_PROBLEMS.get(code)
  if (ofPin !== undefined) return new KeyProblem('PIN_WRONG', ofPin)
  if (GONE.has(code))
    return new KeyProblem('TOKEN_GONE', 'The token was taken away or has restarted; open the key anew.')
  return new KeyProblem('TOKEN_FAILED', `The token refuses with PKCS #11's code 0x${code.toString(16)}.`)
}
