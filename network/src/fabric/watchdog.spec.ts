import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'

const WATCHDOG = JSON.stringify(join(__dirname, 'watchdog.ts'))

/** A launcher in a process of its own, whose one node sleeps. */
const LAUNCHER = `
  import { spawn } from 'node:child_process'
  const { startWatchdog } = await import(${WATCHDOG})
  const node = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  startWatchdog().watch(node.pid)
  console.log(node.pid)
  setInterval(() => undefined, 1000)
`

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the watchdog', () => {
  it('ends what a launcher has started when the launcher is killed', async () => {
    const launcher = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', LAUNCHER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(launcher.stdout, 'data')) as [Buffer]
    const node = Number(line.toString())
    expect(isAlive(node)).toBe(true)

    launcher.kill('SIGKILL')
    await once(launcher, 'exit')

    while (isAlive(node)) await delay(20)
    expect(isAlive(node)).toBe(false)
  })
})
