import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, prepare, program, run, Stop } from './prepare.mjs'
import { traceRequirements } from './requirements.mjs'

/**
 * Every test; the last line is `N passed, N failed`. Arguments go to jest. Without any, the requirements are held against
 * the run: a test that they name and that did not pass counts as failed.
 */
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
    const counted = { code, ...counts(report) }
    if (process.argv.length > 2) return counted
    // What failed is counted already; what did not run is not.
    return { ...counted, failed: counted.failed + traced(report) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Says which requirements are red; how many tests that they name did not run. */
function traced(jestReport) {
  const { red, unproven, notRun, report } = traceRequirements(jestReport)
  for (const line of unproven) console.log(line)
  console.log(`Requirements without a passing test: ${red.length === 0 ? 'none' : red.join(', ')} (${report})`)
  return notRun
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
