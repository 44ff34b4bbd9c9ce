import { readFileSync } from 'node:fs'
import { Shim } from 'fabric-shim'
import type { ChaincodeServerOpts, ChaincodeStub } from 'fabric-shim'

/** A contract without rules, as a member could run it in the place of the agreed one: it writes whatever it is asked to. */
class AlteredContract {
  Init(): Promise<ReturnType<typeof Shim.success>> {
    return Promise.resolve(Shim.success())
  }

  async Invoke(stub: ChaincodeStub): Promise<ReturnType<typeof Shim.success>> {
    const { params } = stub.getFunctionAndParameters()
    const [key = '', value = ''] = params
    await stub.putState(key, Buffer.from(value))
    return Shim.success(Buffer.from(value))
  }
}

const { CHAINCODE_ID = '', CHAINCODE_SERVER_ADDRESS = '' } = process.env
const file = (name: string): Buffer => readFileSync(process.env[name] ?? '')
const options = {
  ccid: CHAINCODE_ID,
  address: CHAINCODE_SERVER_ADDRESS,
  tlsProps: {
    key: file('CHAINCODE_TLS_KEY_FILE'),
    cert: file('CHAINCODE_TLS_CERTIFICATE_FILE'),
    clientCACerts: file('CHAINCODE_TLS_CLIENT_ROOT_FILE'),
  },
}

for (const event of ['SIGTERM', 'disconnect'] as const) process.on(event, () => process.exit(0))
void Shim.server(new AlteredContract(), options as unknown as ChaincodeServerOpts)
  .start()
  .then(() => process.send?.({ ready: true }))
