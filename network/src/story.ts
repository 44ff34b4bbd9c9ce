import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrganisationCode, Role } from '@eco/domain'
import { call } from './api-call'
import type { Answer } from './api-call'
import { explain } from './launch-error'
import { meantDataFolder } from './data-folder'
import { layoutOf, PROJECT_ROOT } from './layout'
import { readRunning } from './lock'
import { startNetwork } from './network'
import { tellStory } from './plot'
import type { Stage } from './plot'
import { requestToken } from './token-request'
import { DEFAULT_BASE_PORT, topologyAt } from './topology'

const DATASET = join(PROJECT_ROOT, 'network/story/rcep-au-kr.json')

/** `npm run story`: one certificate's life over the REST interfaces of four members, on the running network or one of its own. */
async function main(): Promise<void> {
  const dataset = JSON.parse(await readFile(DATASET, 'utf8')) as Record<string, unknown>
  const running = readRunning(layoutOf(meantDataFolder([])).lock)
  if (running !== undefined && Object.keys(running.gateways).length > 0) {
    console.log('On the network that runs.\n')
    await tellStory(
      dataset,
      stageAt((code) => running.gateways[code] ?? ''),
    )
    return
  }
  await onOwnNetwork(dataset)
}

async function onOwnNetwork(dataset: Readonly<Record<string, unknown>>): Promise<void> {
  console.log('No network runs, so the story starts one for itself …')
  const dataFolder = await mkdtemp(join(tmpdir(), 'eco-story-'))
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Error('Stopped.')))
  try {
    const log = (line: string): void => console.log(line)
    await using network = await startNetwork({ dataFolder, basePort: 0, log, signal: stop.signal })
    console.log('')
    const told = tellStory(
      dataset,
      stageAt((code) => network.url(code)),
    )
    await Promise.race([told, stopped(stop.signal)])
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

/** Where the story plays: it calls gateways by their member, with a token for each role. */
function stageAt(url: (code: OrganisationCode) => string): Stage {
  const organisations = topologyAt(DEFAULT_BASE_PORT).organisations
  const tokenOf = (code: OrganisationCode, role: Role): Promise<string> => {
    const organisation = organisations.find((candidate) => candidate.code === code)
    if (organisation === undefined) throw new Error(`${code} is not in the network`)
    return requestToken(url(code), organisation, role)
  }
  return {
    say: (line) => console.log(line),
    now: new Date(),
    async post<T>(code: OrganisationCode, role: Role, path: string, body: unknown): Promise<Answer<T>> {
      return call<T>(`${url(code)}${path}`, { method: 'POST', token: await tokenOf(code, role), body })
    },
  }
}

main().catch((error: unknown) => {
  console.error(explain(error, 'the story’s own folder').message)
  process.exitCode = 1
})
