import { status } from '@grpc/grpc-js'
import type { ChaincodeDefinition } from '../chaincode/definition'
import { collectionOf, isMember } from '../ledger/collections'
import type { Interest, InterestCall } from '../ledger/simulator'
import { endorsementLayouts } from '../policy/layouts'
import type { ChannelPolicies } from '../policy/channel-policies'
import type { ApplicationPolicy, SignaturePolicy } from '../policy/signature-policy'
import { RpcError } from './rpc-error'

export interface PlanContext {
  readonly channelId: string
  readonly policies: ChannelPolicies
  /** The chaincode that the proposal calls: its policy counts when the simulation touched nothing. */
  readonly chaincode: string
  readonly definition: (chaincode: string) => ChaincodeDefinition | undefined
  /** Organisations whose peers may endorse, the preferred ones first. */
  readonly available: readonly string[]
  /** Organisations that have peers without chaincodes. */
  readonly others?: readonly string[]
}

/** The first set of organisations that will do, without those that have failed; undefined when there is none. */
export type EndorsementPlan = (failed: ReadonlySet<string>) => readonly string[] | undefined

const NO_COMBINATION = 'no combination of peers can be derived which satisfy the endorsement policy: '

/**
 * Plans by all policies that the simulation has touched. With transient data only members of the touched collections are asked.
 * @throws RpcError FAILED_PRECONDITION when no set of organisations will do.
 */
export function planEndorsements(interest: Interest, hasTransientData: boolean, context: PlanContext): EndorsementPlan {
  const touched = interest.calls.flatMap((call) => policiesOf(call, context))
  const policies = touched.length > 0 ? touched : policiesOf(callOf(context.chaincode), context)
  const trusted = holders(interest, (call) => hasTransientData || !call.noPrivateReads, context)
  const best = firstLayout(policies, trusted)
  if (best !== undefined) {
    return (failed) =>
      failed.size === 0
        ? best
        : firstLayout(
            policies,
            trusted.filter((mspId) => !failed.has(mspId)),
          )
  }
  const readers = holders(interest, (call) => !call.noPrivateReads, context)
  const names = interest.calls.filter(({ noPrivateReads }) => noPrivateReads).flatMap(({ collections }) => collections)
  if (hasTransientData && names.length > 0 && firstLayout(policies, readers) !== undefined) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [${names.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
    )
  }
  const all = [...context.available, ...(context.others ?? [])]
  const reason =
    firstLayout(policies, all) === undefined
      ? 'no peer combination can satisfy the endorsement policy'
      : 'required chaincodes are not installed on sufficient peers'
  throw new RpcError(status.FAILED_PRECONDITION, `${NO_COMBINATION}${reason}`)
}

/** The refusal of a chaincode that is not defined on the channel. */
export function noSuchChaincode(chaincode: string, channelId: string): RpcError {
  return new RpcError(
    status.FAILED_PRECONDITION,
    `${NO_COMBINATION}No metadata was found for chaincode ${chaincode} in channel ${channelId}`,
  )
}

/** Nearly every transaction asks for one chaincode's policy among the same organisations. */
const layoutsOfOne = new WeakMap<SignaturePolicy, Map<string, readonly string[] | undefined>>()

function firstLayout(
  policies: readonly SignaturePolicy[],
  available: readonly string[],
): readonly string[] | undefined {
  const search = (): readonly string[] | undefined => endorsementLayouts(policies, available).next().value ?? undefined
  const [only, ...others] = policies
  if (only === undefined || others.length > 0) return search()
  const known = layoutsOfOne.get(only) ?? new Map<string, readonly string[] | undefined>()
  layoutsOfOne.set(only, known)
  const names = available.join('\n')
  if (!known.has(names)) known.set(names, search())
  return known.get(names)
}

/** What is planned by when the simulation touched nothing. */
function callOf(chaincode: string): InterestCall {
  return {
    chaincode,
    collections: [],
    keyPolicies: [],
    disregardNamespacePolicy: false,
    noPrivateReads: false,
    noPublicWrites: false,
  }
}

function policiesOf(call: InterestCall, context: PlanContext): SignaturePolicy[] {
  const chaincode = context.definition(call.chaincode)
  if (chaincode === undefined) return []
  // Fabric reads them all before it looks at which of them count.
  const ofChaincode = plannable(chaincode.endorsementPolicy, call, context)
  const collections = call.collections.map((name) => {
    const policy = collectionOf(chaincode, name)?.endorsementPolicy
    return policy && plannable(policy, call, context)
  })
  const own = collections.filter((policy) => policy !== undefined)
  const onlyProtectedCollections = call.noPublicWrites && own.length > 0 && own.length === collections.length
  const needsChaincode = !call.disregardNamespacePolicy && !onlyProtectedCollections
  return [...(needsChaincode ? [ofChaincode] : []), ...own, ...call.keyPolicies]
}

/** The policy as signatures that can be looked for; Fabric finds nothing of a chaincode one of whose policies has no such form. */
function plannable(
  policy: ApplicationPolicy,
  { chaincode }: InterestCall,
  { policies, channelId }: PlanContext,
): SignaturePolicy {
  const found = policies.signaturePolicy(policy)
  if (found === undefined) throw noSuchChaincode(chaincode, channelId)
  return found
}

/** The organisations that hold all collections of the chosen calls. */
function holders(interest: Interest, chosen: (call: InterestCall) => boolean, context: PlanContext): readonly string[] {
  const collections = interest.calls
    .filter(chosen)
    .flatMap((call) => call.collections.map((name) => collectionOf(context.definition(call.chaincode), name)))
  return context.available.filter((mspId) =>
    collections.every((collection) => collection === undefined || isMember(collection, mspId)),
  )
}
