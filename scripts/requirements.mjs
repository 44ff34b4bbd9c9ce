import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from './prepare.mjs'

const TABLE = join(ROOT, 'docs/requirements.json')
const PAGE = join(ROOT, 'docs/requirements.md')
const REPORT = join(ROOT, 'coverage/requirements.md')
const MARKS = { named: '✅', passed: '✅ passed', failed: '🔴 failed', missing: '🔴 did not run' }
/** What stands in the names of tests that run once for each row of a table. */
const PLACEHOLDER = /%[a-z]|\$[\w.]+/g

/**
 * Holds the trace against a complete run: which requirements are red, and which named tests did not pass. What each test
 * ended with is written to a report beside the page; the page in the repository stays as it is from run to run.
 */
export function traceRequirements(jestReport) {
  const results = resultsOf(JSON.parse(readFileSync(jestReport, 'utf8')))
  const traced = readTable().map((requirement) => ({
    ...requirement,
    tests: requirement.tests.map((test) => ({ ...test, mark: resultOf(test, results) })),
  }))
  mkdirSync(join(REPORT, '..'), { recursive: true })
  writeFileSync(REPORT, printPage(traced, 'What the last complete run of the tests said of each requirement.'))
  const tests = traced.flatMap(({ id, tests }) => tests.map((test) => ({ id, ...test })))
  return {
    red: traced.filter(isRed).map(({ id }) => id),
    unproven: tests
      .filter(({ mark }) => mark !== 'passed')
      .map(({ id, mark, name }) => `${id}: ${MARKS[mark]}: ${name}`),
    notRun: tests.filter(({ mark }) => mark === 'missing').length,
    report: relative(ROOT, REPORT),
  }
}

/** The page in the repository, from the table alone. */
export function requirementsPage() {
  const named = readTable().map((requirement) => ({
    ...requirement,
    tests: requirement.tests.map((test) => ({ ...test, mark: 'named' })),
  }))
  return printPage(
    named,
    'Made by `npm run generate` from [requirements.json](requirements.json). ✅ is a test that passes in this version: `npm test`\n' +
      'fails when one of them fails or did not run, and writes what each ended with to `coverage/requirements.md`. 🔴 is what nothing proves yet.',
  )
}

/** What is wrong with the trace: tests that do not exist, a page that is out of date. */
export function faultsOfTrace() {
  const faults = readTable().flatMap(({ id, tests }) =>
    tests.filter((test) => !exists(test)).map(({ file, name }) => `${id}: there is no test “${name}” in ${file}`),
  )
  const isCurrent = existsSync(PAGE) && readFileSync(PAGE, 'utf8') === requirementsPage()
  return isCurrent ? faults : [...faults, 'docs/requirements.md is out of date: npm run generate']
}

/** Writes the page in the repository. */
export function writeRequirementsPage() {
  writeFileSync(PAGE, requirementsPage())
}

function readTable() {
  return JSON.parse(readFileSync(TABLE, 'utf8'))
}

/** Whether a file has every part of the test's name as the title of a block or of a test. */
function exists({ file, name }) {
  const path = join(ROOT, file)
  if (!existsSync(path)) return false
  const source = readFileSync(path, 'utf8').replaceAll("\\'", "'").replaceAll(/\(\s+/g, '(')
  return name
    .split(' › ')
    .every((title) => [`'${title}'`, `"${title}"`].some((literal) => source.includes(`(${literal}`)))
}

/** The outcomes of every test by file and full name; one that ran several times passes if it always did. */
function resultsOf({ testResults }) {
  return testResults.flatMap(({ name: path, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: relative(ROOT, path).replaceAll('\\', '/'),
      fullName,
      status,
    })),
  )
}

function resultOf({ file, name }, results) {
  const parts = name.replaceAll(' › ', ' ').split(PLACEHOLDER)
  const pattern = new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 's')
  const own = results.filter((result) => result.file === file && pattern.test(result.fullName))
  if (own.length === 0 || own.some(({ status }) => status === 'pending')) return 'missing'
  return own.every(({ status }) => status === 'passed') ? 'passed' : 'failed'
}

function isRed({ tests, missing }) {
  return tests.length === 0 || missing.length > 0 || tests.some(({ mark }) => mark === 'failed' || mark === 'missing')
}

function printPage(traced, introduction) {
  const red = traced.filter(isRed).map(({ id }) => id)
  const rest = red.length === 0 ? '.' : `; red: ${red.join(', ')}.`
  const proven = `${traced.length - red.length} of ${traced.length} requirements are proven by passing tests${rest}`
  const lines = ['# Requirements', '', introduction, '', proven, '']
  for (const { id, requirement, basis, control, tests, missing } of traced) {
    lines.push(`## ${id} ${requirement}`, '', `_Basis_: ${basis}.`, '', `_Control_: ${control}`, '')
    for (const { file, name, mark } of tests) lines.push(`- ${MARKS[mark]}: ${name} (\`${file}\`)`)
    for (const what of missing) lines.push(`- 🔴 not proven: ${what}`)
    lines.push('')
  }
  return `<!-- prettier-ignore-start -->\n\n${lines.join('\n').trimEnd()}\n\n<!-- prettier-ignore-end -->\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOfTrace()
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
