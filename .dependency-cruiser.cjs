/** Who may import whom: the parts meet in `domain` only. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular-imports',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-imports-only-itself-its-hash-library-and-its-xml-reader',
      severity: 'error',
      from: { path: '^domain/src', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { pathNot: '^domain/src|^node_modules/(@noble|saxes)/' },
    },
    {
      name: 'signatures-and-paper-import-only-domain',
      severity: 'error',
      from: { path: '^(signatures|paper)/src' },
      to: { path: '^(chaincode|gateway|network|embedded-fabric|cli|test)/' },
    },
    {
      name: 'the-command-line-needs-no-server',
      severity: 'error',
      from: { path: '^cli/src', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(chaincode|gateway|network|embedded-fabric|test)/' },
    },
    {
      name: 'evidence-imports-only-domain-signatures-and-the-network-for-where-peers-are',
      severity: 'error',
      from: { path: '^evidence/src', pathNot: '\\.spec\\.ts$|^evidence/src/testing/' },
      to: { path: '^(chaincode|gateway|embedded-fabric|cli|paper|test)/' },
    },
    {
      name: 'what-is-checked-without-a-network-imports-none',
      severity: 'error',
      from: { path: '^evidence/src/(ledger|bundle)', pathNot: '\\.spec\\.ts$' },
      to: { path: '^network/|^node_modules/(@grpc|@hyperledger/fabric-gateway)' },
    },
    {
      name: 'chaincode-imports-only-domain',
      severity: 'error',
      from: { path: '^chaincode/src' },
      to: { path: '^(gateway|network|embedded-fabric|test)/' },
    },
    {
      name: 'gateway-imports-only-domain-signatures-paper-and-evidence',
      severity: 'error',
      from: { path: '^gateway/src', pathNot: '\\.spec\\.ts$|^gateway/src/testing/' },
      to: { path: '^(chaincode|network|embedded-fabric|cli|test)/' },
    },
    {
      name: 'only-the-ledger-folder-speaks-fabric',
      severity: 'error',
      from: { path: '^gateway/src', pathNot: '^gateway/src/ledger/|\\.spec\\.ts$|^gateway/src/testing/' },
      to: { path: '^node_modules/(@hyperledger|@grpc|google-protobuf)' },
    },
    {
      name: 'network-imports-only-domain-and-embedded-fabric',
      severity: 'error',
      from: { path: '^network/src' },
      to: { path: '^(chaincode|gateway|test)/' },
    },
    {
      name: 'embedded-fabric-stands-alone',
      severity: 'error',
      from: { path: '^embedded-fabric/src' },
      to: { path: '^(domain|chaincode|gateway|network|test)/' },
    },
    {
      name: 'products-do-not-import-test-parts',
      severity: 'error',
      from: { pathNot: '^test/|\\.spec\\.ts$|/testing/' },
      to: { path: '^test/|/testing/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^[a-z-]+/src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
}
