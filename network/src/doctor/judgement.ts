import { PORT_RANGE } from '../topology'
import type { LedgerName } from '../topology'
import type { Facts, FolderFacts } from './facts'

/** How something on this machine is for the network. */
export type Verdict = 'ok' | 'warning' | 'problem'

/** One thing that was looked at; `advice` when something can be done. */
export interface Judgement {
  readonly what: string
  readonly verdict: Verdict
  readonly found: string
  readonly advice?: string
}

/** What is needed for each network. */
type Needs = Readonly<Record<LedgerName, number>>

const MEMORY_MIB: Needs = { embedded: 800, fabric: 2048 }
const DISK_MIB: Needs = { embedded: 100, fabric: 1024 }
const OPEN_FILES: Needs = { embedded: 256, fabric: 1024 }
const START: Readonly<Record<LedgerName, string>> = { embedded: 'npm start', fabric: 'npm run start:fabric' }

/** Beside a network that runs, whose memory is no longer free. */
const SPARE_MEMORY_MIB = 256
/** When this was written, and when no certificate of today is valid any more: a clock outside was never set, or set wrong. */
const [EARLIEST, LATEST] = [new Date('2026-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')]
const MOVED_MS = 1000
const DAY_MS = 24 * 60 * 60 * 1000
const SOON_DAYS = 30

/** Judges every fact, in the order in which one would look. */
export function judge(facts: Facts): readonly Judgement[] {
  return [
    node(facts),
    fabric(facts),
    ports(facts),
    memory(facts),
    openFiles(facts),
    clock(facts),
    ...facts.folders.flatMap((folder) => ofFolder(folder, facts)),
  ]
}

function node({ nodeVersion }: Facts): Judgement {
  const fits = Number(/^v?(\d+)\./.exec(nodeVersion)?.[1]) >= 24
  if (fits) return ok('Node', nodeVersion)
  return { what: 'Node', verdict: 'problem', found: nodeVersion, advice: 'install Node 24 from https://nodejs.org' }
}

function fabric({ fabric, platform, networks }: Facts): Judgement {
  const what = 'Fabric'
  if ('found' in fabric) return ok(what, fabric.found)
  if (!networks.includes('fabric')) return ok(what, `${fabric.lacking}; not needed`)
  const verdict = networks.includes('embedded') ? 'warning' : 'problem'
  const rest = `\`${START.fabric}\` needs it, \`${START.embedded}\` does not`
  const advice = platform === 'win32' ? `take Linux or macOS: ${rest}` : `\`npm run fabric:install\`: ${rest}`
  return { what, verdict, found: fabric.lacking, advice }
}

function ports({ basePort, networks, takenPorts, folders }: Facts): Judgement {
  const what = 'ports'
  const width = Math.max(...networks.map((name) => PORT_RANGE[name]))
  if (basePort === undefined) {
    const advice = `set it to a number from 1 to ${65_535 - width}, or unset it`
    return { what, verdict: 'problem', found: 'ECO_BASE_PORT is no port from which all others can be counted', advice }
  }
  if (folders.some(({ launcher }) => launcher !== undefined)) return ok(what, 'held by the network that runs')
  const range = `${basePort} to ${basePort + width - 1}`
  if (takenPorts.length === 0) return ok(what, `free, from ${range}`)
  const found = takenPorts.map(({ port, use }) => `${port} (${use})`).join(', ')
  // The ports of Fabric's nodes stand in the channel's first block.
  const advice = folders.some(({ leftovers }) => leftovers.nodes.length > 0)
    ? 'nothing to do if an earlier start has left them: the next one ends its nodes first'
    : `end the programs that hold them, or, before the first start, set ECO_BASE_PORT to another start of ${width} free ports`
  return { what, verdict: 'problem', found: `taken: ${found}`, advice }
}

function memory({ memory: { total, free }, networks, folders }: Facts): Judgement {
  const what = 'memory'
  if (folders.some(({ launcher }) => launcher !== undefined)) {
    const found = `${free ?? total} MiB free beside the network that runs`
    if ((free ?? total) >= SPARE_MEMORY_MIB) return ok(what, found)
    return { what, verdict: 'warning', found, advice: 'end other programs: this machine is about to have none left' }
  }
  if (free !== undefined) return enough(what, free, `${free} MiB free`, MEMORY_MIB, networks)
  return enough(what, total, `${total} MiB in all (this system does not tell how much is free)`, MEMORY_MIB, networks)
}

