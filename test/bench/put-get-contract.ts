import { ChaincodeServer, Shim } from 'fabric-shim'
import type { ChaincodeInterface, ChaincodeResponse } from 'fabric-shim'
import type { ChaincodeStub } from 'fabric-shim'

/** The plainest contract: put a value under a key, get it. Run as a process: address in CHAINCODE_SERVER_ADDRESS. */
const contract: ChaincodeInterface = {
  async Init(): Promise<ChaincodeResponse> {
    return Promise.resolve(Shim.success())
  },
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const { fcn, params } = stub.getFunctionAndParameters()
    const [key = '', value = ''] = params
    if (fcn === 'get') return Shim.success(Buffer.from(await stub.getState(key)))
    await stub.putState(key, Buffer.from(value))
    return Shim.success(Buffer.from(key))
  },
}

async function serve(address: string): Promise<void> {
  const options = { ccid: 'bench', address, 'grpc.max_receive_message_length': -1 }
  // The published types ask for TLS files; the server itself does without.
  await new ChaincodeServer(contract, options as unknown as ConstructorParameters<typeof ChaincodeServer>[1]).start()
  process.send?.({ ready: address })
}

process.on('disconnect', () => process.exit(0))
void serve(process.env['CHAINCODE_SERVER_ADDRESS'] ?? '127.0.0.1:0')
