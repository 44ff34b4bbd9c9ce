import { MINIMUM, objection } from '../fabric/binaries'
import { LaunchError } from '../launch-error'

/** The release that is installed unless another one is asked for. */
export const RELEASE = MINIMUM

/** Where the Fabric project publishes its releases; it publishes no digests of them. */
export const RELEASES = 'https://github.com/hyperledger/fabric/releases/download'

/** What the binaries of a release say they were built from, where it is known (the release's tag). */
export const COMMITS: Readonly<Record<string, string>> = { '3.1.5': '86c1172be' }

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' }
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** The archive of a release for a system, as the project names it. */
export interface Release {
  readonly version: string
  /** As in `linux-amd64`. */
  readonly system: string
  readonly archive: string
  readonly url: string
}

/** @throws LaunchError when the project has no release for the system, or the version is not one that the network runs on. */
export function releaseFor(
  version: string,
  { platform, arch }: { readonly platform: string; readonly arch: string },
  from = RELEASES,
): Release {
  const [name, processor] = [SYSTEMS[platform], PROCESSORS[arch]]
  if (name === undefined || processor === undefined) {
    throw new LaunchError(
      `Nodes of Hyperledger Fabric run on Linux and macOS only (x64 and arm64), and this is ${platform} on ${arch}: \`npm start\` runs the embedded channel here.`,
    )
  }
  if (objection(version, false) !== undefined) {
    throw new LaunchError(
      `Only Fabric ${MINIMUM} and later releases of 3.1 are taken, not ${version}: leave out --version for ${RELEASE}.`,
    )
  }
  const system = `${name}-${processor}`
  const archive = `hyperledger-fabric-${system}-${version}.tar.gz`
  return { version, system, archive, url: `${requireUrl(from).replace(/\/+$/, '')}/v${version}/${archive}` }
}

function requireUrl(from: string): string {
  if (URL.canParse(from) && /^https?:/.test(from)) return from
  throw new LaunchError(`--from must be a URL that begins with https:// or http://, not ${from}.`)
}
