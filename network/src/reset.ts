import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { meantDataFolder } from './data-folder'
import { layoutOf } from './layout'
import { readRunning } from './lock'

/** `npm run reset`: removes the data folder, after asking; `--yes` answers for scripts. */
async function main(args: readonly string[]): Promise<number> {
  const layout = layoutOf(meantDataFolder(args, { exact: true }))
  if (!existsSync(layout.root) || readdirSync(layout.root).length === 0) {
    console.log(`There is no data in ${layout.root}.`)
    return 0
  }
  const running = readRunning(layout.lock)
  if (running !== undefined) {
    console.error(`The network runs on ${layout.root} (process ${running.pid}): stop it with Ctrl-C first.`)
    return 1
  }
  if (!existsSync(layout.marker)) {
    console.error(`${layout.root} is not a data folder of the network: remove it yourself if that is what you want.`)
    return 1
  }
  if (!args.includes('--yes') && !(await confirmed(layout.root))) {
    console.log('Nothing was removed.')
    return 1
  }
  await rm(layout.root, { recursive: true })
  console.log(`Removed ${layout.root}.`)
  return 0
}

async function confirmed(folder: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = new Promise<string>((resolve) => {
    void terminal.question(`Remove the register, keys and logs in ${folder}? [y/N] `).then(resolve)
    terminal.once('close', () => resolve(''))
  })
  const yes = /^y(es)?$/i.test((await answer).trim())
  terminal.close()
  return yes
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
