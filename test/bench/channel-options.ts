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
    /** Attributes of a client of every organisation that prepares the channel; none where nothing is to be prepared. */
    readonly administrator?: Record<string, string> | undefined
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

/** Where the benchmark's clients reach the channel: the one that loads it, and those that prepare it. */
export interface ChannelAddresses {
  readonly load: ChannelAddress
  readonly administrators: readonly ChannelAddress[]
}

/** An organisation of a channel, embedded or of Fabric, as far as clients need it. */
interface Organization {
  readonly endpoint: string
  readonly tlsRootCertificate: string
  readonly mspId: string
  newClient(options: { name: string; attributes: Record<string, string> }): Promise<ChannelAddress['client']>
}

/** Makes the clients of a channel. */
export async function addressesOf(
  { mspIds, chaincode }: StartOptions,
  organization: (mspId: string) => Organization,
): Promise<ChannelAddresses> {
  const address = async (mspId: string, name: string, attributes: Record<string, string>): Promise<ChannelAddress> => {
    const found = organization(mspId)
    const { endpoint, tlsRootCertificate } = found
    return { endpoint, tlsRootCertificate, mspId, client: await found.newClient({ name, attributes }) }
  }
  const { administrator } = chaincode
  const preparing = administrator === undefined ? [] : mspIds
  return {
    load: await address(mspIds[0] ?? '', 'bench', chaincode.attributes),
    administrators: await Promise.all(preparing.map((mspId) => address(mspId, 'admin', administrator ?? {}))),
  }
}
