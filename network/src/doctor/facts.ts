import type { LedgerName } from '../topology'

/** What was seen on the machine; what its system does not tell is absent. */
export interface Facts {
  /** Which networks are to run here. */
  readonly networks: readonly LedgerName[]
  readonly nodeVersion: string
  readonly platform: string
  /** Usable binaries of Fabric, or what was found in their place. */
  readonly fabric: { readonly found: string } | { readonly lacking: string }
  /** Absent: ECO_BASE_PORT is no port from which all are in range. */
  readonly basePort: number | undefined
  /** Ports that other programs hold; not looked for while a network runs, since it holds them itself. */
  readonly takenPorts: readonly { readonly port: number; readonly use: string }[]
  readonly memory: MemoryFacts
  /** How many files a process may have open. */
  readonly openFiles: number | undefined
  readonly clock: ClockFacts
  readonly folders: readonly FolderFacts[]
}

/** Memory in MiB; `free` is what new programs can have. */
export interface MemoryFacts {
  readonly total: number
  readonly free: number | undefined
}

/** The clock, beside what must not be later or faster than it. */
export interface ClockFacts {
  readonly now: Date
  /** By how much the clock was moved since this process began, in milliseconds. */
  readonly movedMs: number
  /** When a data folder was last written. */
  readonly lastWritten: Date | undefined
}

/** One data folder. */
export interface FolderFacts {
  readonly networks: readonly LedgerName[]
  readonly folder: string
  /** Why nothing can be written into it. */
  readonly unusable: string | undefined
  readonly freeDiskMiB: number
  /** The process of the launcher that runs on it. */
  readonly launcher: number | undefined
  readonly leftovers: Leftovers
  readonly certificates: CertificateFacts | 'none' | 'damaged'
}

/** What an earlier start that did not end in order has left. */
export interface Leftovers {
  readonly lock: boolean
  /** Nodes that still run. */
  readonly nodes: readonly number[]
}

/** When all certificates of a data folder are valid. */
export interface CertificateFacts {
  readonly from: Date
  readonly until: Date
}
