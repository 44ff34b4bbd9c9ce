import { join } from 'node:path'
import { capture, fail, prepare, ROOT, run, Stop } from './prepare.mjs'

/**
 * The end-to-end suite on nodes of Hyperledger Fabric. Without its binaries it says in one line what it lacks; that is a
 * failure, unless `--if-found` is given.
 */
async function main(args) {
  const node = await prepare((line) => console.log(line))
  const [ifFound, jestArguments] = [args.includes('--if-found'), args.filter((argument) => argument !== '--if-found')]
  const lack = await whatIsLacking(node)
  if (lack !== undefined) {
    const sentence = `The suite on Hyperledger Fabric was not run: ${lack}`
    if (!ifFound) throw new Stop(sentence)
    console.log(sentence)
    return 0
  }
  const script = join(ROOT, 'scripts/test.mjs')
  const all = [script, '--config', 'test/fabric/jest.config.cjs', ...jestArguments]
  return run(node, all)
}

async function whatIsLacking(node) {
  const program = `
    const { findBinaries } = require('./network/dist/fabric/binaries.js')
    try { findBinaries() } catch (error) { console.error(error.message); process.exit(1) }`
  const { code, output } = await capture(node, ['-e', program])
  return code === 0 ? undefined : output.trim()
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  fail(error)
}
