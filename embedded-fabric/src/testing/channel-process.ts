import { TestChannel } from './test-channel'

/** A channel that submits without end and tells its parent each acknowledged key: for tests that kill it. */
async function submitForever(dataFolder: string, address: string): Promise<void> {
  const test = await TestChannel.start({ dataFolder, chaincode: { address } })
  const contract = await test.contract()
  const worker = async (name: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const key = `acked-${name}-${n}`
      await contract.submitTransaction('put', key, 'x')
      process.send?.(key)
    }
  }
  await Promise.all([0, 1, 2, 3].map(worker))
}

process.on('disconnect', () => process.exit(1))
const [dataFolder = '', address = ''] = process.argv.slice(2)
submitForever(dataFolder, address).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
