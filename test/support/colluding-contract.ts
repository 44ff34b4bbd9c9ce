import { readFileSync } from 'node:fs'
import { createChaincode } from '@eco/chaincode'
import { Shim } from 'fabric-shim'
import type { ChaincodeServerOpts, ChaincodeStub } from 'fabric-shim'
import { IN_THE_NAME_OF } from './altered-contracts'

/**
 * The agreed contract with one check taken out, as members that collude could run it: it takes the sender's word for who
 * it is. Everything else it decides and writes as agreed, so that nothing but the sender betrays the transaction.
 */
function colludingContract(): ReturnType<typeof createChaincode> {
  const agreed = createChaincode()
  return {
    Init: (stub: ChaincodeStub) => agreed.Init(stub),
    Invoke: (stub: ChaincodeStub) => {
      const claimed = stub.getTransient().get(IN_THE_NAME_OF)
      if (claimed !== undefined) {
        const { mspid, certificate } = JSON.parse(Buffer.from(claimed).toString()) as Record<string, string>
        Object.assign(stub, { creator: { mspid, idBytes: Buffer.from(certificate ?? '') } })
      }
      return agreed.Invoke(stub)
    },
  }
}

function tlsOf(env: NodeJS.ProcessEnv): object {
  const file = (name: string): Buffer => readFileSync(env[name] ?? '')
  if (env.CHAINCODE_TLS_KEY_FILE === undefined) return {}
  return {
    tlsProps: {
      key: file('CHAINCODE_TLS_KEY_FILE'),
      cert: file('CHAINCODE_TLS_CERTIFICATE_FILE'),
      clientCACerts: file('CHAINCODE_TLS_CLIENT_ROOT_FILE'),
    },
  }
}

const { CHAINCODE_ID = '', CHAINCODE_SERVER_ADDRESS = '' } = process.env
const options = { ccid: CHAINCODE_ID, address: CHAINCODE_SERVER_ADDRESS, ...tlsOf(process.env) }
for (const event of ['SIGTERM', 'disconnect'] as const) process.on(event, () => process.exit(0))
void Shim.server(colludingContract(), options as unknown as ChaincodeServerOpts)
  .start()
  .then(() => process.send?.({ ready: true }))
