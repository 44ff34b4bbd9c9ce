import { allOf } from './all-of'
import { PROGRAMS } from './layout'
import type { Ledger, LedgerOptions } from './ledger'
import { NodeProgram } from './program'
import type { Program } from './program'
import { timed } from './timed'

/** The channel in one process and the contract in another: one operator, this machine only, for development. */
export class EmbeddedLedger implements Ledger {
  readonly programs: readonly Program[]

  constructor({ topology, layout, basePort, cutting, onDeath }: LedgerOptions) {
    const told = { dataFolder: layout.root, basePort, ...(cutting && { cutting }) }
    const contract = {
      name: 'The contract',
      script: PROGRAMS.chaincode,
      logFile: layout.log('chaincode'),
      environment: {
        CHAINCODE_ID: topology.chaincode,
        CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${topology.chaincodePort}`,
      },
    }
    const channel = {
      name: 'The channel',
      script: PROGRAMS.channel,
      logFile: layout.log('channel'),
      arguments: [JSON.stringify(told)],
    }
    this.programs = [
      new NodeProgram('contract', 'chaincode', contract, onDeath),
      new NodeProgram('channel', 'channel', channel, onDeath),
    ]
  }

  async start(log: (line: string) => void): Promise<void> {
    await allOf(this.programs.map((program) => timed(log, `Started ${program.id}`, program.start())))
  }

  async close(): Promise<void> {
    for (const program of this.programs.toReversed()) await program.stop()
  }
}