function openFiles({ openFiles: limit, networks }: Facts): Judgement {
  const what = 'open files'
  if (limit === undefined) return ok(what, 'this system has no limit for each process')
  const found = limit === Infinity ? 'no limit' : `${limit} for each process`
  const { advice, ...judgement } = enough(what, limit, found, OPEN_FILES, networks, '')
  return advice === undefined ? judgement : { ...judgement, advice: `raise the hard limit (\`ulimit -Hn\`): ${advice}` }
}

/** Too little for some of the networks is a warning, too little for all of them a problem. */
function enough(
  what: string,
  amount: number,
  found: string,
  needs: Needs,
  networks: readonly LedgerName[],
  unit = ' MiB',
): Judgement {
  const lacking = networks.filter((name) => amount < needs[name])
  if (lacking.length === 0) return ok(what, found)
  const verdict = lacking.length === networks.length ? 'problem' : 'warning'
  return {
    what,
    verdict,
    found,
    advice: networks.map((name) => `\`${START[name]}\` needs ${needs[name]}${unit}`).join(', '),
  }
}

function clock({ clock: { now, movedMs, lastWritten } }: Facts): Judgement {
  const what = 'clock'
  const found = now.toISOString()
  const wrong = (why: string): Judgement => {
    return { what, verdict: 'problem', found: `${found}, ${why}`, advice: 'set the clock: certificates depend on it' }
  }
  if (now < EARLIEST || now > LATEST) return wrong('which cannot be')
  if (lastWritten !== undefined && lastWritten.getTime() > now.getTime() + DAY_MS / 24) {
    return wrong(`but the data was written at ${lastWritten.toISOString()}`)
  }
  if (Math.abs(movedMs) < MOVED_MS) return ok(what, found)
  const advice = 'wait until it is set, then start'
  return { what, verdict: 'warning', found: `${found}, moved by ${movedMs} ms while this ran`, advice }
}

function ofFolder(facts: FolderFacts, { networks, clock: { now } }: Facts): readonly Judgement[] {
  const suffix = facts.networks.length === networks.length ? '' : ` (${facts.networks.join()})`
  const judgements = [
    usable(facts),
    enough('disk', facts.freeDiskMiB, `${facts.freeDiskMiB} MiB free`, DISK_MIB, facts.networks),
    launcher(facts),
    certificates(facts, now),
  ]
  return judgements.map(({ what, ...judgement }) => ({ what: `${what}${suffix}`, ...judgement }))
}

function usable({ folder, unusable }: FolderFacts): Judgement {
  const what = 'data folder'
  if (unusable === undefined) return ok(what, folder)
  const advice = 'give this user the right to write, or set ECO_DATA to another folder'
  return { what, verdict: 'problem', found: unusable, advice }
}

function launcher({ launcher: pid, leftovers: { lock, nodes } }: FolderFacts): Judgement {
  const what = 'network'
  if (pid !== undefined) return ok(what, `runs (process ${pid})`)
  if (!lock && nodes.length === 0) return ok(what, 'does not run')
  const left = nodes.length === 0 ? '' : `; ${nodes.length} of its nodes still run (${nodes.join()})`
  const advice = 'nothing to do: the next start takes over'
  return { what, verdict: 'warning', found: `ended without cleaning up${left}`, advice }
}

function certificates({ certificates: facts }: FolderFacts, now: Date): Judgement {
  const what = 'certificates'
  if (facts === 'none') return ok(what, 'none yet: the first start makes them')
  const renew = '`npm run reset` removes the data, and the next start makes new ones'
  if (facts === 'damaged') {
    return {
      what,
      verdict: 'problem',
      found: 'cannot be read',
      advice: `restore the data folder from a copy, or ${renew}`,
    }
  }
  if (now < facts.from) {
    const advice = 'set the clock: it is behind'
    return { what, verdict: 'problem', found: `not valid before ${facts.from.toISOString()}`, advice }
  }
  const found = `valid until ${facts.until.toISOString().slice(0, 10)}`
  const leftMs = facts.until.getTime() - now.getTime()
  if (leftMs > SOON_DAYS * DAY_MS) return ok(what, found)
  return { what, verdict: leftMs <= 0 ? 'problem' : 'warning', found, advice: renew }
}

function ok(what: string, found: string): Judgement {
  return { what, verdict: 'ok', found }
}
