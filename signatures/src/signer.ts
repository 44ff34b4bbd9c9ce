import { sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Signer } from '@eco/domain'
import { rawOf } from './ecdsa-signature'
import { keyThumbprint, ownJwk } from './public-key'

/** Signs with a private key on P-256; the certificates (base64 DER, the key's own first) go into every header. */
export function signerOf(key: KeyObject, certificateChain: readonly string[] = []): Signer {
  const publicJwk = ownJwk(key)
  return {
    keyId: keyThumbprint(publicJwk),
    publicJwk,
    certificateChain,
    sign: (input) => rawOf(sign('sha256', input, key)),
  }
}
