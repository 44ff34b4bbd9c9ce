import { channelBenchmark } from './channel'

/** Every benchmark by name: prints readable lines and returns its figures. */
const BENCHMARKS: Readonly<Record<string, (log: (line: string) => void) => Promise<Record<string, number | string>>>> =
  {
    channel: channelBenchmark,
  }

async function main(name: string | undefined): Promise<void> {
  const benchmark = name === undefined ? undefined : BENCHMARKS[name]
  if (benchmark === undefined) {
    console.error(`Name a benchmark: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')}`)
    process.exitCode = 2
    return
  }
  const figures = await benchmark((line) => {
    console.log(line)
  })
  console.log(JSON.stringify({ benchmark: name, ...figures }))
}

void main(process.argv[2])
