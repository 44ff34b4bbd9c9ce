import { performance } from 'node:perf_hooks'
import { isAbsolute, join } from 'node:path'
import { capture, fail, prepareNode, program, ROOT } from './prepare.mjs'

const FOLDERS = [
  ...['domain', 'chaincode', 'embedded-fabric', 'network', 'signatures', 'paper', 'evidence', 'gateway', 'cli'],
  'test',
]

/** What runs first, since it makes what others read. */
const TYPES = ['types', ['typescript/bin/tsc', '--build', '--pretty', 'false']]

/** Each step's name and command: a program of a package, or a script of our own; two run at a time. */
const STEPS = [
  ['lint', ['eslint/bin/eslint.js', '.', '--max-warnings=0']],
  ['format', ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
  [
    'import rules',
    ['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', ...FOLDERS],
  ],
  ['requirements', [join(ROOT, 'scripts/requirements.mjs')]],
  ['unit tests', ['jest/bin/jest.js', '--selectProjects', 'unit', '--forceExit']],
]

async function main() {
  const node = await prepareNode((line) => console.log(line))
  const failures = []
  const check = async ([name, [path, ...args]]) => {
    const began = performance.now()
    const { code, output } = await capture(node, [isAbsolute(path) ? path : program(path), ...args])
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${name.padEnd(12)}  ${code === 0 ? 'ok    ' : 'FAILED'}  ${seconds} s`)
    if (code !== 0) failures.push({ name, output })
  }
  await check(TYPES)
  const waiting = [...STEPS]
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await check(step)
  }
  await Promise.all([work(), work()])
  return failures
}

try {
  const failures = await main()
  for (const { name, output } of failures) console.error(`\n--- ${name} ---\n${output.trimEnd()}`)
  if (failures.length > 0) console.error(`\nFailed: ${failures.map(({ name }) => name).join(', ')}`)
  process.exitCode = failures.length === 0 ? 0 : 1
} catch (error) {
  fail(error)
}
