import { join } from 'node:path'
import { CONNECTIONS_VARIABLE } from './node-config'
import { writePrivate } from './private-file'

/**
 * The three programs by which a peer handles packages of the type `ccaas`. The connection to the service is this peer's
 * own affair and stands in its own folder, so one package with one id serves every member, and no key is in a package.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  detect: `#!/bin/sh
# detect SOURCE METADATA
grep -q '"type":"ccaas"' "$2/metadata.json"
`,
  build: `#!/bin/sh
# build SOURCE METADATA OUTPUT
set -e
umask 077
label=$(sed -n 's/.*"label":"\\([^"]*\\)".*/\\1/p' "$2/metadata.json")
cp "$${CONNECTIONS_VARIABLE}/$label.json" "$3/connection.json"
`,
  release: `#!/bin/sh
# release OUTPUT RELEASE
set -e
umask 077
mkdir -p "$2/chaincode/server"
cp "$1/connection.json" "$2/chaincode/server/connection.json"
`,
}

/** Writes the builder's programs; the peers' configuration names the folder. */
export async function writeBuilder(folder: string): Promise<void> {
  await Promise.all(
    Object.entries(PROGRAMS).map(([name, text]) => writePrivate(join(folder, 'bin', name), text, 0o700)),
  )
}
