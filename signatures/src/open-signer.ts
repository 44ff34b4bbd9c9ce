import type { PemKey } from './pem'
import { openPem } from './pem'
import { pkcs11Signer } from './pkcs11/pkcs11-signer'
import type { ClosableSigner, Pkcs11Key } from './pkcs11/pkcs11-signer'
import { openPkcs12 } from './pkcs12/pkcs12'
import type { Pkcs12Key } from './pkcs12/pkcs12'

/** Where a key is: in a PEM text, in a PKCS #12 file or in a token. */
export type SignerSource =
  | ({ readonly kind: 'pem' } & PemKey)
  | ({ readonly kind: 'pkcs12' } & Pkcs12Key)
  | ({ readonly kind: 'pkcs11' } & Pkcs11Key)

/** Opens a key to sign documents with, wherever it is; a `KeyProblem` says why it cannot be used. */
export async function openSigner(source: SignerSource): Promise<ClosableSigner> {
  switch (source.kind) {
    case 'pem':
      return { ...openPem(source), close: nothing }
    case 'pkcs12':
      return { ...(await openPkcs12(source)), close: nothing }
    case 'pkcs11':
      return pkcs11Signer(source)
  }
}

/** Where the key of a file is: told by its content, PEM or PKCS #12. */
export function keyFileSource(
  bytes: Uint8Array,
  { passphrase, certificates }: Omit<PemKey, 'key'> = {},
): Exclude<SignerSource, { readonly kind: 'pkcs11' }> {
  const content = Buffer.from(bytes)
  if (!content.includes('-----BEGIN ')) return { kind: 'pkcs12', bytes, passphrase: passphrase ?? '' }
  return {
    kind: 'pem',
    key: content.toString('utf8'),
    ...(passphrase !== undefined && { passphrase }),
    ...(certificates !== undefined && { certificates }),
  }
}

function nothing(): Promise<void> {
  return Promise.resolve()
}
