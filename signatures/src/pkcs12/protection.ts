import { KeyProblem } from '../key-problem'

const ITERATIONS_MOST = 10_000_000

/** A count of iterations as read from DER (a text, where it is large); a `KeyProblem` if it is not within the limit. */
export function iterations(read: number | string): number {
  const count = Number(read)
  if (Number.isInteger(count) && count >= 1 && count <= ITERATIONS_MOST) return count
  throw new KeyProblem('LIMIT_EXCEEDED', `Passphrases are iterated between 1 and ${ITERATIONS_MOST} times.`)
}

/** What is said of a file in the form that was usual before OpenSSL 3. */
export function oldProtection(): KeyProblem {
  return new KeyProblem(
    'KEY_PROTECTION_OLD',
    'The file is protected by RC2, 3DES, RC4, DES or SHA-1, which no longer protect anything. Write it anew with ' +
      'OpenSSL 3: openssl pkcs12 -legacy -in OLD.p12 -aes256 -out KEY.pem && openssl pkcs12 -export -in KEY.pem -out NEW.p12',
  )
}
