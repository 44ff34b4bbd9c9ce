const ESM_ONLY = ['@noble', 'jose', '@peculiar', 'canonicalize', '@sd-jwt', 'zxing-wasm']

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|js)$': [
      '@swc/jest',
      {
        module: { type: 'commonjs', ignoreDynamic: true },
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true, explicitResourceManagement: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],
  moduleNameMapper: {
    '^@eco/domain/formats$': '<rootDir>/domain/src/formats.ts',
    '^@eco/domain/testing$': '<rootDir>/domain/src/register/testing/a-register.ts',
    '^@eco/chaincode/testing/(.*)$': '<rootDir>/chaincode/src/testing/$1.ts',
    '^@eco/(domain|chaincode|gateway|network|signatures|paper|evidence)$': '<rootDir>/$1/src/index.ts',
    '^embedded-fabric$': '<rootDir>/embedded-fabric/src/index.ts',
  },
}

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/*/src/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'conformance',
      testMatch: ['<rootDir>/embedded-fabric/conformance/**/*.spec.ts'],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
  ],
  testTimeout: 30000,
}
