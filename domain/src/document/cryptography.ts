/** A public key on the curve P-256, as RFC 7517 and RFC 7518 (6.2.1) write it. */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

/** Whoever can sign: the private key itself may be in a file, in a token or somewhere else. */
export interface Signer {
  /** RFC 7638 thumbprint of the public key, base64url. */
  readonly keyId: string
  readonly publicJwk: PublicJwk
  /** Certificates in base64 DER, the key's own first (RFC 7515, 4.1.6); empty if there is none. */
  readonly certificateChain: readonly string[]
  /** ES256 (RFC 7518, 3.4): 64 bytes, r then s. */
  readonly sign: (input: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/**
 * What came of following a certificate chain to an anchor: it leads to one; it leads nowhere known; a signature or a
 * constraint in it does not hold; a certificate of it was not in force at the time asked for.
 */
export type ChainResult = 'anchored' | 'not-anchored' | 'broken' | 'not-in-force'

/** A chain that was followed; `publicJwk` is the first certificate's key if it is one of ours. */
export interface ChainReading {
  readonly result: ChainResult
  readonly publicJwk: PublicJwk | undefined
}

/** What the rules need of cryptography, so that the same rules run on Node and in a browser. */
export interface Cryptography {
  /** SHA-256 in base64url, which is how digests are written in documents. */
  readonly digest: (input: Uint8Array) => string
  /** False for a signature that does not hold, of whatever shape; never throws. */
  readonly verify: (key: PublicJwk, input: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>
  /**
   * Follows a chain (base64 DER, the key's own first) to one of the anchors (base64 DER), as of a time (ISO 8601).
   * Never throws: what is no certificate is `broken`.
   */
  readonly followChain: (
    chain: readonly string[],
    anchors: readonly string[],
    at: string,
  ) => ChainReading | Promise<ChainReading>
}
