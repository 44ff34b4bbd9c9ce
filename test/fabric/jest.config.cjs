const { projects } = require('../../jest.config.cjs')

// The end-to-end suite on real nodes, and what only they can show. It needs the binaries of Hyperledger Fabric, and
// one network at a time is what two cores carry.
module.exports = {
  ...projects[0],
  displayName: 'fabric',
  testMatch: ['<rootDir>/test/e2e/**/*.spec.ts', '<rootDir>/test/fabric/**/*.spec.ts'],
  globals: { LEDGER: 'fabric' },
  maxWorkers: 1,
  testTimeout: 120_000,
}
