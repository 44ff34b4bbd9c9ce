const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { projects } = require('../../jest.config.cjs')

// SoftHSM reads its environment itself, and tests see a copy of it only; so it is set before they start.
const folder = mkdtempSync(join(tmpdir(), 'softhsm-'))
writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${folder}\nlog.level = ERROR\n`)
process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf')
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

module.exports = {
  ...projects[0],
  displayName: 'softhsm',
  testMatch: [`${__dirname}/**/*.spec.ts`],
  testTimeout: 60_000,
}
