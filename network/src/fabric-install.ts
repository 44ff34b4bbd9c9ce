import { runFabricInstall } from './fabric-install/command'
import { LaunchError } from './launch-error'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () =>
    stop.abort(new LaunchError('Stopped. What came so far is kept: the next run goes on there.')),
  )
}

runFabricInstall(process.argv.slice(2), {
  env: process.env,
  system: process,
  out: process.stdout,
  signal: stop.signal,
}).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof LaunchError ? error.message : error)
    process.exit(1)
  },
)
