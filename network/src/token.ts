import { MEMBERS, OBSERVER, ROLES } from '@eco/domain'
import { meantDataFolder } from './data-folder'
import { LaunchError } from './launch-error'
import { layoutOf } from './layout'
import { readRunning } from './lock'
import { requestToken } from './token-request'
import { DEFAULT_BASE_PORT, topologyAt } from './topology'
import { runCommand } from './run-command'

const ORGANISATIONS = [...MEMBERS, OBSERVER].map(({ code }) => code)
const USAGE = `Say for whom: npm run -s token -- MEMBER ROLE, MEMBER one of ${ORGANISATIONS.join(' ')}, ROLE one of ${ROLES.join(' ')}.`

/** `npm run -s token -- KR customs`: prints a bearer token of the running network, nothing else. */
async function main([member, role]: readonly string[]): Promise<void> {
  const code = ORGANISATIONS.find((candidate) => candidate === member?.toUpperCase())
  const known = ROLES.find((candidate) => candidate === role)
  if (code === undefined || known === undefined) throw new LaunchError(USAGE)
  const url = readRunning(layoutOf(meantDataFolder([])).lock)?.gateways[code]
  if (url === undefined)
    throw new LaunchError('No network runs: start one with `npm start` and wait until it is ready.')
  const organisation = topologyAt(DEFAULT_BASE_PORT).organisations.find((candidate) => candidate.code === code)
  if (organisation === undefined) throw new LaunchError(USAGE)
  console.log(await requestToken(url, organisation, known))
}

runCommand(main)
