import { setTimeout as delay } from 'node:timers/promises'
import { meantDataFolder } from './data-folder'
import { LaunchError } from './launch-error'
import { layoutOf } from './layout'
import { readRunning } from './lock'
import { runCommand } from './run-command'

const PATIENCE_MS = 30_000
const BETWEEN_LOOKS_MS = 100

/** `npm run stop`: asks the network that runs to end, from another terminal, and waits until it has. */
async function main(args: readonly string[]): Promise<void> {
  const { lock, root } = layoutOf(meantDataFolder(args))
  const running = readRunning(lock)
  if (running === undefined) {
    console.log(`No network runs on ${root}.`)
    return
  }
  console.log(`Stopping the network on ${root} (process ${running.pid}) …`)
  process.kill(running.pid, 'SIGTERM')
  const deadline = performance.now() + PATIENCE_MS
  while (readRunning(lock)?.pid === running.pid) {
    if (performance.now() > deadline) {
      throw new LaunchError(
        `It has not ended after ${PATIENCE_MS / 1000} s: look at its terminal, or end process ${running.pid}.`,
      )
    }
    await delay(BETWEEN_LOOKS_MS)
  }
  console.log('Stopped; its data is kept.')
}

runCommand(main)
