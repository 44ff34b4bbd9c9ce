/** The roles that Fabric's NodeOUs give to a certificate; every valid identity is also a `member`. */
export const NODE_ROLES = ['client', 'peer', 'admin', 'orderer'] as const
export type NodeRole = (typeof NODE_ROLES)[number]

/** A certificate and its private key (PKCS #8), both PEM. */
export interface Credentials {
  readonly certificate: string
  readonly privateKey: string
}

/** What one organisation's node needs to run, and the authorities that others check it by. All PEM. */
export interface OrganizationMaterial {
  readonly mspId: string
  /** DNS name of the organisation, as in Fabric's `cryptogen`: `org1.example.com`. */
  readonly domain: string
  readonly ca: Credentials
  readonly tlsCa: Credentials
  readonly peer: Credentials
  readonly peerTls: Credentials
  readonly admin: Credentials
  /** What the organisation's MSP knows of revoked certificates: X.509 revocation lists. Absent: none are revoked. */
  readonly revocationLists?: readonly string[]
}

/** An identity that was checked against its organisation's MSP. */
export interface Identity {
  readonly mspId: string
  /** The one NodeOU role of the certificate. */
  readonly role: NodeRole
  /** The bytes of `msp.SerializedIdentity` that it was read from. */
  readonly serialized: Uint8Array
  readonly certificate: string
  readonly notAfter: Date
  /** True if the signature (DER, low-S) over the message is this identity's; never throws. */
  verify(message: Uint8Array, signature: Uint8Array): boolean
  /** Remembers a signature that this process has just made with the identity's own key: checking it again is then free. */
  vouch(message: Uint8Array, signature: Uint8Array): void
}

/** Knows every organisation's MSP of the channel. */
export interface Membership {
  /** The organisations, in the order in which the channel names them. */
  readonly mspIds: readonly string[]
  /**
   * Reads and checks a `msp.SerializedIdentity`: known MSP, certificate chain, an end after `at`, one NodeOU role.
   * @throws Error with Fabric's words for the rule that was broken.
   */
  identify(serialized: Uint8Array, at?: Date): Identity
}

/** Signs as one identity. */
export interface Signer {
  readonly mspId: string
  readonly serialized: Uint8Array
  /** ECDSA over SHA-256 of the message: DER, low-S. */
  sign(message: Uint8Array): Uint8Array
}
