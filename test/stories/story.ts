import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  LaunchError,
  layoutOf,
  meantDataFolder,
  readRunning,
  requestToken,
  startNetwork,
  topologyAt,
} from '@eco/network'
import type { Running } from '@eco/network'
import { Client } from '../support/client'
import { TestNetwork } from '../support/test-network'
import { STORIES } from './stories'
import type { Story } from './stories'
import { Telling, WentOtherwise } from './telling'
import type { Scene } from './telling'

const DEFAULT = 'life'
const ALL = 'all'

/** `npm run story -- NAME`: plays a story over the REST interfaces of the members, and tells it meanwhile. */
async function main([name = DEFAULT]: readonly string[]): Promise<void> {
  const names = name === ALL ? Object.keys(STORIES) : [name]
  for (const one of names) {
    const story = STORIES[one]
    if (story === undefined) throw new LaunchError(`There is no story ${one}.\n${usage()}`)
    console.log(`${one}: ${story.about}`)
    await play(story)
    console.log('')
  }
}

function usage(): string {
  const lines = Object.entries(STORIES).map(([name, { about }]) => `  npm run story -- ${name.padEnd(20)}${about}`)
  return [...lines, `  npm run story -- ${ALL.padEnd(20)}all of them, one after the other`].join('\n')
}

async function play(story: Story): Promise<void> {
  const running = readRunning(layoutOf(meantDataFolder([])).lock)
  if (!story.harms && running !== undefined && Object.keys(running.gateways).length > 0) {
    console.log('On the network that runs.')
    await story.tell(tellingOn(sceneOf(running)))
    return
  }
  console.log(
    story.harms
      ? 'It does harm, so it plays on a network of its own, which it starts …'
      : 'No network runs, so the story starts one for itself …',
  )
  await onOwnNetwork((network) => story.tell(tellingOn(network), network))
}

function tellingOn(scene: Scene): Telling {
  return new Telling(scene, (line) => console.log(line))
}

async function onOwnNetwork(tell: (network: TestNetwork) => Promise<void>): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'eco-story-'))
  const stop = new AbortController()
  const end = (): void => stop.abort(new LaunchError('Stopped.'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  try {
    const log = (line: string): void => console.log(line)
    await using network = await startNetwork({ dataFolder, basePort: 0, log, signal: stop.signal })
    const { promise: stopped, reject } = Promise.withResolvers<never>()
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error))
    await Promise.race([tell(new TestNetwork(network, dataFolder)), stopped])
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end)
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** The gateways of a network that somebody else has started. */
function sceneOf({ gateways }: Running): Scene {
  const { organisations } = topologyAt(0)
  return {
    async as(code, role) {
      const organisation = organisations.find((candidate) => candidate.code === code)
      const url = gateways[code]
      if (organisation === undefined || url === undefined)
        throw new LaunchError(`${code} has no gateway in the network.`)
      return new Client(url, await requestToken(url, organisation, role))
    },
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof WentOtherwise) console.error(`\nThe story went otherwise: ${error.message}`)
  else console.error(error instanceof LaunchError ? error.message : error)
  process.exitCode = 1
})
