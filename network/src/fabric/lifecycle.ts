import { common, peer } from '@hyperledger/fabric-protos'
import {
  applicationPolicyMessage,
  policyMessage,
  type CollectionDefinition,
  type ApplicationPolicy,
} from 'embedded-fabric'
import type { ChaincodePackage } from './chaincode-package'
import { order, PeerError, type PeerConnection } from './peer-connection'
import { propose, transactionOf, type Invocation } from './proposal'

const LIFECYCLE = '_lifecycle'

/** What the members agree on for a chaincode. */
export interface AgreedDefinition {
  readonly name: string
  readonly version: string
  readonly policy: ApplicationPolicy
  readonly collections: readonly CollectionDefinition[]
}

/** Installs the package on the peer; a package that is there already stays. */
export async function install(connection: PeerConnection, package_: ChaincodePackage): Promise<void> {
  const args = new peer.lifecycle.InstallChaincodeArgs()
  args.setChaincodeInstallPackage(package_.bytes)
  try {
    await connection.query(ask('', 'InstallChaincode', args))
  } catch (error) {
    if (!(error instanceof PeerError) || !error.message.includes('already successfully installed')) throw error
  }
}

/**
 * Makes the definition the channel's: every member approves it, then one commits it. Does nothing if it is agreed on
 * already; a definition that differs from the agreed one becomes its next sequence.
 */
export async function agree(
  channelId: string,
  connections: readonly PeerConnection[],
  definition: AgreedDefinition,
  package_: ChaincodePackage,
): Promise<void> {
  const [first] = connections
  if (first === undefined) throw new Error('A chaincode needs members')
  const agreed = await agreedDefinition(channelId, first, definition.name)
  const parameters = { definition, sequence: (agreed?.getSequence() ?? 0) + 1 }
  if (agreed !== undefined && sameDefinition(agreed, definition)) return

  const approval = approvalArguments(parameters, package_)
  const approvals = await Promise.all(
    connections.map((member) =>
      approve(channelId, first, member, ask(channelId, 'ApproveChaincodeDefinitionForMyOrg', approval)),
    ),
  )
  const submitted = approvals.filter((transactionId) => transactionId !== undefined)
  // Every endorser of the commit must know every approval, or the results differ.
  await Promise.all(
    connections.map((member) =>
      Promise.all(submitted.map((transactionId) => member.committed(channelId, transactionId))),
    ),
  )
  const commit = commitArguments(parameters)
  const proposal = propose(ask(channelId, 'CommitChaincodeDefinition', commit), first.signer)
  const endorsed = await Promise.all(connections.map((member) => member.endorse(proposal)))
  await order(first, channelId, proposal.transactionId, transactionOf(proposal, endorsed, first.signer))
  await Promise.all(connections.map((member) => member.committed(channelId, proposal.transactionId)))
}

async function approve(
  channelId: string,
  through: PeerConnection,
  member: PeerConnection,
  invocation: Invocation,
): Promise<string | undefined> {
  const proposal = propose(invocation, member.signer)
  try {
    const endorsed = await member.endorse(proposal)
    await order(through, channelId, proposal.transactionId, transactionOf(proposal, [endorsed], member.signer))
    return proposal.transactionId
  } catch (error) {
    // An earlier start was broken off between approval and commit.
    if (error instanceof PeerError && error.message.includes('with unchanged content')) return undefined
    throw error
  }
}

async function agreedDefinition(
  channelId: string,
  connection: PeerConnection,
  name: string,
): Promise<peer.lifecycle.QueryChaincodeDefinitionResult | undefined> {
  const args = new peer.lifecycle.QueryChaincodeDefinitionArgs()
  args.setName(name)
  try {
    const answer = await connection.query(ask(channelId, 'QueryChaincodeDefinition', args))
    return peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(answer)
  } catch (error) {
    if (error instanceof PeerError && error.message.includes('is not defined')) return undefined
    throw error
  }
}

