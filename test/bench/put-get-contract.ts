import { Shim } from 'fabric-shim'
import type { ChaincodeInterface, ChaincodeResponse, ChaincodeServerOpts, ChaincodeStub } from 'fabric-shim'

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
  // The shim's types demand TLS properties that its code does not.
  const ccid = process.env['CHAINCODE_ID'] ?? 'bench'
  const options = { ccid, address, 'grpc.max_receive_message_length': -1 } as unknown as ChaincodeServerOpts
  await Shim.server(contract, options).start()
  process.send?.({ ready: address })
}

process.on('disconnect', () => process.exit(0))
// The shim's own handler of unhandled rejections would keep a process that serves nothing.
serve(process.env['CHAINCODE_SERVER_ADDRESS'] ?? '127.0.0.1:0').catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
