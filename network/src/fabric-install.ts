import { parseArgs } from 'node:util'
import { cacheFolder } from './fabric/binaries'
import { installFabric } from './fabric-install/install'
import { ProgressLine } from './fabric-install/progress'
import { RELEASE, RELEASES, releaseFor } from './fabric-install/release'
import { explain, LaunchError } from './launch-error'

const USAGE = `npm run fabric:install [-- --archive FILE] [--version ${RELEASE}] [--from URL]

Installs \`peer\` and \`orderer\` of Hyperledger Fabric into the user's cache, from the Fabric project's official release.
  --archive FILE   takes the release's archive from a file, for machines without internet access
  --version        another release of 3.1, from 3.1.5 on
  --from URL       another place with the same files; default ${RELEASES}`

/** `npm run fabric:install` */
async function main(): Promise<void> {
  const { archive, version, from, help } = readArguments()
  if (help) {
    console.log(USAGE)
    return
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () =>
      stop.abort(new LaunchError('Stopped. What came so far is kept: the next run goes on there.')),
    )
  }
  const line = new ProgressLine(process.stdout)
  const installed = await installFabric({
    release: releaseFor(version, process, from),
    binFolder: cacheFolder(),
    ...(archive !== undefined && { archive }),
    progress: (progress) => line.show(progress),
    signal: stop.signal,
    log: (text) => line.say(text),
  }).finally(() => line.end())
  const { folder, commit, sha256, already } = installed
  console.log(
    `Hyperledger Fabric ${installed.version} (commit ${commit}) is ${already ? 'there already' : 'installed'}: ${folder}`,
  )
  if (sha256 !== undefined) console.log(`SHA-256 of its archive, required from now on: ${sha256}`)
  console.log('Next: npm run start:fabric')
}

function readArguments(): { archive?: string; version: string; from: string; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        archive: { type: 'string' },
        version: { type: 'string', default: RELEASE },
        from: { type: 'string', default: RELEASES },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new LaunchError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(explain(error, cacheFolder()).message)
    process.exit(1)
  },
)
