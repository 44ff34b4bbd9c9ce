import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from '@jest/globals'

const ROOT = join(__dirname, '..', '..')
const ESLINT = join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js')

const FORBIDDEN = [
  'Date.now()',
  'new Date()',
  'Date()',
  'new Date(2026, 2, 1)',
  "new Date('2026-03-01').getHours()",
  "new Date('2026-03-01').getTimezoneOffset()",
  "new Date('2026-03-01').toDateString()",
  "new Date('2026-03-01').toLocaleString()",
  'performance.now()',
  'setTimeout(String, 1)',
  'Math.random()',
  'crypto.randomUUID()',
  'randomBytes(1)',
  "'a'.localeCompare('b')",
  "'i'.toLocaleUpperCase()",
  'Intl.DateTimeFormat()',
  'process.env',
  'globalThis.Date',
  'Math.pow(2, 3)',
  'Math.sqrt(2)',
  '0.1',
  '1e-3',
  "parseFloat('1')",
  'Promise.race([])',
  'new WeakRef({})',
  "new Error('why').stack",
]
const ALLOWED = [
  "new Date('2026-03-01').getUTCHours()",
  'Date.UTC(2026, 2)',
  'Math.floor(7 / 2)',
  "['b', 'a'].sort()",
  '1e3',
]

/** Which lines the rules about determinism complain of, if the text stood in this file. */
async function complaints(file: string, lines: readonly string[]): Promise<readonly number[]> {
  const child = spawn(process.execPath, [ESLINT, '--stdin', '--stdin-filename', file, '--format', 'json'], {
    cwd: ROOT,
  })
  child.stdin.end(lines.join('\n'))
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const [{ messages }] = JSON.parse(said) as [{ messages: { ruleId: string; line: number }[] }]
  const found = messages.filter(({ ruleId }) => ruleId.startsWith('no-restricted-')).map(({ line }) => line)
  return [...new Set(found)].sort((one, other) => one - other)
}

describe('the lint rules', () => {
  it.each(['domain/src/date.ts', 'chaincode/src/stub-state.ts'])(
    'keep clocks, chance, languages, time zones and fractions out of what peers compute, as %s',
    async (file) => {
      const lines = [...FORBIDDEN, ...ALLOWED].map((expression, index) => `export const value${index} = ${expression}`)
      const imported = "import { randomBytes } from 'node:crypto'"

      const found = await complaints(file, [imported, ...lines])

      // Of the call of what is imported the import is what is complained of.
      const expected = FORBIDDEN.map((expression, index) => (expression === 'randomBytes(1)' ? 1 : index + 2))
      expect(found).toEqual(expected.sort((one, other) => one - other))
    },
    60_000,
  )
})
