import { status } from '@grpc/grpc-js'
import type { ChaincodeDefinition } from '../chaincode/definition'
import { collectionOf, isMember } from '../ledger/collections'
import type { Interest, InterestCall } from '../ledger/simulator'
import { endorsementLayouts } from '../policy/layouts'
import type { SignaturePolicy } from '../policy/signature-policy'
import { RpcError } from './rpc-error'

export interface PlanContext {
  readonly definition: (chaincode: string) => ChaincodeDefinition | undefined
  /** Organisations whose peers may endorse, the preferred ones first. */
  readonly available: readonly string[]
}

/**
 * The sets of organisations whose endorsements satisfy all policies that the simulation has touched, preferred ones first.
 * With transient data only members of the touched collections are asked.
 * @throws RpcError FAILED_PRECONDITION when there is none.
 */
export function planEndorsements(
  interest: Interest,
  hasTransientData: boolean,
  context: PlanContext,
): Iterable<readonly string[]> {
  const policies = interest.calls.flatMap((call) => policiesOf(call, context))
  const trusted = holders(interest, (call) => hasTransientData || !call.noPrivateReads, context)
  if (hasLayout(policies, trusted)) return endorsementLayouts(policies, trusted)
  const readers = holders(interest, (call) => !call.noPrivateReads, context)
  if (hasTransientData && hasLayout(policies, readers)) {
    const names = interest.calls
      .filter(({ noPrivateReads }) => noPrivateReads)
      .flatMap(({ collections }) => collections)
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [${names.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
    )
  }
  throw new RpcError(
    status.FAILED_PRECONDITION,
    `no combination of peers can be derived which satisfy the endorsement policy: required chaincodes are installed on sufficient peers, but no combination of them satisfies the policy`,
  )
}

function hasLayout(policies: readonly SignaturePolicy[], available: readonly string[]): boolean {
  return endorsementLayouts(policies, available).next().done !== true
}

function policiesOf(call: InterestCall, { definition }: PlanContext): SignaturePolicy[] {
  const chaincode = definition(call.chaincode)
  if (chaincode === undefined) return []
  const collections = call.collections.map((name) => collectionOf(chaincode, name)?.endorsementPolicy)
  const own = collections.filter((policy) => policy !== undefined)
  const onlyProtectedCollections = call.noPublicWrites && own.length > 0 && own.length === collections.length
  const needsChaincode = !call.disregardNamespacePolicy && !onlyProtectedCollections
  return [...(needsChaincode ? [chaincode.endorsementPolicy] : []), ...own, ...call.keyPolicies]
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
