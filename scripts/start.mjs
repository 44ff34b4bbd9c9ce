import { fail, prepare, runBuilt } from './prepare.mjs'

try {
  const node = await prepare((line) => console.log(line))
  process.exitCode = await runBuilt(node, 'network/dist/start.js', process.argv.slice(2))
} catch (error) {
  fail(error)
}
