/** Everything that may be tuned, with the reason beside each value. Durations are written as Go reads them: `200ms`, `4s`. */
export interface FabricSettings {
  /** Transactions per block at most. */
  readonly blockMaxMessages: number
  /** Also the largest transaction that is ordered. */
  readonly blockMaxBytes: number
  /** How long the leader collects a block that is not full; counted from the end of the block before, not from the first transaction. */
  readonly blockInterval: string
  /** Transactions that may wait at an orderer; SmartBFT asks for at least two blocks of them. */
  readonly requestPoolSize: number
  /** A transaction that only a follower has is passed on to the leader after this time. */
  readonly requestForwardTimeout: string
  /** After this much more the follower complains about the leader: both together are the pause when a leader is lost under load. */
  readonly requestComplainTimeout: string
  /** A transaction that nobody orders is dropped after this time. */
  readonly requestAutoRemoveTimeout: string
  /** The pause when a leader is lost while nothing is written. */
  readonly leaderHeartbeatTimeout: string
  readonly leaderHeartbeatCount: number
  /** An orderer joins a view change when f + 1 others want it, in place of all that are needed for it. */
  readonly speedUpViewChange: boolean
  readonly viewChangeTimeout: string
  readonly viewChangeResendInterval: string
  readonly collectTimeout: string
  /**
   * `cluster`: the peer takes blocks from one orderer and header signatures from all others, and so finds out that one
   * withholds blocks. `simple`: one orderer; a forged block is refused just as well.
   */
  readonly deliverPolicy: 'cluster' | 'simple'
  /** The same choice for an orderer that has to catch up: `consensus` finds out withheld blocks, `simple` asks one orderer at a time. */
  readonly replicationPolicy: 'consensus' | 'simple'
  readonly gossipAliveInterval: string
  readonly gossipAliveExpiration: string
  readonly gossipReconnectInterval: string
  readonly gossipStateInterval: string
  /** How long the commit of a block waits for private data that is missing; the reconciler fetches it later. */
  readonly privateDataPullTimeout: string
  readonly privateDataReconcileInterval: string
  /** Soft limit of a process's memory: the garbage collector works harder near it. */
  readonly peerMemoryLimit: string
  readonly ordererMemoryLimit: string
  readonly logLevel: string
}

/** Nine peers and eight orderers share one machine's cores. */
export const ONE_MACHINE: FabricSettings = {
  blockMaxMessages: 500,
  blockMaxBytes: 8 * 1024 * 1024,
  // A block costs signatures quadratic in the number of orderers: a shorter interval costs throughput on two cores.
  blockInterval: '200ms',
  requestPoolSize: 2000,
  // Forward + complain = 3 s, then the view change: writes go on within 4 s of a lost leader.
  // A block in flight takes well under 1 s even when 64 writers saturate two cores, so an honest leader is never deposed.
  requestForwardTimeout: '1s',
  requestComplainTimeout: '2s',
  requestAutoRemoveTimeout: '2m',
  // SmartBFT's clock ticks once a second, so ten heartbeats in 3 s are sent as often as it allows. With 2 s a leader
  // was deposed without fault when other programs took two cores' time.
  leaderHeartbeatTimeout: '3s',
  leaderHeartbeatCount: 10,
  // All join at nearly the same time, so fewer of a new leader's messages come before it has joined itself. Of f + 1
  // that complain one at least is honest.
  speedUpViewChange: true,
  // A view change takes well under 1 s, but can fail: its new leader drops what others send it before it has joined, and
  // with two of eight lost it needs an answer of all others. Then this long passes (longer each time) before the next one is
  // tried: of 24 lost leaders one paused for 7 s; of 10, with 2 s here and without the speed-up, one for 16 s.
  viewChangeTimeout: '1s',
  viewChangeResendInterval: '1s',
  collectTimeout: '1s',
  // Under `cluster` every block costs peers x (orderers - 1) x quorum checks of signatures: 424 for nine peers.
  deliverPolicy: 'simple',
  // Under `consensus` a restarted orderer took 3 or 23 s to catch up, and once stopped in the middle; this way always under 3 s.
  replicationPolicy: 'simple',
  // Gossip's defaults (5 s, 25 s, 25 s, 4 s) delay the first endorsement across members by 15 to 20 s.
  gossipAliveInterval: '1s',
  gossipAliveExpiration: '8s',
  gossipReconnectInterval: '1s',
  gossipStateInterval: '1s',
  // The default of a minute stops the commit of every block while the only other holder is away.
  privateDataPullTimeout: '2s',
  privateDataReconcileInterval: '5s',
  peerMemoryLimit: '400MiB',
  ordererMemoryLimit: '300MiB',
  logLevel: 'warn:orderer.consensus.smartbft=error:grpc=error',
}

/** Each member on machines of its own: differs only where one shared machine is the reason for the value. */
export const PRODUCTION: FabricSettings = {
  ...ONE_MACHINE,
  // Every peer has cores of its own to check signatures with, and an orderer of another member may withhold blocks.
  deliverPolicy: 'cluster',
  replicationPolicy: 'consensus',
  // Across continents the messages of a view change take longer than on one machine.
  viewChangeTimeout: '4s',
  // A lost packet must not look like a lost peer.
  gossipAliveInterval: '5s',
  gossipAliveExpiration: '25s',
  gossipReconnectInterval: '5s',
  gossipStateInterval: '4s',
  // No other node shares the memory.
  peerMemoryLimit: '2GiB',
  ordererMemoryLimit: '2GiB',
  // There are not 17 logs of it in one folder.
  logLevel: 'info',
}

/** Settings that would stop the orderers, or make them depose a leader that does its work. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** @throws SettingsError that names the settings which do not go together. */
export function requireConsistent(settings: FabricSettings): void {
  const ms = (name: keyof FabricSettings): number => durationMs(name, String(settings[name]))
  const rules: readonly (readonly [boolean, string])[] = [
    [
      settings.requestPoolSize >= 2 * settings.blockMaxMessages,
      'requestPoolSize must hold two blocks of blockMaxMessages',
    ],
    [
      ms('requestForwardTimeout') <= ms('requestComplainTimeout'),
      'requestForwardTimeout must not exceed requestComplainTimeout',
    ],
    [
      ms('requestComplainTimeout') <= ms('requestAutoRemoveTimeout'),
      'requestComplainTimeout must not exceed requestAutoRemoveTimeout',
    ],
    [
      ms('viewChangeResendInterval') <= ms('viewChangeTimeout'),
      'viewChangeResendInterval must not exceed viewChangeTimeout',
    ],
    [
      ms('blockInterval') < ms('requestForwardTimeout') + ms('requestComplainTimeout'),
      'blockInterval must be shorter than requestForwardTimeout and requestComplainTimeout together, or waiting transactions depose the leader',
    ],
  ]
  const broken = rules.filter(([holds]) => !holds).map(([, sentence]) => sentence)
  if (broken.length > 0) throw new SettingsError(broken.join('; '))
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function durationMs(name: string, text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const factor = UNITS[unit]
  if (amount === undefined || factor === undefined)
    throw new SettingsError(`${name} is no duration like 200ms or 4s: ${text}`)
  return Number(amount) * factor
}
