/** What the benchmark asks of the process that hosts the channel. */
export interface StartOptions {
  readonly mspIds: readonly string[]
  readonly dataFolder: string
  readonly policy: string
  readonly blockMs: number
  readonly chaincode: { readonly name: string; readonly address: string; readonly attributes: Record<string, string> }
}

/** How the benchmark's client reaches the channel. */
export interface ChannelAddress {
  readonly endpoint: string
  readonly tlsRootCertificate: string
  readonly mspId: string
  readonly client: { readonly certificate: string; readonly privateKey: string }
}
