import { parseArgs } from 'node:util'
import { auditBenchmark } from './audit'
import { channelBenchmark } from './channel'
import { documentBenchmark } from './document'
import { ledgerBytesBenchmark } from './ledger-bytes'

type Figures = Readonly<Record<string, number | string>>
type Options = Readonly<Record<string, string | undefined>>

/** Every benchmark by name: prints readable lines and returns its figures. */
const BENCHMARKS: Readonly<Record<string, (log: (line: string) => void, options: Options) => Promise<Figures>>> = {
  audit: auditBenchmark,
  channel: channelBenchmark,
  document: documentBenchmark,
  'ledger-bytes': ledgerBytesBenchmark,
}

const USAGE = `Name a benchmark: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')}; channel and ledger-bytes take --network embedded | fabric`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { network: { type: 'string' } }, allowPositionals: true })
  const [name = ''] = positionals
  const benchmark = BENCHMARKS[name]
  if (benchmark === undefined) throw new Error(USAGE)
  const figures = await benchmark((line) => console.log(line), values)
  console.log(JSON.stringify({ benchmark: name, ...values, ...figures }))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
