import type { CertificateId } from '@eco/domain'
import { readBlock } from '../ledger/block'
import type { LedgerBlock } from '../ledger/block'
import { BUNDLE_LIMITS, BundleProblem } from './bundle'
import { countedIn, isAbout, versionsRead } from './touching'

/** What is gathered, and from where. */
export interface Gathering {
  /** The certificate, and all that it comes from. */
  readonly certificates: ReadonlySet<CertificateId>
  /** The blocks in which anything was written of them. */
  readonly changedIn: Iterable<number>
  readonly chaincode: string
  /** Gives a block (`common.Block`) by its number. */
  readonly read: (number: number) => Promise<Uint8Array>
}

/**
 * The blocks that prove what was written of a certificate: those themselves, those in which stands what their
 * transactions read (by the versions in their own read sets), and every configuration of the channel until then.
 * @throws BundleProblem if they are too many.
 */
export async function gatherBlocks({
  certificates,
  changedIn,
  chaincode,
  read,
}: Gathering): Promise<readonly Uint8Array[]> {
  const gathered = new Map<number, Uint8Array>()
  let characters = 0
  const take = async (number: number): Promise<LedgerBlock> => {
    const bytes = gathered.get(number) ?? (await read(number))
    if (!gathered.has(number)) characters += Math.ceil(bytes.length / 3) * 4
    gathered.set(number, bytes)
    if (gathered.size > BUNDLE_LIMITS.blocks || characters > BUNDLE_LIMITS.characters) {
      throw new BundleProblem('the blocks of this certificate are too many for one bundle')
    }
    return readBlock(bytes)
  }
  for (const number of changedIn) {
    for (const { transaction } of countedIn(await take(number))) {
      if (!isAbout(transaction, certificates, chaincode)) continue
      for (const { block } of versionsRead(transaction)) await take(block)
    }
  }
  await takeConfigurations([...gathered.keys()], take)
  return [...gathered].sort(([one], [other]) => one - other).map(([, bytes]) => bytes)
}

/** From each block to its configuration, and from each configuration to the one before, until block 0. */
async function takeConfigurations(
  numbers: readonly number[],
  take: (number: number) => Promise<LedgerBlock>,
): Promise<void> {
  const known = new Set<number>()
  await take(0)
  for (const number of numbers) {
    let config = (await take(number)).lastConfig ?? 0
    while (config > 0 && !known.has(config)) {
      known.add(config)
      await take(config)
      config = (await take(config - 1)).lastConfig ?? 0
    }
  }
}
