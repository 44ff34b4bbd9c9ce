import { readFile, writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { run } from './program'

run(process.argv.slice(2), {
  readFile: (path) => readFile(path),
  writeFile: (path, data) => writeFile(path, data),
  readStdin: () => buffer(process.stdin),
  out: (text) => process.stdout.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
  now: () => new Date(),
}).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 70
  },
)