function sameDefinition(agreed: peer.lifecycle.QueryChaincodeDefinitionResult, definition: AgreedDefinition): boolean {
  const collections = agreed.getCollections()?.serializeBinary() ?? new Uint8Array()
  return (
    agreed.getVersion() === definition.version &&
    Buffer.compare(agreed.getValidationParameter_asU8(), validationParameter(definition)) === 0 &&
    Buffer.compare(collections, collectionPackage(definition.collections).serializeBinary()) === 0
  )
}

interface Parameters {
  readonly definition: AgreedDefinition
  readonly sequence: number
}

function approvalArguments(
  parameters: Parameters,
  package_: ChaincodePackage,
): peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs {
  const local = new peer.lifecycle.ChaincodeSource.Local()
  local.setPackageId(package_.id)
  const source = new peer.lifecycle.ChaincodeSource()
  source.setLocalPackage(local)
  const args = fill(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), parameters)
  args.setSource(source)
  return args
}

function commitArguments(parameters: Parameters): peer.lifecycle.CommitChaincodeDefinitionArgs {
  return fill(new peer.lifecycle.CommitChaincodeDefinitionArgs(), parameters)
}

function fill<
  T extends peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs | peer.lifecycle.CommitChaincodeDefinitionArgs,
>(args: T, { definition, sequence }: Parameters): T {
  args.setName(definition.name)
  args.setVersion(definition.version)
  args.setSequence(sequence)
  args.setEndorsementPlugin('escc')
  args.setValidationPlugin('vscc')
  args.setValidationParameter(validationParameter(definition))
  args.setCollections(collectionPackage(definition.collections))
  return args
}

function validationParameter({ policy }: AgreedDefinition): Uint8Array {
  return applicationPolicyMessage(policy).serializeBinary()
}

/** The collections as Fabric's lifecycle stores them. */
export function collectionPackage(collections: readonly CollectionDefinition[]): peer.CollectionConfigPackage {
  const result = new peer.CollectionConfigPackage()
  result.setConfigList(collections.map(collectionConfig))
  return result
}

function collectionConfig(definition: CollectionDefinition): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig()
  members.setSignaturePolicy(policyMessage(definition.memberPolicy))
  const collection = new peer.StaticCollectionConfig()
  collection.setName(definition.name)
  collection.setMemberOrgsPolicy(members)
  collection.setRequiredPeerCount(definition.requiredPeerCount)
  collection.setMaximumPeerCount(definition.maxPeerCount)
  collection.setBlockToLive(definition.blockToLive)
  collection.setMemberOnlyRead(definition.memberOnlyRead)
  collection.setMemberOnlyWrite(definition.memberOnlyWrite)
  if (definition.endorsementPolicy !== undefined) {
    collection.setEndorsementPolicy(applicationPolicyMessage(definition.endorsementPolicy))
  }
  const config = new peer.CollectionConfig()
  config.setStaticCollectionConfig(collection)
  return config
}

function ask(channelId: string, name: string, args: { serializeBinary(): Uint8Array }): Invocation {
  return { channelId, chaincode: LIFECYCLE, args: [name, args.serializeBinary()] }
}

/** Makes the peer join the channel of this first block; joining again does nothing. */
export async function joinPeer(connection: PeerConnection, channelId: string, genesis: Uint8Array): Promise<void> {
  const answer = await connection.query({ channelId: '', chaincode: 'cscc', args: ['GetChannels'] })
  const joined = peer.ChannelQueryResponse.deserializeBinary(answer).getChannelsList()
  if (joined.some((channel) => channel.getChannelId() === channelId)) return
  await connection.query({ channelId: '', chaincode: 'cscc', args: ['JoinChain', genesis] })
}

/** How many blocks the peer has. */
export async function height(connection: PeerConnection, channelId: string): Promise<number> {
  const answer = await connection.query({ channelId, chaincode: 'qscc', args: ['GetChainInfo', channelId] })
  return common.BlockchainInfo.deserializeBinary(answer).getHeight()
}
