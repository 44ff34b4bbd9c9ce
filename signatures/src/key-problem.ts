/** Why a key cannot be used, for programs. */
export type KeyProblemCode =
  | 'KEY_UNREADABLE'
  | 'KEY_NOT_SUPPORTED'
  | 'KEY_NOT_FOUND'
  | 'KEY_AMBIGUOUS'
  | 'KEY_PROTECTION_OLD'
  | 'LIMIT_EXCEEDED'
  | 'PASSPHRASE_WRONG'
  | 'PIN_WRONG'
  | 'CERTIFICATE_UNREADABLE'
  | 'CERTIFICATE_OF_ANOTHER_KEY'
  | 'CERTIFICATE_NOT_FOR_SIGNING'
  | 'MODULE_MISSING'
  | 'TOKEN_NOT_FOUND'
  | 'TOKEN_GONE'
  | 'TOKEN_FAILED'

/** Why a key cannot be used; neither the message nor the cause ever holds a key, a passphrase or a PIN. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem'

  constructor(
    readonly code: KeyProblemCode,
    sentence: string,
  ) {
    super(sentence)
  }
}
