import http from 'node:http'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cacheFolder } from '../fabric/binaries'
import { LaunchError } from '../launch-error'
import { reasonOf } from './file-failure'
import { installFabric } from './install'
import type { Installed } from './install'
import { ProgressLine } from './progress'
import { RELEASE, RELEASES, releaseFor } from './release'

const USAGE = `npm run fabric:install [-- --archive FILE] [--version ${RELEASE}] [--from URL]

Installs \`peer\` and \`orderer\` of Hyperledger Fabric into the user's cache, from the Fabric project's official release.
  --archive FILE   takes the release's archive from a file, for machines without internet access
  --version        another release of 3.1, from ${RELEASE} on
  --from URL       another place with the same files; default ${RELEASES}
Proxies: HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.`

/** What a command has of its surroundings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly system: { readonly platform: string; readonly arch: string }
  readonly out: { readonly isTTY?: boolean; write(text: string): unknown }
  /** Ends it; what was loaded stays for the next time. */
  readonly signal?: AbortSignal
}

/** `npm run fabric:install`; @throws LaunchError with the sentence that says why nothing was installed. */
export async function runFabricInstall(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { env, system, out, signal } = surroundings
  const { archive, version, from, help } = readArguments(args)
  if (help) {
    out.write(`${USAGE}\n`)
    return
  }
  const line = new ProgressLine(out)
  const release = releaseFor(version, system, from)
  const leaveProxy = takeProxy(env)
  try {
    const installed = await installFabric({
      release,
      binFolder: cacheFolder(env),
      // npm runs its scripts in the project's folder, wherever the user is.
      ...(archive !== undefined && { archive: resolve(env.INIT_CWD ?? '', archive) }),
      ...(signal && { signal }),
      progress: (progress) => line.show(progress),
      log: (text) => line.say(text),
    })
    line.say(told(installed))
  } finally {
    line.end()
    leaveProxy()
  }
}

function told({ version, commit, folder, sha256, already }: Installed): string {
  return [
    `Hyperledger Fabric ${version} (commit ${commit}) is ${already ? 'there already' : 'installed'}: ${folder}`,
    ...(sha256 === undefined ? [] : [`SHA-256 of its archive, required from now on: ${sha256}`]),
    'Next: npm run start:fabric',
  ].join('\n')
}

/** Node has this since 24.14; before that, it reads the same variables only where NODE_USE_ENV_PROXY=1 is set. */
function takeProxy(env: Surroundings['env']): () => void {
  const { setGlobalProxyFromEnv } = http as Partial<Pick<typeof http, 'setGlobalProxyFromEnv'>>
  try {
    return setGlobalProxyFromEnv?.({ ...env }) ?? (() => undefined)
  } catch (error) {
    throw new LaunchError('HTTP_PROXY or HTTPS_PROXY is no URL: set it as in http://proxy.example:3128, or unset it.', {
      cause: error,
    })
  }
}

interface Arguments {
  readonly archive?: string
  readonly version: string
  readonly from: string
  readonly help: boolean
}

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        archive: { type: 'string' },
        version: { type: 'string', default: RELEASE },
        from: { type: 'string', default: RELEASES },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new LaunchError(`${reasonOf(error)}\n\n${USAGE}`)
  }
}
