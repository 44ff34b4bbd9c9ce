import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { TestMember } from './test-ledger'
import { TestLedger, bytes, membersOf, testCollection, testDefinition } from './test-ledger'

/** Lets the child load TypeScript as the tests do. */
export const LOADER = `
  const { readFileSync } = require('node:fs')
  const { transformSync } = require('@swc/core')
  require.extensions['.ts'] = (module, filename) => {
    const jsc = { target: 'es2024', parser: { syntax: 'typescript', explicitResourceManagement: true } }
    const options = { filename, module: { type: 'commonjs' }, jsc, swcrc: false }
    module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename)
  }
  const [file, ...values] = process.argv.slice(1)
  require(file).main(...values)`

/** Runs the `main` of a TypeScript file in a process of its own, with these arguments. */
export function spawnTypeScript(file: string, values: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ['--no-warnings', '--eval', LOADER, file, ...values], {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function membersFile(folder: string): string {
  return join(folder, 'members.json')
}

/** Gives the committing process its members. */
export function writeMembers(folder: string, members: ReadonlyMap<string, TestMember>): void {
  const parts = [...members.values()].map(({ material, clientCredentials }) => ({ material, clientCredentials }))
  writeFileSync(membersFile(folder), JSON.stringify(parts))
}

/** Commits block after block, each with three writes of its own number, and tells each block once it is committed. */
export function main(folder: string, file: string): void {
  const parts = JSON.parse(readFileSync(membersFile(folder), 'utf8')) as Pick<
    TestMember,
    'material' | 'clientCredentials'
  >[]
  const definitions = [testDefinition({ collections: [testCollection()] })]
  const channel = new TestLedger(membersOf(parts), { file, definitions })
  for (;;) {
    const block = channel.ledger.height
    channel.commit(
      channel.put('x', String(block)),
      channel.put('y', String(block)),
      channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'k', bytes(String(block)))),
    )
    process.stdout.write(`${block}\n`)
  }
}
