import { join } from 'node:path'
import type { MemberCode } from '@eco/domain'
import { contractEnvironment, FabricLedger, NodeProcess, packageOf, PROJECT_ROOT } from '@eco/network'
import type { Program } from '@eco/network'
import type { TestNetwork } from './test-network'

/** The contracts that a member could run in the place of the agreed one. */
export const ALTERED_CONTRACTS = {
  /** Without any rule: it writes what it is told to. */
  ruleless: join(PROJECT_ROOT, 'test/dist/support/altered-contract.js'),
  /** With all rules but one: it takes the sender's word for who it is. */
  colluding: join(PROJECT_ROOT, 'test/dist/support/colluding-contract.js'),
} as const

/** In which transient field a colluding member says in whose name it acts: MSP id and certificate. */
export const IN_THE_NAME_OF = 'in-the-name-of'

/**
 * Puts another contract in the place of these members' own; what it returns puts the agreed one back. The embedded
 * channel has one process for all contracts, so there all members run it, and who endorses is what counts.
 */
export async function alterContracts(
  { network }: TestNetwork,
  codes: readonly MemberCode[],
  script: string,
): Promise<() => Promise<void>> {
  const isFabric = network.ledger instanceof FabricLedger
  const agreed = isFabric ? codes.map((code) => network.program(`${code} contract`)) : [network.program('contract')]
  await Promise.all(agreed.map((program) => program.stop()))
  const { chaincode, chaincodePort } = network.topology
  const environments = isFabric
    ? codes.map((code) =>
        contractEnvironment(network.layout, network.organisation(code), packageOf({ name: chaincode }).id),
      )
    : [{ CHAINCODE_ID: chaincode, CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${chaincodePort}` }]
  const altered = await Promise.all(
    environments.map((environment, index) => start(script, network.layout.log(`altered-${index}`), environment)),
  )
  return async () => {
    await Promise.all(altered.map((process) => process.stop()))
    await Promise.all(agreed.map((program: Program) => network.restart(program)))
  }
}

function start(script: string, logFile: string, environment: Record<string, string>): Promise<NodeProcess> {
  return NodeProcess.start({ name: 'An altered contract', script, logFile, environment }, { timeoutMs: 30_000 })
}
