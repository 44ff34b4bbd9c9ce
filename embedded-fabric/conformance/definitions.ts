import { parseApplicationPolicy, parsePolicy } from 'embedded-fabric'
import type { CollectionDefinition } from 'embedded-fabric'

export const CHANNEL = 'conformance'
/** Who endorses, orders and writes. */
export const MEMBERS = ['Org1MSP', 'Org2MSP', 'Org3MSP', 'Org4MSP'] as const
/** Who reads only. */
export const OBSERVER = 'WatchMSP'

/** Policies of `/Channel/Application` besides Fabric's own; the observer has Readers and no Endorsement. */
export const CHANNEL_POLICIES = {
  AnyEndorsement: 'ANY Endorsement',
  AllEndorsement: 'ALL Endorsement',
  MajorityReaders: 'MAJORITY Readers',
  AllReaders: 'ALL Readers',
} as const

/** The probe contract under one name, with the rules that this name is for. */
export interface Definition {
  readonly name: string
  /** In Fabric's language, or the name of a policy of the channel. */
  readonly policy: string
  readonly collections?: readonly CollectionDefinition[]
}

interface CollectionRules {
  readonly members: readonly string[]
  readonly endorsement?: string
  readonly blockToLive?: number
  readonly memberOnlyRead?: boolean
  readonly memberOnlyWrite?: boolean
  readonly requiredPeerCount?: number
}

function collection(name: string, rules: CollectionRules): CollectionDefinition {
  const { members, endorsement, blockToLive = 0, memberOnlyRead = true, memberOnlyWrite = true } = rules
  return {
    name,
    memberPolicy: parsePolicy(`OR(${members.map((mspId) => `'${mspId}.member'`).join(', ')})`),
    // A member that has the data when the transaction is endorsed need not ask for it when it commits.
    requiredPeerCount: rules.requiredPeerCount ?? members.length - 1,
    maxPeerCount: members.length - 1,
    blockToLive,
    memberOnlyRead,
    memberOnlyWrite,
    ...(endorsement !== undefined && { endorsementPolicy: parseApplicationPolicy(endorsement) }),
  }
}

const ANY = "OR('Org1MSP.peer', 'Org2MSP.peer', 'Org3MSP.peer', 'Org4MSP.peer')"
const PAIR = ['Org1MSP', 'Org2MSP'] as const

/** The collections of `any`. */
const COLLECTIONS: readonly CollectionDefinition[] = [
  collection('pair', { members: PAIR }),
  collection('open', { members: PAIR, memberOnlyRead: false, memberOnlyWrite: false }),
  collection('writeOnly', { members: PAIR, memberOnlyWrite: false }),
  collection('readOnly', { members: PAIR, memberOnlyRead: false }),
  collection('brief', { members: PAIR, blockToLive: 2 }),
  collection('both', { members: PAIR, endorsement: "AND('Org1MSP.peer', 'Org2MSP.peer')" }),
  collection('outside', {
    members: PAIR,
    endorsement: "OR('Org3MSP.peer')",
    memberOnlyRead: false,
    memberOnlyWrite: false,
  }),
  collection('own', { members: ['Org1MSP'] }),
]

/** Every chaincode of the channel. */
export const DEFINITIONS: readonly Definition[] = [
  { name: 'any', policy: ANY, collections: COLLECTIONS },
  { name: 'other', policy: ANY },
  {
    name: 'two',
    policy: "AND('Org1MSP.peer', 'Org2MSP.peer')",
    collections: [
      collection('pair', { members: PAIR }),
      collection('both', { members: PAIR, endorsement: "AND('Org1MSP.peer', 'Org2MSP.peer')" }),
    ],
  },
  { name: 'majority', policy: "OutOf(3, 'Org1MSP.peer', 'Org2MSP.peer', 'Org3MSP.peer', 'Org4MSP.peer')" },
  { name: 'nested', policy: "AND('Org1MSP.peer', OR('Org2MSP.peer', AND('Org3MSP.peer', 'Org4MSP.peer')))" },
  { name: 'member', policy: "OR('Org2MSP.member')" },
  { name: 'admin', policy: "OR('Org1MSP.admin')" },
  { name: 'client', policy: "AND('Org1MSP.client', 'Org1MSP.peer')" },
  { name: 'twice', policy: "AND('Org1MSP.peer', 'Org1MSP.peer')" },
  { name: 'third', policy: "OR('Org3MSP.peer')" },
  { name: 'stranger', policy: "OR('Org1MSP.peer', 'NowhereMSP.peer')" },
  { name: 'watched', policy: "OR('WatchMSP.peer')" },
  {
    name: 'configured',
    policy: '/Channel/Application/Endorsement',
    collections: [collection('both', { members: PAIR, endorsement: "AND('Org1MSP.peer', 'Org2MSP.peer')" })],
  },
  { name: 'anyone', policy: '/Channel/Application/AnyEndorsement' },
  { name: 'everyone', policy: '/Channel/Application/AllEndorsement' },
  {
    name: 'readers',
    policy: '/Channel/Application/MajorityReaders',
    collections: [
      collection('second', { members: PAIR, endorsement: '/Channel/Application/Org2MSP/Endorsement' }),
      collection('unplanned', { members: PAIR, endorsement: '/Channel/Application/AnyEndorsement' }),
    ],
  },
  { name: 'allReaders', policy: '/Channel/Application/AllReaders' },
  { name: 'anyReader', policy: '/Channel/Application/Readers' },
  { name: 'second', policy: '/Channel/Application/Org2MSP/Endorsement' },
  { name: 'missing', policy: '/Channel/Application/Missing' },
  { name: 'alone', policy: ANY },
  { name: 'fragile', policy: ANY },
  { name: 'mortal', policy: ANY },
]

/** What is served by a process of its own, and what happens when that ends in the middle of a call. */
export const APART: Readonly<Record<string, 'restarted' | 'ends'>> = { fragile: 'restarted', mortal: 'ends' }

/** Who may write the filling transactions. */
export const FILLER = 'other'
