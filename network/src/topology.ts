import { memberPairs, MEMBERS, OBSERVER, pairCollection, REQUIRED_ENDORSEMENTS, ROLES } from '@eco/domain'
import type { MemberCode, OrganisationCode, Role } from '@eco/domain'
import type { CollectionDefinition, SignaturePolicy } from 'embedded-fabric'
import { LaunchError } from './launch-error'

/** One organisation's place in the network. */
export interface Organisation {
  readonly code: OrganisationCode
  readonly name: string
  readonly mspId: string
  /** Reads, but neither endorses nor writes. */
  readonly observer: boolean
  readonly peerPort: number
  readonly gatewayPort: number
  /** Where its own nodes of Hyperledger Fabric and its service of the contract listen; the embedded channel has neither. */
  readonly nodePorts: NodePorts
}

/** The ports of one organisation's nodes, beside the one that clients of its peer use. */
export interface NodePorts {
  readonly contract: number
  readonly orderer: number
  readonly ordererAdmin: number
  readonly ordererOperations: number
  readonly peerChaincode: number
  readonly peerOperations: number
}

/** The two ways to run the same channel: in one process for development, or on nodes of Hyperledger Fabric. */
export const LEDGERS = ['embedded', 'fabric'] as const

/** One of the two. */
export type LedgerName = (typeof LEDGERS)[number]

/** Everything about the network that is decided before it runs. */
export interface Topology {
  readonly channel: string
  readonly chaincode: string
  readonly chaincodePort: number
  readonly organisations: readonly Organisation[]
  /** Which members must have re-run the rules for a change to count. */
  readonly policy: SignaturePolicy
  /** One private collection for each pair of members. */
  readonly collections: readonly CollectionDefinition[]
}

/** Where the ports start unless ECO_BASE_PORT says otherwise: gateways from here, peers 20 higher, the contract 40 higher. */
export const DEFAULT_BASE_PORT = 8080

/** How many ports from the base on the network may use. */
export const PORT_RANGE: Readonly<Record<LedgerName, number>> = { embedded: 41, fabric: 100 }

/** The network of the eight members and the observer, with every port counted from one base. */
export function topologyAt(basePort: number): Topology {
  return {
    channel: 'eco',
    chaincode: 'eco',
    chaincodePort: basePort + 40,
    organisations: [...MEMBERS, OBSERVER].map(({ code, name, mspId }, index) => ({
      code,
      name,
      mspId,
      observer: code === OBSERVER.code,
      gatewayPort: basePort + index,
      peerPort: basePort + 20 + index,
      nodePorts: {
        contract: basePort + 40 + index,
        orderer: basePort + 50 + index,
        ordererAdmin: basePort + 60 + index,
        ordererOperations: basePort + 70 + index,
        peerChaincode: basePort + 80 + index,
        peerOperations: basePort + 90 + index,
      },
    })),
    policy: outOf(
      REQUIRED_ENDORSEMENTS,
      MEMBERS.map((member) => peerOf(member.mspId)),
    ),
    collections: memberPairs().map(([one, other]) => pairDefinition(one, other)),
  }
}

/** @throws LaunchError when no organisation has this MSP. */
export function organisationWith(mspId: string, { organisations }: Topology): Organisation {
  const found = organisations.find((organisation) => organisation.mspId === mspId)
  if (found === undefined) throw new LaunchError(`${mspId} is not in the topology.`)
  return found
}

/** The issuing authority that a member has for development. */
export function developmentAuthority({ code, name }: Pick<Organisation, 'code' | 'name'>): {
  id: string
  name: string
} {
  return { id: `${code}-DEV-1`, name: `Development issuing authority of ${name}` }
}

/** The roles for which an organisation has identities: the observer only audits. */
export function rolesOf({ observer }: Pick<Organisation, 'observer'>): readonly Role[] {
  return observer ? ['auditor'] : ROLES
}

function pairDefinition(one: MemberCode, other: MemberCode): CollectionDefinition {
  const mspIds = MEMBERS.filter(({ code }) => code === one || code === other).map(({ mspId }) => mspId)
  return {
    name: pairCollection(one, other),
    memberPolicy: outOf(
      1,
      mspIds.map((mspId) => ({ mspId, role: 'member' as const })),
    ),
    endorsementPolicy: outOf(1, mspIds.map(peerOf)),
    requiredPeerCount: 0,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
  }
}

function peerOf(mspId: string): Principal {
  return { mspId, role: 'peer' }
}

function outOf(count: number, principals: readonly Principal[]): SignaturePolicy {
  return { rule: { outOf: count, rules: principals.map((_, index) => ({ signedBy: index })) }, principals }
}

type Principal = SignaturePolicy['principals'][number]
