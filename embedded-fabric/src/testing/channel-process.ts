import { TestChannel } from './test-channel'

/** A channel that submits without end and tells each acknowledged key on a line: for tests that kill it. */
export async function main(dataFolder: string, address: string): Promise<void> {
  const test = await TestChannel.start({ dataFolder, chaincode: { address } })
  const contract = await test.contract()
  const worker = async (name: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const key = `acked-${name}-${n}`
      await contract.submitTransaction('put', key, 'x')
      process.stdout.write(`${key}\n`)
    }
  }
  // Without its reader it ends.
  process.stdout.on('error', () => process.exit(1))
  await Promise.all([0, 1, 2, 3].map(worker))
}
