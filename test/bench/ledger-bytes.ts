import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedRegisters, startNetwork } from '@eco/network'
import type { LedgerName } from '@eco/network'
import { memberClient } from '../support/private-exchange'
import { TestNetwork } from '../support/test-network'
import { BLOCK_PARTS, blockParts, fileBytes } from './block-parts'
import type { BlockParts } from './block-parts'
import { LIFE, live, sealCertificates } from './certificate-life'
import type { LifeStep, Sides } from './certificate-life'
import { stopSignal } from './child'

/** How many certificates stand in one transaction. */
const TOGETHER = 50

/** What each step of some certificates' life took. */
type Life = Readonly<Record<LifeStep, BlockParts>>

interface Lives {
  readonly alone: Life
  readonly together: Life
}

/**
 * What a certificate of one item costs on the ledger over its life: issued, delivered, acknowledged, used twice, acquitted,
 * each step a block of its own. Every node of every member keeps as much. On Fabric the block file itself is looked at.
 */
export async function ledgerBytesBenchmark(
  log: (line: string) => void,
  { network = 'embedded' }: { readonly network?: string | undefined },
): Promise<Record<string, number>> {
  if (network !== 'embedded' && network !== 'fabric') throw new Error('--network must be embedded or fabric')
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bytes-'))
  try {
    const { alone, together } = await measured(network, folder)
    for (const [lives, count] of [
      [alone, 1],
      [together, TOGETHER],
    ] as const) {
      log(`bytes of a certificate in the block file, ${count} in each transaction:`)
      for (const line of tableOf(lives, count)) log(line)
    }
    const figures = figuresOf(alone, together)
    log(
      `issuing costs ${figures.issueFixedBytes} bytes a transaction and ${figures.issueOwnBytes} a certificate beyond that`,
    )
    return figures
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measured(ledger: LedgerName, folder: string): Promise<Lives> {
  const signal = stopSignal()
  await using network = new TestNetwork(
    await startNetwork({ dataFolder: join(folder, 'data'), basePort: 0, ledger, signal }),
    folder,
  )
  const { layout, topology } = network.network
  await seedRegisters(layout, topology, (code) => network.network.url(code))
  // What the gateways write by themselves would come between.
  await network.stop('gateways')
  using issuer = await memberClient(network, 'AU', 'issuer')
  using customs = await memberClient(network, 'KR', 'customs')
  const sealed = await sealCertificates(network, TOGETHER + 1)
  const file = new BlockFile(ledger === 'fabric' ? join(layout.channel, KR_BLOCK_FILE) : undefined)
  const alone = await lived({ issuer, customs }, sealed.slice(0, 1), file)
  return { alone, together: await lived({ issuer, customs }, sealed.slice(1), file) }
}

const KR_BLOCK_FILE = 'members/KRMSP/peer/data/ledgersData/chains/chains/eco/blockfile_000000'

async function lived(sides: Sides, certificates: Parameters<typeof live>[1], file: BlockFile): Promise<Life> {
  const before = await file.size()
  const blocks = await live(sides, certificates)
  const after = await file.size()
  const all = await sides.customs.blocks(blocks.acquit)
  const parts = LIFE.map((step) => [step, blockParts(all[blocks[step]] ?? new Uint8Array())] as const)
  if (before !== undefined && after !== undefined) {
    const counted = parts.reduce((sum, [, step]) => sum + fileBytes(step), 0)
    if (after - before !== counted) throw new Error(`the block file grew by ${after - before} bytes, not by ${counted}`)
  }
  return Object.fromEntries(parts) as Life
}

/** A peer's own file of blocks, where there is one. */
class BlockFile {
  readonly #path: string | undefined

  constructor(path: string | undefined) {
    this.#path = path
  }

  async size(): Promise<number | undefined> {
    return this.#path === undefined ? undefined : (await stat(this.#path)).size
  }
}

function tableOf(life: Life, count: number): readonly string[] {
  const cells = (name: string, values: readonly (number | string)[]): string =>
    `  ${name.padEnd(14)}${values.map((value) => String(value).padStart(14)).join('')}`
  const rows = BLOCK_PARTS.map((part) => [part, LIFE.map((step) => Math.round(life[step][part] / count))] as const)
  const sums = LIFE.map((step) => Math.round(fileBytes(life[step]) / count))
  return [cells('', [...LIFE]), ...rows.map(([part, values]) => cells(part, values)), cells('together', sums)]
}

function figuresOf(alone: Life, together: Life): Record<string, number> {
  const lifeOf = (life: Life): number => LIFE.reduce((sum, step) => sum + fileBytes(life[step]), 0)
  const own = (fileBytes(together.issue) - fileBytes(alone.issue)) / (TOGETHER - 1)
  return {
    issueBytesAt1: fileBytes(alone.issue),
    issueBytesAt50: Math.round(fileBytes(together.issue) / TOGETHER),
    lifeBytesAt1: lifeOf(alone),
    lifeBytesAt50: Math.round(lifeOf(together) / TOGETHER),
    issueFixedBytes: Math.round(fileBytes(alone.issue) - own),
    issueOwnBytes: Math.round(own),
  }
}
