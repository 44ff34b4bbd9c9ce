/** What the benchmark asks of the process that hosts the channel. */
export interface StartOptions {
  readonly mspIds: readonly string[]
  readonly dataFolder: string
  readonly policy: string
  readonly blockMs: number
  readonly chaincode: {
    readonly name: string
    /** Where each organisation's contract listens; on the embedded channel they share one. */
    readonly addresses: readonly string[]
    readonly attributes: Record<string, string>
    /** A call that changes nothing. */
    readonly probe: readonly [name: string, ...args: string[]]
  }
}

/** What the process that hosts the channel tells of its memory. */
export interface Memory {
  readonly rssMiB: number
}

/** How the benchmark's client reaches the channel. */
export interface ChannelAddress {
  readonly endpoint: string
  readonly tlsRootCertificate: string
  readonly mspId: string
  readonly client: { readonly certificate: string; readonly privateKey: string }
}
