import type { KeyObject, X509Certificate } from 'node:crypto'
import { CERTIFICATE_BYTES_MOST, CERTIFICATES_MOST, readCertificate } from './certificate'
import { KeyProblem } from './key-problem'
import { certifiedKeyOf, isSignedBy } from './public-key'

/**
 * Certificates as headers want them (base64 DER): the key's own first, each followed by its issuer; what does not
 * belong to the chain, and a root at its end, is left out. Empty if there are none at all.
 */
export function ordered(certificates: readonly X509Certificate[], publicKey: KeyObject): readonly string[] {
  if (certificates.length === 0) return []
  const chain = [ownOf(certificates, publicKey)]
  for (let issuer = issuerOf(chain, certificates); issuer !== undefined; issuer = issuerOf(chain, certificates)) {
    chain.push(issuer)
  }
  const withoutRoot = chain.filter((certificate, index) => index === 0 || !certificate.checkIssued(certificate))
  return withinLimits(withoutRoot.map(({ raw }) => raw.toString('base64')))
}

// Of several certificates of one key the one that ends last has replaced the others.
function ownOf(certificates: readonly X509Certificate[], publicKey: KeyObject): X509Certificate {
  const own = certificates.filter((certificate) => certifiedKeyOf(certificate)?.equals(publicKey))
  const [newest] = own.sort((one, other) => other.validToDate.getTime() - one.validToDate.getTime())
  if (newest !== undefined) return newest
  throw new KeyProblem('CERTIFICATE_OF_ANOTHER_KEY', 'None of the certificates is that of the key.')
}

function issuerOf(
  chain: readonly X509Certificate[],
  certificates: readonly X509Certificate[],
): X509Certificate | undefined {
  const last = chain.at(-1)
  return certificates.find((candidate) => {
    if (chain.some(({ raw }) => raw.equals(candidate.raw)) || last?.checkIssued(candidate) !== true) return false
    const key = certifiedKeyOf(candidate)
    return key !== undefined && isSignedBy(last, key)
  })
}

// What nobody would accept is not signed with either.
function withinLimits(chain: readonly string[]): readonly string[] {
  if (
    chain.length > CERTIFICATES_MOST ||
    chain.some((text) => Buffer.byteLength(text, 'base64') > CERTIFICATE_BYTES_MOST)
  ) {
    const sentence = `The chain must have at most ${CERTIFICATES_MOST} certificates of ${CERTIFICATE_BYTES_MOST} bytes.`
    throw new KeyProblem('LIMIT_EXCEEDED', sentence)
  }
  if (readCertificate(chain[0] ?? '')?.mayOnlySign !== true) {
    throw new KeyProblem('CERTIFICATE_NOT_FOR_SIGNING', "The key's certificate does not allow it to sign documents.")
  }
  return chain
}
