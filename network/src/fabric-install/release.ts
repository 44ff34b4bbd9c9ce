import { LaunchError } from '../launch-error'

/** The release that is installed unless another one is asked for. */
export const RELEASE = '3.1.5'

/** Where the Fabric project publishes its releases. */
export const RELEASES = 'https://github.com/hyperledger/fabric/releases/download'

/** What the binaries of a release say they were built from, where it is known (the release's tag). */
export const COMMITS: Readonly<Record<string, string>> = { '3.1.5': '86c1172be' }

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' }
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** The archive of a release for a system, as the project names it. */
export interface Release {
  readonly version: string
  readonly archive: string
  readonly url: string
}

/** @throws LaunchError when the project has no release for the system, or the version is not one that the network runs on. */
export function releaseFor(
  version: string,
  { platform, arch }: { readonly platform: string; readonly arch: string },
  from = RELEASES,
): Release {
  const [system, processor] = [SYSTEMS[platform], PROCESSORS[arch]]
  if (system === undefined || processor === undefined) {
    throw new LaunchError(
      `The network of Hyperledger Fabric runs on Linux and macOS (x64 and arm64); this is ${platform} on ${arch}. \`npm start\` runs the embedded channel here.`,
    )
  }
  if (!/^3\.1\.\d+$/.test(version) || Number(version.split('.')[2]) < 5) {
    throw new LaunchError(`Only Fabric 3.1.5 and later releases of 3.1 are taken, not ${version}.`)
  }
  const archive = `hyperledger-fabric-${system}-${processor}-${version}.tar.gz`
  return { version, archive, url: `${from.replace(/\/$/, '')}/v${version}/${archive}` }
}
