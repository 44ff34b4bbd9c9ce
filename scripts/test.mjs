import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, prepare, program, run, Stop } from './prepare.mjs'

/** Every test; the last line is `N passed, N failed`. Arguments go to jest. */
async function main() {
  const node = await prepare((line) => console.log(line))
  const folder = mkdtempSync(join(tmpdir(), 'eco-test-'))
  const report = join(folder, 'report.json')
  try {
    const jest = [
      program('jest/bin/jest.js'),
      '--forceExit',
      '--json',
      `--outputFile=${report}`,
      ...process.argv.slice(2),
    ]
    const code = await run(node, jest, {
      // The report goes to the file; what people read goes to standard error.
      stdio: ['inherit', 'ignore', 'inherit'],
    })
    return { code, ...counts(report) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file that could not even be loaded counts as one failed test. */
function counts(report) {
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    throw new Stop('The tests ended without a report.')
  }
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  }
}

try {
  const { code, passed, failed } = await main()
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = code === 0 && failed === 0 ? 0 : 1
} catch (error) {
  fail(error)
}
