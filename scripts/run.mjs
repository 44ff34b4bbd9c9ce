import { fail, prepare, runBuilt, Stop } from './prepare.mjs'

try {
  const [script, ...args] = process.argv.slice(2)
  if (script === undefined) throw new Stop('Say which built script to run.')
  // Standard output belongs to the script.
  const node = await prepare((line) => console.error(line))
  process.exitCode = await runBuilt(node, script, args)
} catch (error) {
  fail(error)
}
