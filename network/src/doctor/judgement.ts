/** How something on this machine is for the network. */
export type Verdict = 'ok' | 'warning' | 'problem'

/** One thing that was looked at; `advice` when something can be done. */
export interface Judgement {
  readonly what: string
  readonly verdict: Verdict
  readonly found: string
  readonly advice?: string
}

/** What was seen on the machine; a fact that its system does not tell is absent. */
export interface Facts {
  readonly nodeVersion: string
  readonly platform: string
  /** Where usable binaries of Fabric are, or why there are none. */
  readonly fabric: { readonly found: string } | { readonly lacking: string }
  /** Uses of ports that other programs hold; empty too while the network itself runs. */
  readonly takenPorts: readonly { readonly port: number; readonly use: string }[]
  readonly runningLauncher: number | undefined
  readonly leftLock: boolean
  readonly dataFolder: string
  readonly writable: boolean
  readonly freeDiskMiB: number
  readonly freeMemoryMiB: number
  readonly openFiles: number | undefined
  readonly now: Date
  /** Until when the data folder's development certificates are valid. */
  readonly keysUntil: Date | undefined
}

const EMBEDDED = { memoryMiB: 800, diskMiB: 100 }
const FABRIC = { memoryMiB: 2048, diskMiB: 1024 }
const OPEN_FILES = { least: 256, enough: 1024 }
/** When this was written: an earlier date is a clock that was never set. */
const EARLIEST = new Date('2026-01-01T00:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000

/** Judges every fact, in the order in which one would look. */
export function judge(facts: Facts): readonly Judgement[] {
  return [
    node(facts),
    fabric(facts),
    launcher(facts),
    ports(facts),
    folder(facts),
    disk(facts),
    memory(facts),
    files(facts),
    clock(facts),
    keys(facts),
  ]
}

function node({ nodeVersion }: Facts): Judgement {
  const fits = Number(/^v?(\d+)\./.exec(nodeVersion)?.[1]) >= 24
  if (fits) return { what: 'Node', verdict: 'ok', found: nodeVersion }
  return { what: 'Node', verdict: 'problem', found: nodeVersion, advice: 'install Node 24 from https://nodejs.org' }
}

function fabric({ fabric, platform }: Facts): Judgement {
  const what = 'Fabric'
  if ('found' in fabric) return { what, verdict: 'ok', found: fabric.found }
  if (platform === 'win32') {
    return {
      what,
      verdict: 'warning',
      found: 'not for Windows',
      advice: '`npm start` needs none; real nodes need Linux or macOS',
    }
  }
  return { what, verdict: 'warning', found: fabric.lacking, advice: '`npm run fabric:install`; `npm start` needs none' }
}

function launcher({ runningLauncher, leftLock }: Facts): Judgement {
  const what = 'network'
  if (runningLauncher !== undefined) return { what, verdict: 'ok', found: `runs (process ${runningLauncher})` }
  if (leftLock) {
    return {
      what,
      verdict: 'warning',
      found: 'ended without cleaning up',
      advice: 'nothing to do: the next start takes over',
    }
  }
  return { what, verdict: 'ok', found: 'does not run' }
}

function ports({ takenPorts, runningLauncher }: Facts): Judgement {
  const what = 'ports'
  if (runningLauncher !== undefined) return { what, verdict: 'ok', found: 'held by the network' }
  if (takenPorts.length === 0) return { what, verdict: 'ok', found: 'free' }
  const found = takenPorts.map(({ port, use }) => `${port} (${use})`).join(', ')
  const advice = 'end the programs that hold them, or set ECO_BASE_PORT to another start of 100 free ports'
  return { what, verdict: 'problem', found: `taken: ${found}`, advice }
}

function folder({ dataFolder, writable }: Facts): Judgement {
  const what = 'data folder'
  if (writable) return { what, verdict: 'ok', found: dataFolder }
  const advice = 'give this user the right to write, or set ECO_DATA to another folder'
  return { what, verdict: 'problem', found: `${dataFolder} cannot be written`, advice }
}

function disk({ freeDiskMiB }: Facts): Judgement {
  return room('disk', freeDiskMiB, EMBEDDED.diskMiB, FABRIC.diskMiB)
}

function memory({ freeMemoryMiB }: Facts): Judgement {
  return room('memory', freeMemoryMiB, EMBEDDED.memoryMiB, FABRIC.memoryMiB)
}

function room(what: string, freeMiB: number, embedded: number, real: number): Judgement {
  const found = `${freeMiB} MiB free`
  if (freeMiB >= real) return { what, verdict: 'ok', found }
  const advice = `\`npm start\` needs ${embedded} MiB, \`npm run start:fabric\` ${real} MiB`
  return { what, verdict: freeMiB < embedded ? 'problem' : 'warning', found, advice }
}

function files({ openFiles }: Facts): Judgement {
  const what = 'open files'
  if (openFiles === undefined) return { what, verdict: 'ok', found: 'this system does not tell its limit' }
  const found = `${openFiles} for each process`
  if (openFiles >= OPEN_FILES.enough) return { what, verdict: 'ok', found }
  const advice = `raise the limit to ${OPEN_FILES.enough}: ulimit -n ${OPEN_FILES.enough}`
  return { what, verdict: openFiles < OPEN_FILES.least ? 'problem' : 'warning', found, advice }
}

function clock({ now }: Facts): Judgement {
  const found = now.toISOString()
  if (now >= EARLIEST) return { what: 'clock', verdict: 'ok', found }
  return { what: 'clock', verdict: 'problem', found, advice: 'set the clock: certificates would not be valid yet' }
}

function keys({ keysUntil, now }: Facts): Judgement {
  const what = 'certificates'
  if (keysUntil === undefined) return { what, verdict: 'ok', found: 'none yet: the first start makes them' }
  const found = `valid until ${keysUntil.toISOString().slice(0, 10)}`
  const left = keysUntil.getTime() - now.getTime()
  if (left > 30 * DAY_MS) return { what, verdict: 'ok', found }
  const advice = '`npm run reset` removes the data, and the next start makes new ones'
  return { what, verdict: left <= 0 ? 'problem' : 'warning', found, advice }
}
