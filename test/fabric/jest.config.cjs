const { projects } = require('../../jest.config.cjs')

// Apart from the other tests: it needs the binaries of Hyperledger Fabric, and says so when there are none.
module.exports = {
  ...projects[0],
  displayName: 'fabric',
  testMatch: ['<rootDir>/test/fabric/**/*.spec.ts'],
  testTimeout: 120_000,
}
