import { parseArgs } from 'node:util'
import { readConfigFile } from './config'
import { startGateway } from './start'
import type { RunningGateway } from './start'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) throw new Error('Say which configuration: --config FILE')
  const configs = await readConfigFile(values.config)
  const gateways: RunningGateway[] = []
  const close = async (): Promise<void> => {
    await Promise.allSettled(gateways.map((gateway) => gateway.close()))
  }
  const end = (): void => {
    void close().finally(() => process.exit(0))
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, end)
  try {
    for (const config of configs) gateways.push(await startGateway(config))
  } catch (error) {
    await close()
    throw error
  }
  process.send?.({ ready: gateways.map(({ member, url }) => ({ member, url })) })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
